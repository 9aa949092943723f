"""A hall with everybody in it, ready to begin: a whole day, or one that never ends."""

from collections.abc import Callable
from datetime import date
from random import Random

from pendopo.crowd.agenda import Agenda, Hands, Script, Wait
from pendopo.crowd.day import DAY_SECONDS, a_day, steady
from pendopo.crowd.hall import Hall
from pendopo.crowd.notebook import Notebook
from pendopo.crowd.officers import officer
from pendopo.crowd.plan import HallPlan
from pendopo.crowd.shifts import day_shifts, endless_shifts
from pendopo.crowd.visitors import coming

#: Officers stay after closing until nobody waits, at most this long.
OVERTIME_SECONDS = 3600.0
# Where nobody but the crowd takes numbers, officers are called whenever somebody joins.
_NO_STRANGERS = 3600.0


def whole_day(plan: HallPlan, hands: Hands, *, people: int, seed: int, speed: float | None, threads: int = 8) -> Hall:
    """From the opening to the closing; the same seed brings the same visitors."""
    notebook, chance = Notebook(), Random(seed)
    agenda = Agenda(hands, speed=speed, threads=threads, heard=notebook.hear)
    hall = Hall(plan, agenda, notebook, chance, closes_at=DAY_SECONDS, lean_back=_NO_STRANGERS)
    agenda.begin(coming(hall, a_day(plan, people=people, seed=seed)))
    for seat, rhythm in day_shifts(plan, chance).items():
        agenda.begin(officer(hall, seat, rhythm))
    return hall


def endless(
    plan: HallPlan, hands: Hands, *, people_per_day: int, seed: int, speed: float | None, threads: int = 8,
    lean_back: float = _NO_STRANGERS,
) -> Hall:  # fmt: skip
    """As busy as a morning, at any hour; visitors turn away from a line that is far too long, so none grows for ever."""
    notebook, chance = Notebook(), Random(seed)
    agenda = Agenda(hands, speed=speed, threads=threads, heard=notebook.hear)
    hall = Hall(plan, agenda, notebook, chance, lean_back=lean_back)
    agenda.begin(coming(hall, steady(plan, people_per_day=people_per_day, seed=seed), choosy=True))
    for seat, rhythm in endless_shifts(plan, chance).items():
        agenda.begin(officer(hall, seat, rhythm))
    return hall


def watch_the_date(hall: Hall, *, today: Callable[[], date], on_new_day: Callable[[], None]) -> Script:
    """At midnight every line begins anew and every counter has to be opened again."""
    day = today()
    while True:
        yield Wait(20)
        if today() != day:
            day = today()
            on_new_day()
            hall.notebook.forget_the_line()
