"""Passwords are hashed within what a small machine has, and older hashes follow at the next sign-in."""

import pytest
from argon2 import extract_parameters
from django.conf import settings as configured
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

from pendopo.accounts.models import User
from pendopo.accounts.sign_in import WrongSignIn, sign_in
from tests.situations.hall import a_person
from tests.situations.times import NINE

PASSWORD = "kebun teh di lereng"
OURS = ("pendopo.accounts.hashing.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher")


@pytest.fixture
def slow_passwords(settings) -> None:
    """As in a mall; the other tests of this room hash quickly."""
    settings.PASSWORD_HASHERS = list(OURS)


def cost_of(encoded: str) -> tuple[str, int, int, int]:
    used = extract_parameters(encoded.removeprefix("argon2"))
    return used.type.name, used.memory_cost, used.time_cost, used.parallelism


def test_a_mall_hashes_with_argon2_in_nineteen_mebibytes(slow_passwords):
    assert cost_of(make_password(PASSWORD)) == ("ID", 19 * 1024, 2, 1)


def test_these_are_the_hashers_that_are_configured():
    from pendopo.config import settings as file

    assert tuple(file.PASSWORD_HASHERS) == OURS
    assert tuple(configured.PASSWORD_HASHERS) != OURS


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["argon2", "pbkdf2_sha256"])
def test_a_password_hashed_otherwise_is_hashed_anew_at_sign_in(slow_passwords, before):
    budi = a_person("Budi", password="akan diganti")
    old = Argon2PasswordHasher().encode(PASSWORD, "garam-lama-sekali") if before == "argon2" else _pbkdf2()
    User.objects.filter(pk=budi.pk).update(password=old)

    with pytest.raises(WrongSignIn):
        sign_in(email=budi.email, password="salah", at=NINE)
    assert User.objects.get(pk=budi.pk).password == old

    sign_in(email=budi.email, password=PASSWORD, at=NINE)

    new = User.objects.get(pk=budi.pk).password
    assert cost_of(new) == ("ID", 19 * 1024, 2, 1)
    assert sign_in(email=budi.email, password=PASSWORD, at=NINE) == budi


def _pbkdf2() -> str:
    return make_password(PASSWORD, hasher="pbkdf2_sha256")
