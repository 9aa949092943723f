"""The QR of the day: only who saw it today in this hall knows it."""

import pytest
from tests.situations.line import a_key
from tests.situations.times import MONDAY, TUESDAY

from pendopo.kernel.identifiers import ALPHABET
from pendopo.queue.hall_token import hall_token, is_hall_token


def test_the_word_is_short_readable_and_the_same_all_day():
    mall = a_key()

    word = hall_token(mall, MONDAY)

    assert word == hall_token(mall, MONDAY)
    assert len(word) == 12
    assert set(word) <= set(ALPHABET)


def test_it_is_another_on_another_day_and_in_another_mall():
    mall, other = a_key(), a_key()

    assert len({hall_token(mall, MONDAY), hall_token(mall, TUESDAY), hall_token(other, MONDAY)}) == 3


def test_it_is_known_again_in_either_case():
    mall = a_key()
    word = hall_token(mall, MONDAY)

    assert is_hall_token(word, mall=mall, business_date=MONDAY)
    assert is_hall_token(word.lower(), mall=mall, business_date=MONDAY)


@pytest.mark.parametrize("forged", ["", "x", "A" * 12, "é" * 12, "0" * 500])
def test_a_forged_or_yesterdays_word_is_not(forged):
    mall = a_key()

    assert not is_hall_token(forged, mall=mall, business_date=MONDAY)
    assert not is_hall_token(hall_token(mall, MONDAY), mall=mall, business_date=TUESDAY)
