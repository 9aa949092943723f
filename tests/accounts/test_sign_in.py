"""Signing in: the right password, growing waits for wrong ones, and nothing said about who is known."""

import pytest

from pendopo.accounts.models import SignInAttempt
from pendopo.accounts.sign_in import WrongSignIn, sign_in
from pendopo.accounts.throttle import COUNTED_WITHIN, FREE_TRIES, TooManyTries, address_hash, wait_after
from pendopo.journal.models import Event
from tests.situations.hall import a_person
from tests.situations.line import refusal_of
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
RIGHT = "kebun teh di lereng"


def a_person_with_password(**fields):
    return a_person("Budi", email="budi@contoh.go.id", password=RIGHT, **fields)


def wrongly(times: int, *, email: str = "budi@contoh.go.id", at=NINE) -> None:
    for _try in range(times):
        with pytest.raises(WrongSignIn):
            sign_in(email=email, password="salah", at=at)


def test_the_right_password_signs_in_whatever_the_case_of_the_address():
    budi = a_person_with_password()

    assert sign_in(email=" BUDI@contoh.go.id", password=RIGHT, at=NINE) == budi


def test_wrong_password_unknown_address_no_password_and_one_who_left_sound_the_same():
    a_person_with_password()
    a_person("Ani", email="ani@contoh.go.id")
    a_person("Dedi", email="dedi@contoh.go.id", password=RIGHT, is_active=False)

    for email, password in (
        ("budi@contoh.go.id", "salah"), ("siapa@contoh.go.id", RIGHT), ("ani@contoh.go.id", ""), ("dedi@contoh.go.id", RIGHT)
    ):  # fmt: skip
        assert refusal_of(lambda: sign_in(email=email, password=password, at=NINE)) == "accounts.wrong_sign_in"  # noqa: B023


def test_five_tries_are_free_then_the_right_password_waits_too():
    a_person_with_password()
    wrongly(FREE_TRIES)

    with pytest.raises(TooManyTries) as refused:
        sign_in(email="budi@contoh.go.id", password=RIGHT, at=NINE)
    assert refused.value.facts["seconds"] == 31
    assert sign_in(email="budi@contoh.go.id", password=RIGHT, at=NINE + minutes(0.6)).name == "Budi"


def test_waits_grow_and_end_at_a_quarter_of_an_hour():
    waits = [wait_after(failures) for failures in range(4, 14)]

    assert waits[:4] == [minutes(0), minutes(0.5), minutes(1), minutes(2)]
    assert waits == sorted(waits)
    assert waits[-1] == minutes(15)


def test_unknown_addresses_are_counted_like_known_ones():
    wrongly(FREE_TRIES, email="siapa@contoh.go.id")

    with pytest.raises(TooManyTries):
        sign_in(email="siapa@contoh.go.id", password="x", at=NINE)


def test_one_address_does_not_slow_down_another():
    a_person_with_password()
    wrongly(FREE_TRIES, email="siapa@contoh.go.id")

    assert sign_in(email="budi@contoh.go.id", password=RIGHT, at=NINE)


def test_being_refused_for_haste_does_not_lengthen_the_wait():
    a_person_with_password()
    wrongly(FREE_TRIES)
    for _try in range(20):
        with pytest.raises(TooManyTries):
            sign_in(email="budi@contoh.go.id", password="x", at=NINE + minutes(0.2))

    assert sign_in(email="budi@contoh.go.id", password=RIGHT, at=NINE + minutes(0.6))


def test_success_and_an_hour_both_forget_what_was_wrong():
    a_person_with_password()
    wrongly(FREE_TRIES - 1)
    sign_in(email="budi@contoh.go.id", password=RIGHT, at=NINE)
    assert not SignInAttempt.objects.exists()

    wrongly(FREE_TRIES)
    wrongly(1, at=NINE + COUNTED_WITHIN + minutes(1))


def test_addresses_are_kept_as_a_keyed_hash_only():
    wrongly(1, email="budi@contoh.go.id")

    assert SignInAttempt.objects.get().address_hash == address_hash("Budi@Contoh.go.id ")
    assert "budi" not in SignInAttempt.objects.get().address_hash


def test_signing_in_is_recorded_without_a_name():
    budi = a_person_with_password()
    wrongly(2)
    sign_in(email="budi@contoh.go.id", password=RIGHT, at=NINE)

    event = Event.objects.get(type="accounts.person.signed_in")
    assert (event.subject, event.facts) == (budi.id, {"failures": 2, "way": "password"})
