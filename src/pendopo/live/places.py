"""How many streams each network has open, so that nobody takes the places of all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Places:
    """Used from the event loop only. A connection without an address (empty network) is not counted."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    def free(self, network: str) -> bool:
        return not network or self._taken[network] < self._most

    @contextmanager
    def taken(self, network: str) -> Iterator[None]:
        """One place, for as long as the stream is open."""
        self._taken[network] += 1
        try:
            yield
        finally:
            self._taken[network] -= 1
            if not self._taken[network]:
                del self._taken[network]
