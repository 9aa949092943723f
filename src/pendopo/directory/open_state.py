"""Open now, on break, or closed; until when, and why: what every screen says about a door."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OpenKind(StrEnum):
    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"


class ReasonCode(StrEnum):
    """Why the door is as it is; stable, for scripts and tests."""

    OPEN = "open"
    BREAK = "break"
    PAUSE = "pause"
    BEFORE_OPENING = "before_opening"
    AFTER_CLOSING = "after_closing"
    WEEKLY_CLOSED = "weekly_closed"
    HOLIDAY = "holiday"
    SPECIAL_DAY = "special_day"
    NO_HOURS = "no_hours"


_WEEKLY_CLOSED: tuple[str | Promise, ...] = (
    _("closed on Mondays"),
    _("closed on Tuesdays"),
    _("closed on Wednesdays"),
    _("closed on Thursdays"),
    _("closed on Fridays"),
    _("closed on Saturdays"),
    _("closed on Sundays"),
)
_WORDS: dict[ReasonCode, str | Promise] = {
    ReasonCode.OPEN: "",
    ReasonCode.BEFORE_OPENING: _("not open yet"),
    ReasonCode.AFTER_CLOSING: _("finished for today"),
    ReasonCode.NO_HOURS: _("the opening hours are not known yet"),
}


@dataclass(frozen=True, slots=True)
class OpenState:
    """The state of one door at one instant, in the mall's own time zone.

    `until` is when this state ends: while open, the next break or the closing; else the next opening (`opens_at`), looked for
    at most 60 days ahead. `closes_at` is the day's closing while the door is open or on break.
    """

    kind: OpenKind
    code: ReasonCode
    until: datetime | None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    # A holiday's name, or the reason somebody wrote for a break, a pause or a special day.
    detail: str = ""
    weekday: int = 0

    @property
    def is_open(self) -> bool:
        return self.kind is OpenKind.OPEN

    @property
    def reason(self) -> str | Promise:
        """Why, as part of a sentence in the language of the screen; empty while open."""
        if self.code is ReasonCode.WEEKLY_CLOSED:
            return _WEEKLY_CLOSED[self.weekday]
        return _WORDS.get(self.code, self.detail)
