"""What happened to a number, in plain words with times: facts of the journal, no person among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.queue.models import Channel, Outcome
from pendopo.queue.park import ParkReason
from pendopo.queue.reads.ticket import Happening, TicketPage
from pendopo.queue.send_home import ENDED_BECAUSE


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    words: str


_CALLED = _("Called to counter %(counter_number)s")
# What each event says to the visitor; what happens between staff and machines says nothing.
_SENTENCES: Mapping[str, Promise | None] = {
    "queue.ticket.shown": None,
    "queue.ticket.noted": None,
    "queue.ticket.checked_in": _("You arrived and joined the line"),
    "queue.ticket.called": _CALLED,
    "queue.ticket.called_out_of_turn": _CALLED,
    "queue.ticket.recalled": _("Called to counter %(counter_number)s again"),
    "queue.ticket.arrived": _("You arrived at the counter"),
    "queue.ticket.started": _("Service began"),
    "queue.ticket.resumed": _("Service goes on"),
    "queue.ticket.served_by_hand": _("Done: you were served"),
    "queue.ticket.missed": _("The call was missed"),
    "queue.ticket.rejoined": _("You came back and joined the line again"),
    "queue.ticket.put_back": _("The counter stopped for a moment; you kept your place in the line"),
}
_TAKEN = {
    Channel.KIOSK: _("Number taken at the kiosk"),
    Channel.DESK: _("Number given by an officer"),
    Channel.HALL: _("Number taken by phone in the hall"),
    Channel.HOME: _("Number taken from home"),
    Channel.PAPER: _("Number given on paper"),
}
_FINISHED = {
    Outcome.SERVED: _("Done: you were served"),
    Outcome.INCOMPLETE: _("Done: documents are missing"),
    Outcome.WRONG_COUNTER: _("Done: this was not the right counter"),
    Outcome.REFERRED: _("Done: you were referred elsewhere"),
}
_LAPSED = {
    "not_checked_in": _("The number lapsed: nobody checked in in time"),
    "day_over": _("The number lapsed at the end of its day"),
    **{code: _("The number was closed: the line's day ended early") for code in ENDED_BECAUSE},
}
_Facts = Mapping[str, Any]
# Events whose sentence depends on one of their facts; the second argument names the lines.
_TOLD_BY_FACT: Mapping[str, Callable[[_Facts, Mapping[str, str]], str | Promise]] = {
    "queue.ticket.taken": lambda facts, _lines: _TAKEN[facts["channel"]],
    "queue.ticket.parked": lambda facts, _lines: gettext("Set aside: %(reason)s") % {"reason": park_words(facts["reason"])},
    "queue.ticket.transferred": lambda facts, lines: gettext("Sent on to %(line)s") % {"line": lines.get(facts["line"], "–")},
    "queue.ticket.finished": lambda facts, _lines: _FINISHED[facts["outcome"]],
    "queue.ticket.cancelled": lambda facts, _lines: (
        gettext("You gave the number up") if facts["by"] == "visitor" else gettext("An officer cancelled the number")
    ),
    "queue.ticket.lapsed": lambda facts, _lines: _LAPSED[facts["reason"]],
}
EVENTS_TOLD = frozenset({*_SENTENCES, *_TOLD_BY_FACT})


def steps_of(page: TicketPage) -> tuple[Step, ...]:
    """All that happened to the number to follow, oldest first."""
    return tuple(Step(one.at, words) for one in page.history if (words := _words(one, page.lines)))


def park_words(reason: str) -> str:
    return str(ParkReason(reason).label) if reason in ParkReason.values else gettext("Waiting for something")


def _words(one: Happening, lines: Mapping[str, str]) -> str:
    if told := _TOLD_BY_FACT.get(one.type):
        return str(told(one.facts, lines))
    sentence = _SENTENCES.get(one.type)
    return str(sentence) % one.facts if sentence else ""
