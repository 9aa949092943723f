"""What one browser remembers, in sealed cookies: the visits it has seen, that it was in the hall a moment ago, and that it holds a
visit: it took the number, or somebody typed the proof word of its paper (`privacy.proof`)."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pendopo.kernel.identifiers import read_code
from pendopo.kernel.keys import key_ring, open_sealed, seal_text
from pendopo.queue.models import Visit

VISITS_COOKIE, HALL_COOKIE = "kunjungan", "aula"
_PURPOSE = "browser"
_VISITS_AT_MOST = 12
_VISITS_KEPT = timedelta(hours=18)
#: Long enough to look around and take a number, too short to go home with.
IN_HALL_FOR = timedelta(hours=1)
HOLDER_COOKIE = "bukti"
#: Who took the number by this phone holds it as long as its data are usually there; who typed the proof word, for a moment.
HOLDS_AS_TAKER, HOLDS_BY_PROOF = timedelta(days=90), timedelta(minutes=15)


def known_codes(request: HttpRequest) -> tuple[str, ...]:
    """Codes of the visits this browser has taken or opened, oldest first."""
    sealed = request.COOKIES.get(VISITS_COOKIE, "")
    text = open_sealed(_key(), sealed) if sealed.isascii() else None
    return tuple(code for code in (text or "").split("-") if read_code(code) == code)


def remember_code(request: HttpRequest, response: HttpResponse, code: str) -> None:
    codes = known_codes(request)
    if code in codes:
        return
    kept = "-".join((*codes, code)[-_VISITS_AT_MOST:])
    _set(response, VISITS_COOKIE, seal_text(_key(), kept), _VISITS_KEPT)


def is_in_hall(request: HttpRequest, mall: UUID, at: datetime) -> bool:
    """Whether this browser showed the mall's QR of the day within the last hour."""
    sealed = request.COOKIES.get(HALL_COOKIE, "")
    text = open_sealed(_key(), sealed) if sealed.isascii() else None
    proven, _, until = (text or "").partition("|")
    return proven == str(mall) and until.isdecimal() and at.timestamp() < int(until)


def prove_in_hall(response: HttpResponse, mall: UUID, at: datetime) -> None:
    until = int((at + IN_HALL_FOR).timestamp())
    _set(response, HALL_COOKIE, seal_text(_key(), f"{mall}|{until}"), IN_HALL_FOR)


def is_holder(request: HttpRequest, visit: Visit, at: datetime) -> bool:
    """Whether this browser has shown that it holds the visit, and not merely its link."""
    sealed = request.COOKIES.get(HOLDER_COOKIE, "")
    text = open_sealed(_key(), sealed) if sealed.isascii() else None
    word, _, rest = (text or "").partition("|")
    held, _, until = rest.partition("|")
    return word == HOLDER_COOKIE and held == str(visit.pk) and until.isdecimal() and at.timestamp() < int(until)


def prove_holder(response: HttpResponse, *, visit: UUID, code: str, at: datetime, lasts: timedelta) -> None:
    """The cookie goes to this visit's pages alone."""
    text = f"{HOLDER_COOKIE}|{visit}|{int((at + lasts).timestamp())}"
    _set(response, HOLDER_COOKIE, seal_text(_key(), text), lasts, path=f"/t/{code}")


def _key() -> bytes:
    return key_ring(Path(settings.KEYS_DIRECTORY)).secret(_PURPOSE)


def _set(response: HttpResponse, name: str, value: str, kept: timedelta, *, path: str = "/") -> None:
    response.set_cookie(
        name, value, max_age=int(kept.total_seconds()), path=path, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
