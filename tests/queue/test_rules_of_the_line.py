"""Whatever people do, in whatever order: the rules of the line hold."""

from collections import Counter as Tally
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.situations.hall import a_counter, a_kiosk, a_line, a_mall, an_officer
from tests.situations.line import Desk, a_key, a_service_in, a_ticket, again
from tests.situations.times import EIGHT, minutes

from pendopo.journal.events import history_of
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import token_hash
from pendopo.queue.arrive import arrive
from pendopo.queue.call_certain import call_certain
from pendopo.queue.cancel import cancel
from pendopo.queue.check_in import check_in
from pendopo.queue.close_desk import KEEP, close_desk
from pendopo.queue.dismiss import dismiss
from pendopo.queue.finish import finish
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.miss import miss
from pendopo.queue.models import AT_COUNTER, Channel, DeskLease, Outcome, Ticket
from pendopo.queue.open_desk import open_desk
from pendopo.queue.park import ParkReason, park
from pendopo.queue.pause_desk import PauseReason, pause_desk, return_to_desk
from pendopo.queue.recall import recall
from pendopo.queue.rejoin import rejoin
from pendopo.queue.resume import resume
from pendopo.queue.show_ticket import show_ticket
from pendopo.queue.start import start
from pendopo.queue.take_ticket import Taken, take_at_kiosk
from pendopo.queue.transfer import transfer
from pendopo.queue.waiting import waiting_for

# What each recorded event did to the state, read from the lifecycle's own table.
_TARGETS = {
    "shown": "show", "checked_in": "check_in", "called": "call", "called_out_of_turn": "call_certain", "recalled": "recall",
    "arrived": "arrive", "started": "start", "parked": "park", "resumed": "resume", "finished": "finish", "missed": "miss",
    "rejoined": "rejoin", "put_back": "put_back", "cancelled": "cancel",
}  # fmt: skip


