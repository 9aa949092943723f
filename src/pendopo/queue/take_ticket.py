"""Take a number.

One statement on PostgreSQL, one short raw transaction on SQLite (the files beside this one): device, service, opening state and
limit are checked, the number is given, visit and ticket are written and the event is recorded, or nothing happens at all.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from pendopo.appointments.attendance import comes_next, kept_counters_of_lines, nobody_comes
from pendopo.appointments.end_line_day import EndReason
from pendopo.appointments.home_places import HomeShareTaken, claim_home_place
from pendopo.appointments.models import LineDay
from pendopo.appointments.open_line_day import open_line_day
from pendopo.appointments.phone_limits import count_phone_number
from pendopo.catalogue.models import Line, PriorityClass, Service
from pendopo.catalogue.numbering import number_label
from pendopo.directory.models import Device, DeviceKind, Mall
from pendopo.directory.moment_words import moment_words
from pendopo.directory.opening import kept_schedule_of
from pendopo.journal.events import KeyOfAnother, effect_of, type_of
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import public_code, uuid7
from pendopo.kernel.transactions import writing
from pendopo.queue._take_ticket_postgresql import take_on_postgresql
from pendopo.queue._take_ticket_sqlite import take_on_sqlite
from pendopo.queue.events import TicketTaken
from pendopo.queue.lapse_overdue import lapse_overdue
from pendopo.queue.models import Channel, Ticket, TicketState, Visit


class UnknownDevice(DomainError):
    code = "queue.unknown_device"
    status = 403
    message = _("This screen is not registered any more. Please ask the mall's staff to pair it again.")


class NoNumberForThis(DomainError):
    code = "queue.no_number_for_this"
    message = _("No number is needed for %(service)s. Please see its page for how it is served.")


class NotOpenYet(DomainError):
    code = "queue.not_open_yet"
    message = _("%(line)s gives numbers from %(opens)s. Please come back then.")


class ClosedForToday(DomainError):
    code = "queue.closed_for_today"
    message = _("%(line)s closed at %(closed)s. Please come back on the next working day.")


class DayEnded(DomainError):
    code = "queue.day_ended"
    message = _("%(line)s gives no more numbers today: %(reason)s. Please come back on the next working day.")


class IssuingPaused(DomainError):
    code = "queue.issuing_paused"
    message = _("%(line)s gives no numbers until %(until)s. Numbers already taken stay valid.")


class NobodyComes(DomainError):
    code = "queue.nobody_comes"
    message = _(
        "%(line)s gives no more numbers today: nobody is at its counters any more. Somebody is expected again %(next)s."
    )


class NobodyIsExpected(NobodyComes):
    """As above, when nobody is expected within the next 60 days."""

    message = _("%(line)s gives no numbers: nobody is at its counters. Please ask the mall's staff when somebody comes.")


class LineFull(DomainError):
    code = "queue.line_full"
    message = _("All %(limit)s numbers of %(line)s for today are taken. Please come back on the next working day.")


class NotFromHome(DomainError):
    code = "queue.not_from_home"
    message = _("Numbers for %(line)s are given in the hall only.")


@dataclass(frozen=True, slots=True)
class Order:
    """Everything the statement needs; ids and the code are made here so that both databases write the same rows.

    `device` and `token_hash` are given for a kiosk; otherwise the caller has opened the door to `mall` itself.
    """

    service: UUID
    channel: str
    priority: str
    language: str
    actor: str
    at: datetime
    command_key: UUID | None
    mall: UUID | None
    device: UUID | None
    token_hash: str
    visit: UUID
    new_visit: bool
    code: str
    ticket: UUID
    event: UUID

    @property
    def state(self) -> str:
        return TicketState.HELD if self.channel == Channel.HOME else TicketState.WAITING

    @property
    def shown(self) -> bool:
        """A kiosk must confirm that it showed the number; everybody else reads it in the answer itself."""
        return self.channel != Channel.KIOSK


@dataclass(frozen=True, slots=True)
class Taken:
    """The number and the code of the visit's one link. `repeated` when this command had already had its effect."""

    ticket: UUID
    visit: UUID
    code: str
    label: str
    state: str
    repeated: bool = False


def take_at_kiosk(
    *, device: UUID, token_hash: str, service: UUID, at: datetime, command_key: UUID | None,
    priority: str = PriorityClass.NONE, language: str = "id",
) -> Taken:  # fmt: skip
    """Take a number at a paired kiosk; the device's secret is checked inside the statement."""
    return _take(
        _order(
            service=service,
            channel=Channel.KIOSK,
            at=at,
            command_key=command_key,
            priority=priority,
            language=language,
            actor=f"device:{device}",
            device=device,
            token_hash=token_hash,
        )
    )


def take_ticket(
    *, mall: UUID, service: UUID, channel: str, actor: str, at: datetime, command_key: UUID | None,
    priority: str = PriorityClass.NONE, language: str = "id", visit: Visit | None = None, network: str = "",
) -> Taken:  # fmt: skip
    """Take a number at a desk, by phone in the hall, or from home (held until check-in).

    With `visit` the number is a further service of that visit; a `network` is counted and limited. The caller has opened the
    door to `mall`.
    """
    order = _order(
        service=service, channel=channel, at=at, command_key=command_key, priority=priority, language=language, actor=actor,
        mall=mall, visit=visit,
    )  # fmt: skip
    return _take_by_phone(order, network) if channel == Channel.HOME or network else _take(order)


