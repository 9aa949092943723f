"""A day in a hall with two lines and three counters, in which everything happens that can."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from random import Random

from pendopo.catalogue.models import Line, Service
from pendopo.directory.models import Counter, Mall
from pendopo.journal.relay import give_positions
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import token_hash
from pendopo.queue.arrive import arrive
from pendopo.queue.call_certain import call_certain
from pendopo.queue.call_next import call_next
from pendopo.queue.cancel import cancel
from pendopo.queue.check_in import check_in
from pendopo.queue.close_desk import KEEP, close_desk
from pendopo.queue.doors import desk_of
from pendopo.queue.finish import finish
from pendopo.queue.miss import miss
from pendopo.queue.models import AT_COUNTER, Channel, DeskLease, Outcome, Ticket, TicketState
from pendopo.queue.open_desk import OpenedDesk, open_desk
from pendopo.queue.park import ParkReason, park
from pendopo.queue.pause_desk import PauseReason, pause_desk, return_to_desk
from pendopo.queue.recall import recall
from pendopo.queue.rejoin import rejoin
from pendopo.queue.resume import resume
from pendopo.queue.show_ticket import show_ticket
from pendopo.queue.start import start
from pendopo.queue.take_ticket import take_at_kiosk, take_ticket
from pendopo.queue.transfer import transfer
from tests.situations.hall import a_counter, a_kiosk, a_line, a_mall, a_service, an_officer
from tests.situations.times import NINE, minutes


@dataclass
class BusyHall:
    """The hall and its hand on the clock; `chance` is seeded, so a day happens the same way every time."""

    mall: Mall
    lines: list[Line]
    services: list[Service]
    counters: list[Counter]
    chance: Random
    at: datetime = NINE

    def __post_init__(self) -> None:
        self.kiosk, self.token = a_kiosk(mall=self.mall)
        self.officers = {counter.id: an_officer(counter) for counter in self.counters}
        self.desks: dict[object, OpenedDesk] = {}

    def goes_on(self, steps: int, *, relay: bool = True) -> None:
        """Some more minutes of the day. With `relay`, events get their positions now and then, as they do in a real hall."""
        for _step in range(steps):
            self.at += minutes(0.4)
            with suppress(DomainError):  # Refused, as it should be: nothing changed.
                self.chance.choice(_HAPPENINGS)(self)
            if relay and self.chance.random() < 0.3:
                give_positions()

    def a_ticket(self, *states: TicketState) -> Ticket | None:
        tickets = list(Ticket.objects.filter(mall=self.mall, state__in=states or TicketState.values).order_by("taken_at", "id"))
        return self.chance.choice(tickets) if tickets else None

    def a_desk(self) -> DeskLease:
        counter = self.chance.choice(self.counters)
        opened = self.desks.get(counter.id)
        if opened is None or not DeskLease.objects.filter(pk=opened.lease).exclude(state="closed").exists():
            opened = self.desks[counter.id] = open_desk(counter=counter, officer=self.officers[counter.id], at=self.at)
        return desk_of(lease=opened.lease, secret_hash=token_hash(opened.secret), at=self.at)

    def held_by(self, desk: DeskLease) -> Ticket | None:
        held = Ticket.objects.filter(counter=desk.counter, state__in=AT_COUNTER).first()
        return held or self.a_ticket()


def a_busy_hall(seed: int = 1) -> BusyHall:
    mall = a_mall()
    lines = [a_line(mall=mall), a_line(mall=mall)]
    counters = [a_counter(line=lines[0]), a_counter(lines=lines), a_counter(line=lines[1])]
    return BusyHall(mall, lines, [a_service(line=line) for line in lines], counters, Random(seed))


def _take_at_kiosk(hall: BusyHall) -> None:
    take_at_kiosk(
        device=hall.kiosk.id, token_hash=token_hash(hall.token), service=hall.chance.choice(hall.services).id, at=hall.at,
        command_key=None, priority=hall.chance.choice(["none", "none", "elderly", "disability"]),
    )  # fmt: skip


def _take_from_home(hall: BusyHall) -> None:
    service = hall.chance.choice(hall.services)
    take_ticket(mall=hall.mall.id, service=service.id, channel=Channel.HOME, actor="visitor", at=hall.at, command_key=None)


def _show(hall: BusyHall) -> None:
    if ticket := hall.a_ticket(TicketState.WAITING):
        show_ticket(ticket=ticket, actor="device:x", at=hall.at)


def _check_in(hall: BusyHall) -> None:
    if ticket := hall.a_ticket(TicketState.HELD):
        check_in(ticket=ticket, through="hall", actor="visitor", at=hall.at)


def _call_next(hall: BusyHall) -> None:
    desk = hall.a_desk()
    call_next(lease=desk.id, secret_hash=desk.secret_hash, at=hall.at)


def _call_certain(hall: BusyHall) -> None:
    if ticket := hall.a_ticket(TicketState.WAITING, TicketState.PARKED, TicketState.MISSED):
        call_certain(desk=hall.a_desk(), ticket=ticket, at=hall.at)


def _at_desk(hall: BusyHall) -> None:
    desk = hall.a_desk()
    if (ticket := hall.held_by(desk)) is None:
        return
    hall.chance.choice(
        [
            lambda: recall(desk=desk, ticket=ticket, at=hall.at),
            lambda: arrive(desk=desk, ticket=ticket, at=hall.at),
            lambda: start(desk=desk, ticket=ticket, at=hall.at),
            lambda: start(desk=desk, ticket=ticket, at=hall.at),
            lambda: finish(desk=desk, ticket=ticket, at=hall.at, outcome=Outcome.SERVED),
            lambda: finish(desk=desk, ticket=ticket, at=hall.at, outcome=Outcome.INCOMPLETE),
            lambda: miss(desk=desk, ticket=ticket, at=hall.at),
            lambda: park(desk=desk, ticket=ticket, at=hall.at, reason=ParkReason.COPY, until=hall.at + minutes(10)),
            lambda: transfer(
                desk=desk, ticket=ticket, at=hall.at, line=hall.chance.choice(hall.lines),
                place=hall.chance.choice(["first", "by_time", "last"]),
                reserved_for=hall.chance.choice([None, hall.counters[2].id]),
            ),
        ]
    )()  # fmt: skip


def _resume(hall: BusyHall) -> None:
    if ticket := hall.a_ticket(TicketState.PARKED):
        resume(desk=hall.a_desk(), ticket=ticket, at=hall.at)


def _rejoin(hall: BusyHall) -> None:
    if ticket := hall.a_ticket(TicketState.MISSED):
        rejoin(ticket=ticket, actor="visitor", at=hall.at)


def _cancel(hall: BusyHall) -> None:
    if hall.chance.random() < 0.3 and (ticket := hall.a_ticket(TicketState.WAITING, TicketState.HELD)):
        cancel(ticket=ticket, actor="visitor", at=hall.at)


def _pause(hall: BusyHall) -> None:
    desk = hall.a_desk()
    if desk.state == "open":
        pause_desk(desk=desk, reason=PauseReason.PRAYER, at=hall.at, back_at=hall.at + minutes(15))


def _return(hall: BusyHall) -> None:
    desk = hall.a_desk()
    if desk.state == "paused":
        return_to_desk(desk=desk, at=hall.at)


def _close(hall: BusyHall) -> None:
    if hall.chance.random() < 0.3:
        close_desk(desk=hall.a_desk(), at=hall.at, waiting=KEEP)


_HAPPENINGS = [
    _take_at_kiosk, _take_at_kiosk, _take_at_kiosk, _take_at_kiosk, _take_from_home, _show, _show, _show, _check_in,
    _call_next, _call_next, _call_next, _call_certain, _at_desk, _at_desk, _at_desk, _at_desk, _at_desk, _at_desk, _at_desk,
    _resume, _return, _return, _rejoin, _cancel, _pause, _close,
]  # fmt: skip
