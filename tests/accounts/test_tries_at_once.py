"""Whoever tries many passwords in the same instant gets no more tries than one after the other."""

from functools import partial

import pytest

from pendopo.accounts.throttle import FREE_TRIES, Asker, TooManyTries, begin_try
from tests.situations.at_once import at_once
from tests.situations.times import NINE

pytestmark = pytest.mark.race


def tried(asker: Asker) -> bool:
    try:
        begin_try(asker, at=NINE)
    except TooManyTries:
        return False
    return True


def test_of_many_tries_in_one_instant_only_the_free_ones_are_heard(own_database):
    assert sum(at_once(*[partial(tried, Asker("budi@contoh.go.id"))] * 12)) == FREE_TRIES
