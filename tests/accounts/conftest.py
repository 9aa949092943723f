"""Passwords hashed quickly: these tests are about rules, not about argon2."""

import pytest


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
