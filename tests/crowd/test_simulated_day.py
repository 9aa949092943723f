"""A short day of the crowd through real servers, one of which is killed in the middle of it."""

from collections import Counter

import pytest

from pendopo.crowd.browser import Connections
from pendopo.crowd.day import DAY_SECONDS
from pendopo.crowd.http_hands import HttpHands
from pendopo.crowd.plan import plan_of
from pendopo.crowd.report import report, rules_report
from pendopo.crowd.rules import check_rules
from pendopo.crowd.scenes import OVERTIME_SECONDS, whole_day
from pendopo.directory.models import DeviceKind
from pendopo.directory.pair_device import make_device, pair_device
from pendopo.journal.models import Event
from pendopo.kernel.clock import now
from pendopo.queue.models import Ticket
from tests.situations.hall import a_counter
from tests.situations.running_hall import PASSWORD, RunningHall, a_running_hall

pytestmark = [pytest.mark.race, pytest.mark.slow]

PEOPLE = 60


@pytest.fixture
def running(own_database):
    with a_running_hall(own_database) as hall:
        line, _service = hall.a_service("Kartu Keluarga")
        counter = a_counter(lines=[line, hall.line], number="5")
        hall.an_officer(counter, "Sinta")
        yield hall


def the_crowds_hands(running: RunningHall) -> HttpHands:
    offered = make_device(mall=running.mall, kind=DeviceKind.KIOSK, name="Kios keramaian", at=now(), actor="system")
    kiosk = pair_device(code=offered.code, at=now())

    def hall_word() -> str:
        return running.code_of_the_day.rpartition("/")[2]

    return HttpHands(running.mall.code, Connections(running.address), kiosk.cookie, PASSWORD, hall_word)


def test_sixty_people_and_a_server_that_is_killed_twice(running):
    hall = whole_day(plan_of(running.mall, now()), the_crowds_hands(running), people=PEOPLE, seed=2, speed=None, threads=6)
    write_down, heard = hall.agenda.heard, Counter()

    def hear_and_kill(command, answer, at):
        write_down(command, answer, at)
        heard["answers"] += 1
        if heard["answers"] in {80, 240}:
            running.kill("web")

    hall.agenda.heard = hear_and_kill
    hall.agenda.run(until=DAY_SECONDS + OVERTIME_SECONDS)

    findings = check_rules(mall=running.mall.id)
    assert {finding.rule: finding.examples for finding in findings if not finding.holds} == {}
    assert hall.notebook.faults == []
    assert hall.notebook.lost > 0, "nobody was at a button when the server died"
    assert sum(hall.notebook.taken.values()) == Ticket.objects.filter(mall=running.mall).count() >= PEOPLE
    assert Ticket.objects.filter(mall=running.mall, state="done").count() > PEOPLE * 0.8
    assert Event.objects.filter(mall=running.mall.id, type="queue.ticket.taken").count() == sum(hall.notebook.taken.values())
    told = report(hall.notebook, still_here={}, compression="") + rules_report(findings, hall.notebook.faults)
    assert "Zona A" in told
    assert "DILANGGAR" not in told
