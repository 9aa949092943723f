"""Which software a screen runs, and how an old one gets the new: each answer to its sign of life says what is current.

A page says in its head with which it was made; the script sends it back. A screen that is not current loads itself anew as soon as nobody
uses it (js/software.js).
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse

import pendopo

HEADER = "X-Pendopo-Software"
ASKED_AS = "versi"
_SCRIPTS = Path(__file__).parent / "static" / "pendopo"
_WRITTEN = re.compile(r"[0-9a-z.-]{1,24}")


@cache
def software() -> str:
    """The version, and a fingerprint of the scripts and styles that screens run."""
    found = hashlib.sha256()
    for path in sorted(_SCRIPTS.glob("*/*")):
        if path.suffix in (".js", ".css"):
            found.update(path.read_bytes())
    return f"{pendopo.__version__}-{found.hexdigest()[:6]}"


def told_by(request: HttpRequest) -> str:
    """What the screen says it runs; nothing for what is no version."""
    written = request.GET.get(ASKED_AS, "")
    return written if _WRITTEN.fullmatch(written) else ""


def say_what_is_current(response: HttpResponse) -> HttpResponse:
    response.headers[HEADER] = software()
    return response