class BusyHall(RuleBasedStateMachine):
    """Two lines, three counters (one serves both lines), a kiosk, and people who do whatever comes to their mind."""

    @initialize()
    def open_the_hall(self):
        self.at = EIGHT + minutes(30)
        mall = a_mall()
        self.lines = [a_line(mall=mall, head_starts={"elderly": 15, "disability": 20}), a_line(mall=mall)]
        self.services = [a_service_in(line) for line in self.lines]
        self.counters = [a_counter(line=self.lines[0]), a_counter(line=self.lines[0]), a_counter(lines=self.lines)]
        self.officers = [an_officer(counter) for counter in self.counters]
        self.kiosk = a_kiosk(mall=mall)
        self.desks: dict[int, Desk] = {}
        self.taken: list[Taken] = []
        self.orders: list[dict] = []
        self.largest = timedelta(minutes=max(line.largest_head_start_minutes for line in self.lines))

    def tickets(self):
        return (
            Ticket.objects.filter(mall=self.lines[0].mall_id).select_related("line", "service", "visit", "mall").order_by("id")
        )

    def some_ticket(self, data, *states):
        found = list(self.tickets().filter(state__in=states))
        return data.draw(st.sampled_from(found)) if found else None

    def desk(self, number):
        held = self.desks.get(number)
        return held.lease(self.at) if held else None

    def attempt(self, action):
        """People press the wrong button all day; a refusal is fine, anything else is not."""
        try:
            return action()
        except (DomainError, AlreadyMoved) as refusal:
            if not str(refusal):
                raise
            return None

    @rule(seconds=st.integers(1, 400))
    def time_passes(self, seconds):
        self.at += timedelta(seconds=seconds)

    @rule(line=st.integers(0, 1), priority=st.sampled_from(["none", "none", "elderly", "disability"]), seen=st.booleans())
    def take_at_the_kiosk(self, line, priority, seen):
        device, token = self.kiosk
        order = {
            "device": device.id, "token_hash": token_hash(token), "service": self.services[line].id, "priority": priority,
            "command_key": a_key(),
        }  # fmt: skip
        taken = self.attempt(lambda: take_at_kiosk(**order, at=self.at))
        if taken:
            self.taken.append(taken)
            self.orders.append(order)
            if seen:
                show_ticket(ticket=again(taken.ticket), actor=f"device:{device.id}", at=self.at)

    @rule(data=st.data())
    def ask_the_kiosk_again(self, data):
        if not self.orders:
            return
        place = data.draw(st.integers(0, len(self.orders) - 1))
        repeated = take_at_kiosk(**self.orders[place], at=self.at)
        assert (repeated.ticket, repeated.repeated) == (self.taken[place].ticket, True)

    @rule(line=st.integers(0, 1), home=st.booleans())
    def take_by_phone(self, line, home):
        channel = Channel.HOME if home else Channel.HALL
        self.attempt(lambda: a_ticket(self.lines[line], at=self.at, channel=channel))

    @rule(data=st.data(), line=st.integers(0, 1))
    def want_a_further_service(self, data, line):
        if ticket := self.some_ticket(data, "waiting", "serving"):
            self.attempt(lambda: a_ticket(self.lines[line], at=self.at, visit=ticket.visit))

    @rule(data=st.data())
    def check_in(self, data):
        if ticket := self.some_ticket(data, "held"):
            self.attempt(lambda: check_in(ticket=ticket, through="hall", actor="visitor", at=self.at))

    @rule(number=st.integers(0, 2), take_over=st.booleans())
    def open_a_counter(self, number, take_over):
        counter, officer = self.counters[number], self.officers[number]
        opened = self.attempt(lambda: open_desk(counter=counter, officer=officer, at=self.at, take_over=take_over))
        if opened:
            self.desks[number] = Desk(counter, officer, opened)

    @rule(number=st.integers(0, 2))
    def call_next(self, number):
        lease = self.attempt(lambda: self.desk(number))
        if lease is None:
            return
        expected = list(waiting_for(lease, at=self.at))
        called = self.attempt(lambda: self.desks[number].call(self.at, a_key()))
        if called is None:
            return
        assert called.ticket == expected[0].id, "the hot statement disagrees with the reference"
        joined_at = expected[0].joined_at
        for passed_over in expected[1:]:
            assert joined_at <= passed_over.joined_at + self.largest, "somebody was overtaken beyond the largest head start"

    @rule(
        number=st.integers(0, 2), data=st.data(), verb=st.sampled_from(["recall", "arrive", "start", "miss", "finish", "park"])
    )
    def go_on_at_the_counter(self, number, data, verb):
        lease = self.attempt(lambda: self.desk(number))
        ticket = self.tickets().filter(counter=self.counters[number], state__in=AT_COUNTER).first()
        if lease is None or ticket is None:
            return
        here = {"desk": lease, "ticket": ticket, "at": self.at, "command_key": a_key()}
        actions = {
            "recall": lambda: recall(**here),
            "arrive": lambda: arrive(**here),
            "start": lambda: start(**here),
            "miss": lambda: miss(**here),
            "finish": lambda: finish(**here, outcome=data.draw(st.sampled_from(Outcome.values))),
            "park": lambda: park(**here, reason=ParkReason.COPY),
        }
        self.attempt(actions[verb])

    @rule(number=st.integers(0, 2), data=st.data(), certain=st.booleans())
    def fetch_back(self, number, data, certain):
        lease = self.attempt(lambda: self.desk(number))
        ticket = self.some_ticket(data, "parked", "missed", "waiting", "called")
        if lease is None or ticket is None:
            return
        verb = call_certain if certain else resume
        self.attempt(lambda: verb(desk=lease, ticket=ticket, at=self.at))

    @rule(
        number=st.integers(0, 2),
        line=st.integers(0, 1),
        place=st.sampled_from(["first", "by_time", "last"]),
        mine=st.booleans(),
    )
    def transfer(self, number, line, place, mine):
        lease = self.attempt(lambda: self.desk(number))
        ticket = self.tickets().filter(counter=self.counters[number], state__in=AT_COUNTER).first()
        if lease is None or ticket is None:
            return
        reserved_for = self.counters[2].id if mine else None
        self.attempt(
            lambda: transfer(
                desk=lease, ticket=ticket, line=self.lines[line], place=place, reserved_for=reserved_for, at=self.at
            )
        )

    @rule(data=st.data())
    def come_back_after_a_missed_call(self, data):
        if ticket := self.some_ticket(data, "missed"):
            self.attempt(lambda: rejoin(ticket=ticket, actor="visitor", at=self.at))

    @rule(data=st.data())
    def give_up(self, data):
        if ticket := self.some_ticket(data, "waiting", "held", "missed", "serving"):
            self.attempt(lambda: cancel(ticket=ticket, actor="visitor", at=self.at))

    @rule(number=st.integers(0, 2), verb=st.sampled_from(["pause", "return", "close"]))
    def leave_the_counter(self, number, verb):
        lease = self.attempt(lambda: self.desk(number))
        if lease is None:
            return
        actions = {
            "pause": lambda: pause_desk(desk=lease, reason=PauseReason.REST, at=self.at),
            "return": lambda: return_to_desk(desk=lease, at=self.at),
            "close": lambda: close_desk(desk=lease, at=self.at, waiting=KEEP),
        }
        self.attempt(actions[verb])

    @rule(number=st.integers(0, 2))
    def dismiss_who_is_there_and_take_on_another(self, number):
        counter = self.counters[number]
        dismiss(person=self.officers[number], mall=counter.mall, at=self.at, actor="officer:rina")
        assert self.attempt(lambda: self.desk(number)) is None
        self.officers[number] = an_officer(counter)

    @invariant()
    def whoever_is_at_a_counter_is_at_an_open_one(self):
        if not hasattr(self, "lines"):
            return
        held = self.tickets().filter(state__in=AT_COUNTER)
        opened = DeskLease.objects.exclude(state="closed").values_list("counter", flat=True)
        assert {ticket.counter_id for ticket in held} <= {*opened}

    @invariant()
    def one_ticket_a_counter_and_one_counter_a_visit(self):
        if not hasattr(self, "lines"):
            return
        held = list(self.tickets().filter(state__in=AT_COUNTER))
        assert not [key for key, n in Tally(ticket.counter_id for ticket in held).items() if n > 1]
        assert not [key for key, n in Tally(ticket.visit_id for ticket in held).items() if n > 1]
        assert all(ticket.counter_id and ticket.officer_id for ticket in held)

    @invariant()
    def numbers_are_consecutive(self):
        if not hasattr(self, "lines"):
            return
        for line in self.lines:
            numbers = list(Ticket.objects.filter(numbered_in=line).order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))

    def teardown(self):
        """Every ticket's history is a walk through the lifecycle that ends where the ticket is."""
        for ticket in self.tickets() if hasattr(self, "lines") else ():
            state, last = None, None
            for event in history_of(ticket.id):
                name = event.type.removeprefix("queue.ticket.")
                assert last is None or event.at > last
                last = event.at
                if name == "taken":
                    state = event.facts["state"]
                    continue
                verbs = [_TARGETS[name]] if name in _TARGETS else ["transfer", "release", "lapse", "send_home", "end_day"]
                assert any(state in TICKET.origins(verb) for verb in verbs), f"{name} from {state}"
                state = {"transferred": "waiting", "lapsed": "lapsed"}.get(name) or TICKET.target(verbs[0])
            assert state == ticket.state


@pytest.mark.django_db
def test_the_rules_hold_whatever_happens():
    run_state_machine_as_test(
        BusyHall,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
