"""What the desk calls things: outcomes with their keys, reasons, why one comes before another."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pendopo.queue.models import Outcome
from pendopo.queue.park import ParkReason
from pendopo.queue.pause_desk import PauseReason
from pendopo.queue.reads.why_before import Order, Standing, WhyBefore
from pendopo.web.components.words import PRIORITY_WORDS

#: Minutes offered for being set aside and for a pause.
MINUTES = (5, 10, 15, 30, 60)


class Choice(NamedTuple):
    value: str
    label: str | Promise
    key: str


def outcomes() -> tuple[Choice, ...]:
    return _keyed(Outcome)


def park_reasons() -> tuple[Choice, ...]:
    return _keyed(ParkReason)


def pause_reasons() -> tuple[Choice, ...]:
    return _keyed(PauseReason)


def park_word(reason: str) -> str | Promise:
    return ParkReason(reason).label if reason in ParkReason.values else ""


def pause_word(reason: str) -> str | Promise:
    return PauseReason(reason).label if reason in PauseReason.values else ""


CHANNEL_WORDS: dict[str, Promise] = {
    "kiosk": pgettext_lazy("channel", "Number from the kiosk"),
    "desk": pgettext_lazy("channel", "Number taken at a counter"),
    "hall": pgettext_lazy("channel", "Number by phone in the hall"),
    "home": pgettext_lazy("channel", "Number from home"),
    "paper": pgettext_lazy("channel", "Number given on paper"),
}

#: The rule that gave a rank, as a short mark in a list.
RANK_WORDS: dict[str, Promise] = {
    "rejoin": pgettext_lazy("rank", "came back after the call"),
    "transfer_first": pgettext_lazy("rank", "sent on, first"),
    "transfer_by_time": pgettext_lazy("rank", "sent on, by time"),
    "transfer_last": pgettext_lazy("rank", "sent on, last"),
}

REASON_WORDS: dict[str, str | Promise] = {**PRIORITY_WORDS, **RANK_WORDS, "none": ""}

BECAUSE_WORDS: dict[str, Promise] = {
    "joined_earlier": _("%(first)s has been in the line longer than %(second)s."),
    "smaller_number": _("%(first)s and %(second)s count from the same moment; the smaller number goes first."),
    "head_start": _("%(first)s may count %(minutes)s minutes more, and so comes before %(second)s."),
    "rejoined": _("%(first)s had been called before and came back; it counts %(minutes)s minutes more."),
    "sent_first": _("%(first)s was sent on by an officer to be served first."),
    "sent_last": _("%(second)s was sent on by an officer behind all who wait."),
}


def _keyed(choices: type[Outcome] | type[ParkReason] | type[PauseReason]) -> tuple[Choice, ...]:
    return tuple(Choice(str(one.value), one.label, str(place)) for place, one in enumerate(choices, start=1))


class Explained(NamedTuple):
    """One row of "why this order?": the number as it ranks, and why it stands before the one after."""

    standing: Standing
    reason: str | Promise
    because: str


def explained(order: Order) -> tuple[Explained, ...]:
    """The order with its reasons in the language of the screen."""
    sentences = [_sentence(why) for why in order.why]
    rows = zip(order.standings, [*sentences, ""], strict=False)
    return tuple(Explained(standing, _reason(standing), sentence) for standing, sentence in rows)


def _reason(standing: Standing) -> str | Promise:
    return REASON_WORDS.get(standing.reason, "")


def _sentence(why: WhyBefore) -> str:
    facts = {"first": why.first.label, "second": why.second.label, "minutes": why.first.head_start_minutes}
    return str(BECAUSE_WORDS[why.because]) % facts
