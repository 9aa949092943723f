"""What was read of a mall, kept by this process for as long as its master data stay as they are."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from pendopo.directory.models import Mall

T = TypeVar("T")
_MALLS = 600


class Kept(Generic[T]):
    """One for each thing that is read. For values that nobody changes."""

    def __init__(self) -> None:
        self._of_malls: dict[UUID, tuple[Hashable, T]] = {}
        self._lock = Lock()

    def of(self, mall: Mall, read: Callable[[], T], *beside: Hashable) -> T:
        """Read anew when the mall's `catalogue_version` (as just read by the caller), or what stands `beside` it, is another."""
        version = (mall.catalogue_version, *beside)
        kept = self._of_malls.get(mall.id)
        if kept is not None and kept[0] == version:
            return kept[1]
        found = read()
        with self._lock:
            if len(self._of_malls) >= _MALLS:
                self._of_malls.clear()
            self._of_malls[mall.id] = (version, found)
        return found
