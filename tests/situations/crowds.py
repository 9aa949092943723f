"""A small mall in which the simulated crowd lives a day, by verbs at instants of its own."""

from dataclasses import dataclass
from typing import Any

from pendopo.crowd.hall import Hall
from pendopo.crowd.plan import plan_of
from pendopo.crowd.scenes import whole_day
from pendopo.crowd.verb_hands import VerbHands
from pendopo.directory.models import Mall
from pendopo.directory.pair_device import Paired
from pendopo.journal.relay import give_positions
from tests.situations.hall import a_counter, a_kiosk, a_line, a_mall, a_service, an_officer
from tests.situations.times import EIGHT


@dataclass(frozen=True)
class CrowdsDay:
    mall: Mall
    hall: Hall


def a_small_mall(**fields: Any) -> Mall:
    """Three lines and five counters, one of which serves two of the lines; a service or two in each line."""
    mall = a_mall(**{"open_until": "20:00", **fields})
    lines = [a_line(mall=mall, service_minutes=minutes) for minutes in (6, 9, 12)]
    for line in (*lines, lines[0]):
        a_service(line=line)
    counters = [*(a_counter(line=line) for line in lines), a_counter(lines=lines[:2]), a_counter(line=lines[2])]
    for counter in counters:
        an_officer(counter)
    return mall


def a_morning_of_the_crowd(*, people: int = 160, seed: int = 3) -> CrowdsDay:
    """Monday, from eight in the morning until the hall is in the middle of its day."""
    mall = a_small_mall()
    kiosk, token = a_kiosk(mall=mall)
    hands = VerbHands(mall.id, Paired(kiosk.id, kiosk.kind, mall.code, token), EIGHT)
    hall = whole_day(plan_of(mall, EIGHT), hands, people=people, seed=seed, speed=None, threads=0)
    hall.agenda.run(until=3.6 * 3600)
    while give_positions():
        pass
    return CrowdsDay(mall, hall)
