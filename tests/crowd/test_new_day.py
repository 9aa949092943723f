"""A hall that never closes lives through midnight."""

from datetime import timedelta
from random import Random

import pytest

from pendopo.crowd.agenda import Agenda
from pendopo.crowd.hall import Hall
from pendopo.crowd.notebook import Notebook
from pendopo.crowd.officers import Rhythm, officer
from pendopo.crowd.plan import plan_of
from pendopo.crowd.rules import check_rules
from pendopo.crowd.scenes import endless, watch_the_date
from pendopo.crowd.verb_hands import VerbHands
from pendopo.directory.pair_device import Paired
from pendopo.journal.relay import give_positions
from pendopo.kernel.clock import business_date
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket
from pendopo.queue.open_desk import open_desk
from tests.situations.crowds import a_small_mall
from tests.situations.hall import a_kiosk
from tests.situations.times import MONDAY, TUESDAY, on

pytestmark = pytest.mark.django_db
LATE = on(MONDAY, "23:00")


def test_at_midnight_numbers_begin_anew_and_counters_are_opened_again():
    mall = a_small_mall(open_from="00:00", open_until="23:59")
    kiosk, token = a_kiosk(mall=mall)
    hands = VerbHands(mall.id, Paired(kiosk.id, kiosk.kind, mall.code, token), LATE)
    hall = endless(plan_of(mall, LATE), hands, people_per_day=90, seed=1, speed=None, threads=0)
    begun = []

    def today():
        return business_date(LATE + timedelta(seconds=hall.now), mall.time_zone)

    hall.agenda.begin(watch_the_date(hall, today=today, on_new_day=lambda: begun.append(today())))
    hall.agenda.run(until=2.2 * 3600)
    while give_positions():
        pass

    assert begun == [TUESDAY]
    assert {ticket.business_date for ticket in Ticket.objects.all()} == {MONDAY, TUESDAY}
    assert Ticket.objects.filter(business_date=TUESDAY, number=1).exists()
    assert Ticket.objects.filter(business_date=TUESDAY, state="done").exists()
    assert not Ticket.objects.filter(business_date=MONDAY, state__in=AT_COUNTER).exists()
    assert not DeskLease.objects.filter(business_date=MONDAY).exclude(state="closed").exists()
    assert {finding.rule: finding.examples for finding in check_rules(mall=mall.id) if not finding.holds} == {}


def test_an_officer_lets_go_of_a_counter_that_somebody_took_over():
    mall = a_small_mall(open_from="00:00", open_until="23:59")
    kiosk, token = a_kiosk(mall=mall)
    plan = plan_of(mall, LATE)
    hands = VerbHands(mall.id, Paired(kiosk.id, kiosk.kind, mall.code, token), LATE)
    hall = Hall(plan, Agenda(hands, speed=None, threads=0), Notebook(), Random(1))
    seat = plan.seats[0]
    hall.agenda.begin(officer(hall, seat, Rhythm(0, ())))
    hall.agenda.run(until=300)
    lease = DeskLease.objects.select_related("counter__mall", "officer").get(counter=seat.counter)
    opened = open_desk(counter=lease.counter, officer=lease.officer, at=LATE + timedelta(seconds=301), take_over=True)

    hall.agenda.run(until=1200)

    assert DeskLease.objects.exclude(state="closed").get(counter=seat.counter).id == opened.lease
