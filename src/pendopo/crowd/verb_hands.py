"""Hands that give the commands straight to the verbs, at instants of their own: for a morning that lies in the past.

Over the wire every command happens now. A hall that is opened in the middle of its day needs hours behind it, so the same
visitors and officers live them here first, in the crowd's own time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pendopo.accounts.models import User
from pendopo.catalogue.models import Line
from pendopo.crowd.commands import Answer, AtDesk, ByPhone, CallNext, Command, ConfirmShown, SitDown, TakeNumber
from pendopo.directory.models import Counter
from pendopo.directory.pair_device import Paired
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import token_hash
from pendopo.queue.add_service import add_service
from pendopo.queue.arrive import arrive
from pendopo.queue.call_certain import call_certain
from pendopo.queue.call_next import call_next
from pendopo.queue.cancel import cancel
from pendopo.queue.check_in import check_in
from pendopo.queue.close_desk import close_desk
from pendopo.queue.doors import desk_of, ticket_at, ticket_of, visit_by_code
from pendopo.queue.finish import finish
from pendopo.queue.miss import miss
from pendopo.queue.models import AT_COUNTER, Channel, DeskLease, Ticket
from pendopo.queue.open_desk import open_desk
from pendopo.queue.park import park
from pendopo.queue.pause_desk import pause_desk, return_to_desk
from pendopo.queue.recall import recall
from pendopo.queue.rejoin import rejoin
from pendopo.queue.resume import resume
from pendopo.queue.show_ticket import show_ticket
from pendopo.queue.start import start
from pendopo.queue.take_ticket import Taken, take_at_kiosk, take_ticket
from pendopo.queue.transfer import transfer
from pendopo.queue.write_note import write_note

Facts = dict[str, Any]


@dataclass(slots=True)
class _Desk:
    """An open counter and the numbers it has called: nobody else moves them, so they need not be read again."""

    lease: DeskLease
    tickets: dict[str, Ticket] = field(default_factory=dict)

    def held(self) -> Facts:
        """The number that was at this counter already."""
        ticket = Ticket.objects.filter(counter=self.lease.counter_id, state__in=AT_COUNTER).first()
        if ticket is None:
            return {}
        self.tickets[str(ticket.id)] = ticket_at(self.lease, ticket.id)
        return {"ticket": ticket.id, "label": ticket.label, "state": ticket.state}


@dataclass(slots=True)
class VerbHands:
    """`opens_at` is second 0 of the crowd's time; `kiosk` the paired device at which numbers are taken."""

    mall: UUID
    kiosk: Paired
    opens_at: datetime
    _desks: dict[UUID, "_Desk"] = field(default_factory=dict)

    def obey(self, command: Command, now: float) -> Answer:
        at = self.opens_at + timedelta(seconds=now)
        try:
            return Answer(facts=self._obey(command, at))
        except DomainError as refusal:
            return Answer(refused=refusal.code)

    def _obey(self, command: Command, at: datetime) -> Facts:
        match command:
            case TakeNumber():
                return self._take(command, at)
            case ConfirmShown(person):
                ticket = Ticket.objects.get(pk=person.ticket)
                show_ticket(ticket=ticket, actor=f"device:{self.kiosk.device}", at=at)
                return {}
            case ByPhone():
                return self._by_phone(command, at)
            case SitDown(seat, take_over):
                counter = Counter.objects.select_related("mall").get(pk=seat.counter)
                officer = User.objects.get(email=seat.email)
                opened = open_desk(counter=counter, officer=officer, at=at, take_over=take_over)
                secret_hash = token_hash(opened.secret)
                desk = self._desks[seat.counter] = _Desk(desk_of(lease=opened.lease, secret_hash=secret_hash, at=at))
                return desk.held()
            case CallNext(seat, key):
                desk = self._desks[seat.counter]
                called = call_next(lease=desk.lease.id, secret_hash=desk.lease.secret_hash, at=at, command_key=key)
                desk.tickets[str(called.ticket)] = ticket_at(desk.lease, called.ticket)
                return {"ticket": called.ticket, "label": called.label}
            case AtDesk():
                return self._at_desk(command, at)

    def _take(self, command: TakeNumber, at: datetime) -> Facts:
        person, device = command.person, self.kiosk
        if person.channel == Channel.KIOSK:
            taken = take_at_kiosk(
                device=device.device, token_hash=token_hash(device.token), service=person.service.id, at=at,
                command_key=command.key, priority=person.priority,
            )  # fmt: skip
        else:
            taken = take_ticket(
                mall=self.mall, service=person.service.id, channel=person.channel, actor="visitor", at=at,
                command_key=command.key, priority=person.priority,
            )  # fmt: skip
        return _told(taken)

    def _by_phone(self, command: ByPhone, at: datetime) -> Facts:
        visit = visit_by_code(command.person.code)
        if command.verb == "add" and command.service:
            taken = add_service(visit=visit, service=command.service.id, actor="visitor", at=at, command_key=command.key)
            return _told(taken)
        ticket = ticket_of(visit, UUID(command.person.ticket))
        match command.verb:
            case "check_in":
                check_in(ticket=ticket, through="hall", actor="visitor", at=at)
            case "rejoin":
                rejoin(ticket=ticket, actor="visitor", at=at)
            case "cancel":
                cancel(ticket=ticket, actor="visitor", at=at)
        return {}

    def _at_desk(self, command: AtDesk, at: datetime) -> Facts:
        desk = self._desks[command.seat.counter]
        if command.ticket:
            ticket = desk.tickets[command.ticket]
            _ON_TICKET[command.verb](desk.lease, ticket, command.choice, at, command.key)
        else:
            _ON_DESK[command.verb](desk.lease, command.choice, at, command.key)
        return {}


