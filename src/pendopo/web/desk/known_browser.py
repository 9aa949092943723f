"""The cookie `dikenal`: who has signed in at this browser before, so that strangers' guesses elsewhere do not make them wait.

It says nobody's address and opens no door: the password is asked all the same, only its tries are counted for this browser alone
(`accounts.throttle`). Several officers may share a machine.
"""

import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pendopo.accounts.throttle import address_hash
from pendopo.kernel.keys import key_ring, open_sealed, seal_text

COOKIE = "dikenal"
_PURPOSE = "known-browser"
_KEPT = timedelta(days=180)
_PEOPLE_AT_MOST = 24
_SIGNS = 20


def known_browser(request: HttpRequest, email: str) -> str:
    """The browser's own id when this address has signed in here, else empty."""
    browser, people = _read(request)
    return browser if _sign(email) in people else ""


def remember_person(request: HttpRequest, response: HttpResponse, email: str) -> None:
    browser, people = _read(request)
    sign = _sign(email)
    kept = (*(one for one in people if one != sign), sign)[-_PEOPLE_AT_MOST:]
    text = "|".join((browser or secrets.token_hex(8), *kept))
    response.set_cookie(
        COOKIE, seal_text(_key(), text), max_age=int(_KEPT.total_seconds()), path=reverse("web:sign_in"), httponly=True,
        samesite="Strict", secure=settings.HTTPS,
    )  # fmt: skip


def _read(request: HttpRequest) -> tuple[str, tuple[str, ...]]:
    sealed = request.COOKIES.get(COOKIE, "")
    text = open_sealed(_key(), sealed) if sealed.isascii() else None
    browser, *people = (text or "").split("|")
    return browser, tuple(people)


def _sign(email: str) -> str:
    return address_hash(email, _PURPOSE)[:_SIGNS]


def _key() -> bytes:
    return key_ring(Path(settings.KEYS_DIRECTORY)).secret(_PURPOSE)
