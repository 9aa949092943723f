"""Enter a number that was given on paper while the kiosks gave none.

The pad was printed beforehand (`catalogue.numbering`); whoever was at the entrance wrote down who got which sheet when. The number
joins its line as of that time, so nobody loses by the fault, and nobody is overtaken by more than the line's rule allows: `rank_at`
comes from the time written exactly as from a time of taking. A sheet is one ticket a day, however often and by whomever it is entered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pendopo.appointments.models import LineDay
from pendopo.appointments.open_line_day import open_line_day
from pendopo.catalogue.models import Line, PriorityClass, Service
from pendopo.catalogue.numbering import MOST_ON_PAPER, number_label, paper_number
from pendopo.journal.events import KeyOfAnother, append, effect_of, type_of
from pendopo.kernel.clock import zone
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import public_code
from pendopo.kernel.transactions import writing
from pendopo.queue.events import ServedByHand, TicketTaken
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Channel, Outcome, Ticket, TicketState, Visit
from pendopo.queue.rank import on_joining

# Watches differ; a time written in the minute that runs is not yet to come.
_AHEAD = timedelta(minutes=2)


class NotYetGiven(DomainError):
    code = "queue.paper_not_yet_given"
    status = 422
    message = _("%(time)s is still to come. Please write when the number was given.")


class GivenAfterClosing(DomainError):
    code = "queue.paper_after_closing"
    message = _("%(line)s closed at %(closed)s, and gives no numbers after that on paper either.")


class ServiceOfAnotherLine(DomainError):
    code = "queue.paper_of_another_line"
    status = 422
    message = _("Number %(number)s is of another line than %(service)s. Please choose a service of that line.")


@dataclass(frozen=True, slots=True)
class Entered:
    """The ticket of the sheet. `repeated` when it had been entered before; `given_at` is since when it stands in the line."""

    ticket: UUID
    visit: UUID
    label: str
    given_at: datetime
    repeated: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written about one sheet of the pad. `served`: its visitor was helped while nothing could be pressed."""

    line: Line
    count: int
    service: Service
    given_at: datetime
    priority: str = PriorityClass.NONE
    language: str = "id"
    served: bool = False

    @property
    def number(self) -> int:
        return paper_number(self.count)

    @property
    def label(self) -> str:
        return number_label(self.line.prefix, self.number)


def enter_paper_number(*, sheet: Sheet, actor: str, at: datetime, command_key: UUID | None = None) -> Entered:
    """Whoever enters the sheet first decides; entering it again changes nothing and says how it stands.

    Limits, stops and pauses of the line do not refuse it, since the paper is in somebody's hand; it takes a place of the day's
    limit. A time before the opening counts as the opening. The caller has opened the door to line and service.
    Raises NotYetGiven, GivenAfterClosing, ServiceOfAnotherLine, and LineClosedToday.
    """
    if not 1 <= sheet.count <= MOST_ON_PAPER or sheet.service.line_id != sheet.line.id:
        raise ServiceOfAnotherLine(number=sheet.label, service=sheet.service.name)
    day = open_line_day(line=sheet.line, at=at)
    effect = effect_of(command_key, actor=actor)
    if effect and effect.type != type_of(TicketTaken):
        raise KeyOfAnother
    if entered := _entered(day, sheet):
        return entered
    given_at = _given_at(day, sheet, at)
    try:
        return _enter(day, sheet, given_at, actor, at, command_key)
    except IntegrityError:
        # Two greeters with the same sheet: the other one was quicker.
        if entered := _entered(day, sheet):
            return entered
        raise


def _entered(day: LineDay, sheet: Sheet) -> Entered | None:
    found = Ticket.objects.filter(numbered_in=day.line_id, business_date=day.business_date, number=sheet.number).first()
    return Entered(found.id, found.visit_id, found.label, found.joined_at, repeated=True) if found else None


def _given_at(day: LineDay, sheet: Sheet, at: datetime) -> datetime:
    here = zone(sheet.line.mall.time_zone)
    if sheet.given_at > at + _AHEAD:
        raise NotYetGiven(time=f"{sheet.given_at.astimezone(here):%H.%M}")
    closed_at = day.ended_at or day.closes_at
    if sheet.given_at >= closed_at:
        raise GivenAfterClosing(line=sheet.line.name, closed=f"{closed_at.astimezone(here):%H.%M}")
    return min(max(sheet.given_at, day.opens_at), at)


def _enter(day: LineDay, sheet: Sheet, given_at: datetime, actor: str, at: datetime, command_key: UUID | None) -> Entered:
    line, rank = sheet.line, on_joining(sheet.line, sheet.priority, given_at)
    with writing():
        _take_a_place(day)
        visit = Visit.objects.create(
            mall_id=line.mall_id, code=public_code(), business_date=day.business_date, channel=Channel.PAPER,
            priority=sheet.priority, language=sheet.language, began_at=given_at,
        )  # fmt: skip
        ticket = Ticket.objects.create(
            mall_id=line.mall_id, visit=visit, line=line, service=sheet.service, business_date=day.business_date,
            numbered_in=line, prefix=line.prefix, number=sheet.number, state=TicketState.WAITING, changed_at=at, taken_at=at,
            joined_at=rank.joined_at, rank_at=rank.rank_at, head_start_minutes=rank.head_start_minutes, rank_reason=rank.reason,
            priority=sheet.priority, shown_at=at,
        )  # fmt: skip
        facts = TicketTaken(
            visit=visit.id, line=line.id, service=sheet.service.id, prefix=line.prefix, number=sheet.number,
            business_date=day.business_date.isoformat(), state=TicketState.WAITING.value, priority=str(sheet.priority),
            channel=Channel.PAPER.value, joined_at=rank.joined_at, rank_at=rank.rank_at,
            head_start_minutes=rank.head_start_minutes, shown=True,
        )  # fmt: skip
        append(facts, mall=line.mall_id, subject=ticket.id, at=at, actor=actor, command_key=command_key)
        if sheet.served:
            event = ServedByHand(line=line.id)
            TICKET.move(ticket, "note_served", at=at, actor=actor, event=event, outcome=Outcome.SERVED.value)
    return Entered(ticket.id, visit.id, ticket.label, given_at, repeated=False)


def _take_a_place(day: LineDay) -> None:
    """Of the day's limit, which never falls below what was given already."""
    row = LineDay.objects.select_for_update().get(pk=day.pk)
    changes: dict[str, int] = {"paper_numbers": row.paper_numbers + 1}
    if row.issue_limit is not None:
        changes["issue_limit"] = max(row.issue_limit - 1, row.last_number)
    LineDay.objects.filter(pk=day.pk).update(**changes)
