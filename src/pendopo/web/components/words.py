"""Fixed words and icons of states and priorities, so that every screen says the same thing the same way."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StateFace(NamedTuple):
    """How a state looks: icon, word and, last, colour (a modifier of `.state` in components.css)."""

    icon: str
    word: Promise
    modifier: str = ""


STATES: dict[str, StateFace] = {
    "held": StateFace("ticket", _("Held for you")),
    "waiting": StateFace("hourglass", _("Waiting")),
    "near": StateFace("bell-ring", _("Nearly your turn"), "near"),
    "called": StateFace("megaphone", _("Called"), "called"),
    "serving": StateFace("user-check", _("Being served"), "serving"),
    "parked": StateFace("pause", _("Set aside"), "near"),
    "missed": StateFace("user-x", _("Missed"), "missed"),
    "done": StateFace("circle-check", _("Done"), "done"),
    "cancelled": StateFace("circle-slash", _("Cancelled")),
    "lapsed": StateFace("clock", _("No longer valid")),
}

#: The five classes of the head start, and "none", with the icon every screen shows.
PRIORITY_ICONS: dict[str, str] = {
    "none": "person-standing",
    "elderly": "elder",
    "disability": "accessibility",
    "pregnant": "pregnant",
    "infant": "baby",
    "booking": "calendar-clock",
}

PRIORITY_WORDS: dict[str, Promise] = {
    "none": _("No"),
    "elderly": _("Aged 60 or over"),
    "disability": _("Disability"),
    "pregnant": _("Pregnant"),
    "infant": _("With a baby"),
    "booking": _("Booked"),
}

WAIT_WORDS: dict[str, Promise | str] = {
    "good": "",
    "warn": _("close to the promise"),
    "bad": _("past the promise"),
}

OPEN_ICONS: dict[str, str] = {"open": "circle-check", "break": "coffee", "closed": "door-closed"}
