"""A copy of a visit, and the clock of a breach, in words that people read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import ngettext

from pendopo.assistance.models import AssistanceKind, AssistanceState
from pendopo.privacy.breaches import BreachClock
from pendopo.privacy.copy_visit import CopiedLook, CopiedNumber, CopiedRequest, VisitCopy
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.queue.models import Channel, Outcome, TicketState
from pendopo.web.components.words import PRIORITY_WORDS


@dataclass(frozen=True, slots=True)
class NumberWords:
    """A number with its state and outcome as words; instants that never came are left away."""

    number: CopiedNumber
    state: str | Promise
    outcome: str | Promise


@dataclass(frozen=True, slots=True)
class RequestWords:
    at: datetime
    kind: str | Promise
    state: str | Promise


@dataclass(frozen=True, slots=True)
class LookWords:
    at: datetime
    screen: str | Promise
    purpose: str | Promise
    parts: tuple[str | Promise, ...]


@dataclass(frozen=True, slots=True)
class VisitWords:
    """What templates show of a copy."""

    copy: VisitCopy

    @property
    def channel(self) -> str | Promise:
        return Channel(self.copy.channel).label

    @property
    def priority(self) -> str | Promise:
        return PRIORITY_WORDS[self.copy.priority]

    @property
    def language(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.copy.language, self.copy.language))

    @property
    def numbers(self) -> Iterator[NumberWords]:
        for one in self.copy.numbers:
            yield NumberWords(one, TicketState(one.state).label, Outcome(one.outcome).label if one.outcome else "")

    @property
    def requests(self) -> Iterator[RequestWords]:
        for one in self.copy.requests:
            yield _request(one)

    @property
    def looks(self) -> Iterator[LookWords]:
        for one in self.copy.looks:
            yield _look(one)


def _request(one: CopiedRequest) -> RequestWords:
    return RequestWords(one.asked_at, AssistanceKind(one.kind).label, AssistanceState(one.state).label)


def _look(one: CopiedLook) -> LookWords:
    return LookWords(
        one.at, Screen(one.screen).label, Purpose(one.purpose).label, tuple(Part(part).label for part in one.parts)
    )


@dataclass(frozen=True, slots=True)
class ClockWords:
    """The 72 hours of a breach; `span` is what is left of them, or how long they are over."""

    clock: BreachClock

    @property
    def span(self) -> str:
        return hours_and_minutes(self.clock.left or timedelta())


def hours_and_minutes(span: timedelta) -> str:
    """ "71 hours 5 minutes", without a sign."""
    hours, minutes = divmod(abs(int(span.total_seconds())) // 60, 60)
    words = [ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}] if hours else []
    return " ".join([*words, ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}])