def _told(taken: Taken) -> Facts:
    return {"ticket": taken.ticket, "label": taken.label, "code": taken.code}


Choice = Mapping[str, str]
_ON_DESK: Mapping[str, Callable[[DeskLease, Choice, datetime, UUID], object]] = {
    "pause": lambda desk, choice, at, key: pause_desk(
        desk=desk, reason=choice["reason"], at=at, back_at=at + timedelta(minutes=int(choice["minutes"])), command_key=key
    ),
    "return": lambda desk, _choice, at, key: return_to_desk(desk=desk, at=at, command_key=key),
    "close": lambda desk, choice, at, key: close_desk(desk=desk, at=at, waiting=choice["waiting"], command_key=key),
}
_ON_TICKET: Mapping[str, Callable[[DeskLease, Ticket, Choice, datetime, UUID], object]] = {
    "arrive": lambda desk, ticket, _choice, at, key: arrive(desk=desk, ticket=ticket, at=at, command_key=key),
    "start": lambda desk, ticket, _choice, at, key: start(desk=desk, ticket=ticket, at=at, command_key=key),
    "recall": lambda desk, ticket, _choice, at, key: recall(desk=desk, ticket=ticket, at=at, command_key=key),
    "miss": lambda desk, ticket, _choice, at, key: miss(desk=desk, ticket=ticket, at=at, command_key=key),
    "resume": lambda desk, ticket, _choice, at, key: resume(desk=desk, ticket=ticket, at=at, command_key=key),
    "call_certain": lambda desk, ticket, _choice, at, key: call_certain(desk=desk, ticket=ticket, at=at, command_key=key),
    "note": lambda desk, ticket, choice, at, key: write_note(
        desk=desk, ticket=ticket, note=choice["note"], at=at, command_key=key
    ),
    "park": lambda desk, ticket, choice, at, key: park(
        desk=desk, ticket=ticket, reason=choice["reason"], at=at, command_key=key, until=at + timedelta(minutes=15)
    ),
    "transfer": lambda desk, ticket, choice, at, key: transfer(
        desk=desk, ticket=ticket, line=Line.objects.get(pk=choice["line"]), place=choice["place"], at=at, command_key=key
    ),
    "finish": lambda desk, ticket, choice, at, key: finish(
        desk=desk, ticket=ticket, outcome=choice["outcome"], at=at, command_key=key
    ),
}
