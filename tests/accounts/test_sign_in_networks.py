"""Wrong passwords counted per network: a machine that tries many addresses is slowed down, a hall that mistypes is not."""

import pytest

from pendopo.accounts.models import SignInAttempt
from pendopo.accounts.sign_in import WrongSignIn, sign_in
from pendopo.accounts.throttle import FREE_TRIES, FREE_TRIES_OF_NETWORK, TooManyFromNetwork, TooManyTries
from tests.situations.hall import a_person
from tests.situations.line import refusal_of
from tests.situations.times import MONDAY, NINE, minutes, on

pytestmark = pytest.mark.django_db
RIGHT = "kebun teh di lereng"
HALL, ELSEWHERE = "203.0.113.7", "198.51.100.1"
BEFORE_OPENING = on(MONDAY, "07:25")
SECOND = minutes(1 / 60)


def an_account(name: str):
    return a_person(name, email=f"{name.lower()}@contoh.go.id", password=RIGHT)


def wrongly(tries: int, *, network: str = HALL, at=NINE) -> None:
    """One password tried on many addresses."""
    for number in range(tries):
        with pytest.raises(WrongSignIn):
            sign_in(email=f"coba-{number}@contoh.go.id", password="salah", at=at, network=network)


def test_forty_officers_behind_one_address_each_with_a_typo_are_all_let_in():
    officers = [an_account(f"Petugas{number}") for number in range(40)]

    for number, officer in enumerate(officers):
        with pytest.raises(WrongSignIn):
            sign_in(email=officer.email, password="kebun teh di lerang", at=BEFORE_OPENING + number * SECOND, network=HALL)
    for number, officer in enumerate(officers):
        at = BEFORE_OPENING + (40 + number) * SECOND
        assert sign_in(email=officer.email, password=RIGHT, at=at, network=HALL) == officer

    assert not SignInAttempt.objects.exists()


def test_a_hundred_tries_an_hour_are_free_then_one_a_minute():
    wrongly(FREE_TRIES_OF_NETWORK)

    with pytest.raises(TooManyFromNetwork) as refused:
        sign_in(email="lagi@contoh.go.id", password="salah", at=NINE, network=HALL)
    assert refused.value.facts["seconds"] == 61
    wrongly(1, at=NINE + minutes(1.1))
    with pytest.raises(TooManyFromNetwork):
        wrongly(1, at=NINE + minutes(1.2))


def test_a_guessers_network_slows_down_no_other():
    budi = an_account("Budi")
    wrongly(FREE_TRIES_OF_NETWORK, network=ELSEWHERE)

    assert sign_in(email=budi.email, password=RIGHT, at=NINE, network=HALL) == budi


def test_after_an_hour_the_network_is_as_any_other():
    wrongly(FREE_TRIES_OF_NETWORK)

    wrongly(2, at=NINE + minutes(61))


def test_the_hour_is_looked_back_upon_across_the_turn_of_the_tags_day():
    """The tag changes at midnight UTC, which is 07.00 in the hall: a guesser gains nothing by it."""
    wrongly(FREE_TRIES_OF_NETWORK, at=on(MONDAY, "06:50"))

    with pytest.raises(TooManyFromNetwork):
        wrongly(2, at=on(MONDAY, "07:10"))


def test_a_stranger_who_guesses_never_makes_the_owner_wait_at_the_own_browser():
    """Neither by guesses on this very address, nor from the hall's own network."""
    budi = an_account("Budi")
    for _try in range(FREE_TRIES):
        with pytest.raises(WrongSignIn):
            sign_in(email=budi.email, password="salah", at=NINE, network=ELSEWHERE)
    wrongly(FREE_TRIES_OF_NETWORK - 1)

    assert refusal_of(lambda: sign_in(email=budi.email, password=RIGHT, at=NINE)) == "accounts.too_many_tries"
    with pytest.raises(WrongSignIn):
        sign_in(email=budi.email, password="kebun teh di lerang", at=NINE, network=HALL, browser="meja-3")
    assert sign_in(email=budi.email, password=RIGHT, at=NINE, network=HALL, browser="meja-3") == budi


def test_a_known_browser_may_not_guess_either():
    budi = an_account("Budi")
    for _try in range(FREE_TRIES):
        with pytest.raises(WrongSignIn):
            sign_in(email=budi.email, password="salah", at=NINE, network=HALL, browser="meja-3")

    with pytest.raises(TooManyTries):
        sign_in(email=budi.email, password=RIGHT, at=NINE, network=HALL, browser="meja-3")


def test_no_address_of_a_network_is_kept_and_no_tag_outlives_its_day():
    wrongly(1)
    wrongly(1, at=NINE + minutes(23 * 60))

    first, second = SignInAttempt.objects.order_by("failed_at").values_list("network_tag", flat=True)
    assert HALL not in first
    assert len(first) == 64
    assert first != second


def test_a_try_without_an_address_is_counted_for_its_email_alone():
    wrongly(FREE_TRIES_OF_NETWORK + 1, network="")
