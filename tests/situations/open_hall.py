"""A hall that is open at this very moment, for tests with real processes, which ask the real clock."""

from pendopo.journal.relay import give_positions
from pendopo.kernel.clock import now
from pendopo.kernel.keys import token_hash
from pendopo.queue.call_next import call_next
from pendopo.queue.doors import desk_of
from pendopo.queue.miss import miss
from pendopo.queue.models import AT_COUNTER, Channel, Ticket
from pendopo.queue.open_desk import open_desk
from pendopo.queue.take_ticket import Taken, take_ticket
from tests.situations.hall import a_counter, a_line, a_mall, a_service, an_officer


class OpenHall:
    """A line and its counter number 3, with an officer at it."""

    def __init__(self) -> None:
        self.mall = a_mall(open_from="00:00", open_until="23:59", weekdays=range(7))
        self.line = a_line(mall=self.mall)
        self.service = a_service(line=self.line)
        self.counter = a_counter(line=self.line, number="3")
        self.desk = open_desk(counter=self.counter, officer=an_officer(self.counter), at=now())
        self.zone = f"zone:{self.line.zone_id}"
        give_positions()

    def a_number(self) -> Taken:
        return take_ticket(
            mall=self.mall.id, service=self.service.id, channel=Channel.DESK, actor="visitor", at=now(), command_key=None
        )

    def call(self) -> str:
        """The next visitor's number; whoever is still at the counter has missed the call."""
        lease = {"lease": self.desk.lease, "secret_hash": token_hash(self.desk.secret)}
        desk = desk_of(**lease, at=now())
        for ticket in Ticket.objects.filter(counter=desk.counter, state__in=AT_COUNTER):
            miss(desk=desk, ticket=ticket, at=now())
        return call_next(**lease, at=now()).label
