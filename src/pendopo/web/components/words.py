"""Fixed words and icons of states and priorities, so that every screen says the same thing the same way."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StateFace(NamedTuple):
    """How a state looks: icon, word and, last, colour (a modifier of `.state` in components.css)."""

    icon: str
    word: Promise
    modifier: str = ""


STATES: dict[str, StateFace] = {
    "held": StateFace("ticket", pgettext_lazy("ticket state", "Held for you")),
    "waiting": StateFace("hourglass", pgettext_lazy("ticket state", "Waiting")),
    "near": StateFace("bell-ring", pgettext_lazy("ticket state", "Nearly your turn"), "near"),
    "called": StateFace("megaphone", pgettext_lazy("ticket state", "Called"), "called"),
    "serving": StateFace("user-check", pgettext_lazy("ticket state", "Being served"), "serving"),
    "parked": StateFace("pause", pgettext_lazy("ticket state", "Set aside"), "near"),
    "missed": StateFace("user-x", pgettext_lazy("ticket state", "Missed"), "missed"),
    "done": StateFace("circle-check", pgettext_lazy("ticket state", "Done"), "done"),
    "cancelled": StateFace("circle-slash", pgettext_lazy("ticket state", "Cancelled")),
    "lapsed": StateFace("clock", pgettext_lazy("ticket state", "No longer valid")),
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
    "none": pgettext_lazy("priority", "No"),
    "elderly": pgettext_lazy("priority", "Aged 60 or over"),
    "disability": pgettext_lazy("priority", "Disability"),
    "pregnant": pgettext_lazy("priority", "Pregnant"),
    "infant": pgettext_lazy("priority", "With a baby"),
    "booking": pgettext_lazy("priority", "Booked"),
}

WAIT_WORDS: dict[str, Promise | str] = {
    "good": "",
    "warn": _("close to the promise"),
    "bad": _("past the promise"),
}

OPEN_ICONS: dict[str, str] = {"open": "circle-check", "break": "coffee", "closed": "door-closed"}
