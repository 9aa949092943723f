"""One short transaction per verb, on both databases."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

# SQLite has one writer and no queue for those who wait: its busy handler sleeps and the unlucky starve.
# Writers of one process take turns here instead; other processes write in batches under 50 ms.
_turn = threading.RLock()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that writes. On SQLite it holds this process's turn; nesting joins the outer one."""
    if connection.vendor == "sqlite":
        with _turn, transaction.atomic():
            yield
    else:
        with transaction.atomic():
            yield


@contextmanager
def writers_turn() -> Iterator[None]:
    """The turn alone, for a hot verb that runs its own raw transaction on SQLite."""
    with _turn:
        yield


def one_transaction(verb: Callable[P, R]) -> Callable[P, R]:
    """Decorate a verb: all of it happens, or nothing."""

    @wraps(verb)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return verb(*args, **kwargs)

    return wrapped
