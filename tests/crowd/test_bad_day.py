"""A short day of the crowd on which everything dies once: nobody loses a number, and the hall goes on by itself."""

from datetime import date
from functools import partial

import pytest

from pendopo.config.demo.bad_day import Ground, a_bad_day
from pendopo.config.demo.ground import locked, strikes_at_programs, wellness_of
from pendopo.crowd.acknowledged import Acknowledged
from pendopo.crowd.commands import Answer, ByPhone, Person, TakeNumber
from pendopo.crowd.day import DAY_SECONDS
from pendopo.crowd.faults import FaultKind, plan_of_faults
from pendopo.crowd.plan import plan_of
from pendopo.crowd.rules import check_rules
from pendopo.crowd.scenes import OVERTIME_SECONDS, whole_day
from pendopo.kernel.clock import business_date, now
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.models import Ticket
from tests.crowd.test_simulated_day import the_crowds_hands
from tests.situations.away import away_for
from tests.situations.hall import a_counter, a_line, a_service
from tests.situations.line import a_ticket
from tests.situations.own_database import OwnDatabase
from tests.situations.running_hall import a_running_hall
from tests.situations.times import MONDAY, NINE

PEOPLE = 24


def a_press(ticket: Ticket, *, label: str = "", code: str = "") -> tuple[TakeNumber, Answer]:
    facts = {"label": label or ticket.label, "code": code or ticket.visit.code, "ticket": ""}
    return TakeNumber(None, uuid7()), Answer(facts=facts)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_what_was_acknowledged_and_is_not_there_is_found():
    line = a_line()
    there = a_ticket(line, at=NINE)
    told = Acknowledged()
    told.hear(*a_press(there), 1.0)
    assert list(told.missing(mall=line.mall_id, days=(MONDAY,))) == []

    told.hear(*a_press(there, label="A-044"), 2.0)
    told.hear(*a_press(there, code="ZZZZZ-ZZZZZ"), 3.0)

    found = list(told.missing(mall=line.mall_id, days=(MONDAY,)))
    assert "A-044: acknowledged, and not there" in found
    assert f"{there.label}: acknowledged to two people" in found
    assert (told.next_after(2.5), told.next_after(3.0)) == (0.5, None)


def test_one_press_with_two_numbers_is_found():
    told, key = Acknowledged(), uuid7()
    person: Person = None  # type: ignore[assignment]
    for label in ("A-001", "A-002"):
        told.hear(ByPhone(person, "add", key), Answer(facts={"label": label, "code": "X", "ticket": ""}), 1.0)

    assert told.doubts == ["one press, two numbers: A-001 and A-002"]


def test_the_plan_strikes_with_everything_and_is_the_same_for_the_same_seed():
    plan = plan_of_faults(tuple(FaultKind), seed=4, kills=3)

    assert plan == plan_of_faults(tuple(FaultKind), seed=4, kills=3) != plan_of_faults(tuple(FaultKind), seed=5, kills=3)
    assert [fault.at for fault in plan] == sorted(fault.at for fault in plan)
    counted = {kind: len([fault for fault in plan if fault.kind == kind]) for kind in FaultKind}
    assert counted == dict.fromkeys(FaultKind, 3) | dict.fromkeys([FaultKind.AWAY, FaultKind.DISK, FaultKind.PRINTER], 1)


def away(own: OwnDatabase):
    """SQLite: somebody holds the lock. PostgreSQL: everybody's connection is cut and no new one is let in."""
    return locked(own.file) if own.vendor == "sqlite" else partial(away_for, own)


@pytest.mark.race
@pytest.mark.slow
def test_everything_dies_once_and_nothing_is_lost(own_database):
    with a_running_hall(own_database) as running:
        line = a_line(mall=running.mall, zone=running.zone, agency=running.agency)
        a_service(line=line)
        running.an_officer(a_counter(lines=[line, running.line], number="5"), "Sinta")
        hands = the_crowds_hands(running)
        hands.connections.patience = 60
        hall = whole_day(plan_of(running.mall, now()), hands, people=PEOPLE, seed=6, speed=1500.0, threads=6)
        strikes = {**strikes_at_programs(running.supervisor), FaultKind.AWAY: away(own_database)}
        ground = Ground(strikes, wellness_of(running.supervisor), kills=1, away_seconds=3)
        day: date = business_date(now(), running.mall.time_zone)
        with a_bad_day(hall, hands, running.mall, ground, seed=6) as bad:
            hall.agenda.run(until=DAY_SECONDS + OVERTIME_SECONDS)
            bad.come_to_an_end()
            told = bad.told(days=(day,))

        assert told.well, told.report
        assert {finding.rule: finding.examples for finding in check_rules(mall=running.mall.id) if not finding.holds} == {}
        assert len(bad.acknowledged.numbers) == Ticket.objects.filter(mall=running.mall).count() >= PEOPLE
        assert hall.notebook.lost + hall.notebook.away > 0, "nobody was at a button when something died"
