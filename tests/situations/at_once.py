"""Several threads that start in the same moment, each with its own connection to the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


def at_once(*doings: Callable[[], T]) -> list[T]:
    """What each of them returned, in order; the first one's exception if any raised."""
    barrier = Barrier(len(doings))

    def together(doing: Callable[[], T]) -> T:
        try:
            barrier.wait(timeout=20)
            return doing()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(doings)) as pool:
        return [future.result() for future in [pool.submit(together, doing) for doing in doings]]
