"""One day of the crowd through a running installation, then the report and the judgement."""

import math
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from pendopo.catalogue.models import Line
from pendopo.config.cli._progress import ProgressBar
from pendopo.config.demo.bad_day import Ground, a_bad_day
from pendopo.config.demo.folder import demo_folder
from pendopo.config.demo.screens import crowds_kiosk
from pendopo.crowd.browser import PATIENCE, Connections
from pendopo.crowd.commands import Answer, Command
from pendopo.crowd.day import DAY_SECONDS
from pendopo.crowd.hall import Hall
from pendopo.crowd.http_hands import HttpHands
from pendopo.crowd.plan import HallPlan, plan_of
from pendopo.crowd.report import report, rules_report
from pendopo.crowd.rules import check_rules
from pendopo.crowd.scenes import OVERTIME_SECONDS, whole_day
from pendopo.directory.models import Mall
from pendopo.journal.models import Event
from pendopo.kernel.clock import business_date, now
from pendopo.queue.hall_token import hall_token
from pendopo.queue.models import FINAL, Ticket, TicketState

# A day at top speed takes about two minutes: the rules of the lines are compressed by as much.
_TOP_SPEED = 240.0
_THREADS = 12
# Longer than anything that goes wrong on a bad day: people stay and press again.
_BAD_DAYS_PATIENCE = 300.0
_RELAY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for. `speed` None is as fast as the answers come; `own`: the installation is thrown away afterwards."""

    mall: str
    people: int
    seed: int
    speed: float | None
    address: str
    own: bool


def simulate_day(wishes: Wishes, ground: Ground | None = None) -> int:
    """Live the day, with what goes wrong on this `ground`, and print what came of it.

    The exit status is 0 only if no rule was broken.
    """
    mall = Mall.objects.get(code=wishes.mall)
    if wishes.own:
        compress_lines(mall, wishes.speed or _TOP_SPEED)
    began = now()
    plan, hands = plan_of(mall, began), _hands(mall, wishes.address, patience=_BAD_DAYS_PATIENCE if ground else PATIENCE)
    _sign_everybody_in(plan, hands)
    clock = time.monotonic()
    hall = whole_day(plan, hands, people=wishes.people, seed=wishes.seed, speed=wishes.speed, threads=_THREADS)
    with a_bad_day(hall, hands, mall, ground, seed=wishes.seed) if ground else nullcontext() as bad:
        _live(hall)
        if bad:
            bad.come_to_an_end()
        seconds = time.monotonic() - clock
        _wait_for_the_relay(mall)
        told = bad.told(days=_days(mall, began)) if bad else None
    print(f"{mall.name} · {_headline(wishes, seconds)}\n")
    if told:
        print(told.report + "\n")
    print(report(hall.notebook, still_here=_still_here(mall, began), compression=_compression(wishes)) + "\n")
    findings = check_rules(mall=mall.id, days=_days(mall, began))
    print(rules_report(findings, hall.notebook.faults), flush=True)
    well = all(finding.holds for finding in findings) and not hall.notebook.faults
    return 0 if well and (told is None or told.well) else 1


def compress_lines(mall: Mall, factor: float) -> None:
    """What a line reckons in minutes and seconds shrinks like everything else in the crowd's day (at least one minute)."""
    lines = list(Line.objects.filter(mall=mall))
    for line in lines:
        line.recall_gap_seconds = math.floor(line.recall_gap_seconds / factor)
        line.head_starts = {name: math.ceil(minutes / factor) for name, minutes in line.head_starts.items()}
        line.rejoin_head_start_minutes = math.ceil(line.rejoin_head_start_minutes / factor)
    Line.objects.bulk_update(lines, ["recall_gap_seconds", "head_starts", "rejoin_head_start_minutes"])


def _hands(mall: Mall, address: str, *, patience: float) -> HttpHands:
    folder = demo_folder(settings.DATA_DIRECTORY)
    kiosk = crowds_kiosk(mall, folder.kiosk_cookies.get(mall.code, ""), at=now())
    folder.remember(kiosk_cookies={**folder.kiosk_cookies, mall.code: kiosk.cookie})

    def hall_word() -> str:
        return hall_token(mall.id, business_date(now(), mall.time_zone))

    return HttpHands(mall.code, Connections(address, patience=patience), kiosk.cookie, settings.DEMO_PASSWORD, hall_word)


def _sign_everybody_in(plan: HallPlan, hands: HttpHands) -> None:
    bar = ProgressBar()
    for place, seat in enumerate(plan.seats, start=1):
        hands.sign_in(seat)
        bar(_("Officers"), place, len(plan.seats))
    bar.close()


def _live(hall: Hall) -> None:
    bar, whole = ProgressBar(), round(DAY_SECONDS / 60)
    write_down = hall.agenda.heard

    def heard(command: Command, answer: Answer, at: float) -> None:
        write_down(command, answer, at)
        minutes = round(at / 60)
        bar(f"{8 + minutes // 60:02}.{minutes % 60:02}", min(minutes, whole), whole)

    hall.agenda.heard = heard
    try:
        hall.agenda.run(until=DAY_SECONDS + OVERTIME_SECONDS)
    finally:
        bar.close()


def _wait_for_the_relay(mall: Mall) -> None:
    """Until the worker has given every event its place, so that the order can be judged."""
    until = time.monotonic() + _RELAY_SECONDS
    while time.monotonic() < until and Event.objects.filter(mall=mall.id, position__isnull=True).exists():
        time.sleep(0.1)


def _days(mall: Mall, began: datetime) -> tuple[date, ...]:
    return tuple({business_date(at, mall.time_zone) for at in (began, now())})


def _still_here(mall: Mall, began: datetime) -> dict[str, int]:
    open_ones = Ticket.objects.filter(mall=mall, business_date__in=_days(mall, began)).exclude(state__in=FINAL)
    states = Counter(open_ones.values_list("state", flat=True))
    return {str(TicketState(state).label): count for state, count in states.most_common()}


def _headline(wishes: Wishes, seconds: float) -> str:
    speed = _("as fast as possible") if wishes.speed is None else _("%(speed)s times life") % {"speed": f"{wishes.speed:g}"}
    words = {"people": wishes.people, "seed": wishes.seed, "speed": speed, "seconds": round(seconds)}
    return _("%(people)s people, seed %(seed)s, %(speed)s, %(seconds)s seconds") % words


def _compression(wishes: Wishes) -> str:
    lines = [
        _("The crowd's own time is compressed: gaps between arrivals, ways and services are so many times shorter."),
        _("The server's clock is the clock on the wall; waits below are in the crowd's minutes."),
    ]
    if wishes.own:
        lines.append(_("Head starts and recall gaps of the lines are compressed as much (at least one minute)."))
    return "\n".join(lines)
