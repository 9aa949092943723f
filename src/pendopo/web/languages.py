"""Languages of the screens: Indonesian, English, and each regional language that somebody has begun to translate.

Django knows few languages of Indonesia. The ones below are added to its table; a language is offered as soon as the kiosk has a
catalogue of it (`./pendopo translate --language su`), and is marked a draft until a speaker has signed every catalogue of it
(`X-Signed-By` in its head). What is not translated yet is said in Indonesian: that is Django's way for every language, since
Indonesian is the first. A regional language is offered where a visitor stands: kiosk, ticket, display.
"""

import gettext
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR

from pendopo.kernel.errors import DomainError

WEB: Final = Path(__file__).parent
#: ISO 639 code → English name (translated where it is shown), and what its speakers call it.
REGIONAL: Final = {
    "ace": ("Acehnese", "Bahsa Acèh"),
    "ban": ("Balinese", "Basa Bali"),
    "bjn": ("Banjar", "Bahasa Banjar"),
    "bug": ("Buginese", "Basa Ugi"),
    "jv": ("Javanese", "Basa Jawa"),
    "mad": ("Madurese", "Bhâsa Madhurâ"),
    "min": ("Minangkabau", "Baso Minangkabau"),
    "su": ("Sundanese", "Basa Sunda"),
}
ROOMS: Final = ("components", "kiosk", "ticket", "display")
_PLACES: Final = ("/k/", "/t/", "/layar/")


def make_known() -> None:
    """Add the regional languages to Django's table. May be called again."""
    for code, (name, own_name) in REGIONAL.items():
        LANG_INFO.setdefault(code, {"bidi": False, "code": code, "name": name, "name_local": own_name})


def begun() -> tuple[str, ...]:
    """Codes of the regional languages of which the kiosk has a catalogue."""
    return tuple(code for code in REGIONAL if _catalogue("kiosk", code).exists())


def regional() -> list[tuple[str, str]]:
    """For `settings.LANGUAGES`, after the first two."""
    make_known()
    return [(code, REGIONAL[code][0]) for code in begun()]


def offered_at(path: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Which of these languages the page at this path speaks."""
    return tuple(code for code in codes if code not in REGIONAL or path.startswith(_PLACES))


def tongue_of(text: object) -> str:
    """In which language a lazy text or a refusal stands on a page of the active language; empty for a plain text."""
    message = text.message if isinstance(text, DomainError) else text
    said = getattr(message, "_args", ()) if isinstance(message, Promise) else ()
    code = translation.get_language() or "id"
    if not said or not all(isinstance(part, str) for part in said):
        return code if isinstance(text, DomainError) else ""
    if code not in REGIONAL:
        return code
    # Django looks into the language's own words first, and then into the Indonesian ones.
    return code if CONTEXT_SEPARATOR.join(said) in trans_real.translation(code)._catalog else "id"  # type: ignore[attr-defined]


@cache
def is_draft(code: str) -> bool:
    """Whether a catalogue of this language waits for the name of the speaker who has read it."""
    return code in REGIONAL and not all(_signed(room, code) for room in ROOMS)


def _signed(room: str, code: str) -> bool:
    path = _catalogue(room, code)
    if not path.exists():
        return False
    with path.open("rb") as file:
        return bool(gettext.GNUTranslations(file).info().get("x-signed-by", "").strip())


def _catalogue(room: str, code: str) -> Path:
    return WEB / room / "locale" / code / "LC_MESSAGES" / "django.mo"