def _take_by_phone(order: Order, network: str) -> Taken:
    """From home, the number comes with a place of the line's share for those at home."""
    if repeated := _already_taken(order):
        return repeated
    day = _open_the_day_or_refuse(order)
    if order.channel == Channel.HOME and not day.line.gives_from_home:
        raise NotFromHome(line=day.line.name)
    try:
        return _take_counted(order, day, network)
    except HomeShareTaken:
        # Places of those who did not come in time are free, whether or not anybody has looked at them yet.
        lapse_overdue(mall=day.line.mall, line=day.line_id, at=order.at)
        return _take_counted(order, day, network)


def _take_counted(order: Order, day: LineDay, network: str) -> Taken:
    """Number, place and count, or nothing of it."""
    with writing():
        if network:
            count_phone_number(
                network=network, mall=day.mall_id, channel=order.channel, business_date=day.business_date, at=order.at
            )
        if order.channel == Channel.HOME:
            claim_home_place(line=day.line, business_date=day.business_date)
        taken = _take(order)
        if taken.repeated:
            # This very command came twice at once: the other one has place and count.
            transaction.set_rollback(True)
    return taken


def _order(
    *, service: UUID, channel: str, at: datetime, command_key: UUID | None, priority: str, language: str, actor: str,
    mall: UUID | None = None, device: UUID | None = None, token_hash: str = "", visit: Visit | None = None,
) -> Order:  # fmt: skip
    return Order(
        service=service, channel=channel, priority=priority, language=language, actor=actor, at=at, command_key=command_key,
        mall=mall, device=device, token_hash=token_hash, visit=visit.id if visit else uuid7(), new_visit=visit is None,
        code=visit.code if visit else public_code(), ticket=uuid7(), event=uuid7(),
    )  # fmt: skip


def _take(order: Order) -> Taken:
    give = take_on_postgresql if connection.vendor == "postgresql" else take_on_sqlite
    # A second look after the day was opened, a third when this very command was repeated in between or the code was in use.
    for attempt in range(3):
        try:
            given = give(order)
        except IntegrityError:
            if attempt == 2:
                raise
            given = None
            if order.new_visit:
                order = replace(order, code=public_code())
        if given is not None:
            prefix, number = given
            return Taken(order.ticket, order.visit, order.code, number_label(prefix, number), order.state)
        if repeated := _already_taken(order):
            return repeated
        _open_the_day_or_refuse(order)
    raise NotFound


def _already_taken(order: Order) -> Taken | None:
    effect = effect_of(order.command_key, actor=order.actor)
    if effect is None:
        return None
    if effect.type != type_of(TicketTaken):
        raise KeyOfAnother
    ticket = Ticket.objects.select_related("visit").get(pk=effect.subject)
    return Taken(ticket.id, ticket.visit_id, ticket.visit.code, ticket.label, ticket.state, repeated=True)


def _open_the_day_or_refuse(order: Order) -> LineDay:
    """Say why no number was given, or open the line's day: nothing depends on a job at midnight."""
    mall = order.mall or _mall_of_device(order)
    service = Service.objects.select_related("line", "mall").filter(pk=order.service, mall=mall, active=True).first()
    if service is None:
        raise NotFound
    line = service.line
    if line is None or not line.active:
        raise NoNumberForThis(service=service.name)
    today = business_date(order.at, service.mall.time_zone)
    day = LineDay.objects.filter(line=line, business_date=today).first()
    if day is None:
        day = open_line_day(line=line, at=order.at)
    day.line = line
    _refuse(order, day, service.mall)
    return day


def _mall_of_device(order: Order) -> UUID:
    kiosks = Device.objects.filter(token_hash=order.token_hash, kind=DeviceKind.KIOSK, revoked_at__isnull=True)
    device = kiosks.filter(pk=order.device).first() if order.device and order.token_hash else None
    if device is None:
        raise UnknownDevice
    return device.mall_id


def _refuse(order: Order, day: LineDay, mall: Mall) -> None:
    at, line, time_zone = order.at, day.line, mall.time_zone
    if at >= day.closes_at:
        raise ClosedForToday(line=line.name, closed=_clock(day.closes_at, time_zone))
    if day.ended:
        raise DayEnded(line=line.name, reason=EndReason(day.end_reason).label)
    if at < day.opens_at and order.channel != Channel.HOME:
        raise NotOpenYet(line=line.name, opens=_clock(day.opens_at, time_zone))
    if day.paused_until and day.paused_until > at:
        raise IssuingPaused(line=line.name, until=_clock(day.paused_until, time_zone))
    if day.full:
        lapse_overdue(mall=mall, line=line.id, at=at)
        day.refresh_from_db(fields=["last_number", "issue_limit", "given_back"])
    if day.full:
        raise LineFull(line=line.name, limit=day.daily_limit or day.places_taken)
    if nobody_comes(day, at):
        raise _nobody_comes(line, mall, at)


def _nobody_comes(line: Line, mall: Mall, at: datetime) -> NobodyComes:
    comes = comes_next(kept_counters_of_lines(mall).get(line.id, ()), kept_schedule_of(mall), at)
    return NobodyComes(line=line.name, next=moment_words(comes)) if comes else NobodyIsExpected(line=line.name)


def _clock(at: datetime, time_zone: str) -> str:
    return f"{at.astimezone(zone(time_zone)):%H.%M}"
