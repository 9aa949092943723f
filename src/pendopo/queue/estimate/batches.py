"""Many rows written in short transactions: on SQLite nobody takes a number while one lasts."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
# Rows in one transaction.
_AT_ONCE = 100
_REST_SECONDS = 0.03


def batched(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """For one transaction each."""
    for start in range(0, len(rows), _AT_ONCE):
        if start:
            # Who waits for SQLite's lock looks for it only now and then.
            time.sleep(_REST_SECONDS)
        yield rows[start : start + _AT_ONCE]
