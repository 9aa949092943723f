"""A day of the crowd on which things go wrong: each fault at its moment, how soon the hall went on, and whether all is there.

What can go wrong depends on the ground: a PostgreSQL of one's own can be killed, a disk of one's own can be filled. What cannot be
tried here is named, never passed over in silence.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.crowd.acknowledged import Acknowledged
from pendopo.crowd.browser import Browser
from pendopo.crowd.commands import Answer, Command
from pendopo.crowd.day import DAY_SECONDS
from pendopo.crowd.faults import Fault, FaultKind, plan_of_faults
from pendopo.crowd.hall import Hall
from pendopo.crowd.http_hands import HttpHands
from pendopo.crowd.listening_display import ListeningDisplay
from pendopo.crowd.printer import CrowdsPrinter
from pendopo.directory.models import Device, DeviceKind, Mall, Zone
from pendopo.directory.pair_device import make_device, pair_device
from pendopo.journal.models import Event
from pendopo.kernel.clock import now
from pendopo.printing.choose_paper import choose_paper
from pendopo.printing.models import LEFT, OPEN, JobState, PrintJob
from pendopo.printing.set_up_printer import set_up_printer

_WELL_WITHIN = 120.0
_LOOK_EVERY = 0.05
_CALLS = ("queue.ticket.called", "queue.ticket.called_out_of_turn")
_PAPER_EXPIRES_WITHIN = 75.0
_NAMES = {
    FaultKind.WEB: gettext_lazy("pages' server killed"),
    FaultKind.WEB_WORKER: gettext_lazy("one of its workers killed"),
    FaultKind.LIVE: gettext_lazy("event stream killed"),
    FaultKind.WORKER: gettext_lazy("worker killed"),
    FaultKind.DATABASE: gettext_lazy("PostgreSQL killed"),
    FaultKind.AWAY: gettext_lazy("database away"),
    FaultKind.DISK: gettext_lazy("disk full"),
    FaultKind.PRINTER: gettext_lazy("printer off half-way"),
}

Strike = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What can be struck here, each for so many seconds; whether the installation is well; and what is not tried, with the reason.

    The printer is the crowd's own and can always be switched off.
    """

    strikes: Mapping[FaultKind, Strike]
    is_well: Callable[[], bool]
    not_run: Mapping[FaultKind, str] = field(default_factory=dict)
    kills: int = 2
    away_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Struck:
    """`at` is the crowd's second; `ended` the instant at which the cause was gone; `well_after` None if it never got well."""

    fault: Fault
    at: float
    lasted: float
    ended: float
    well_after: float | None


@dataclass(frozen=True, slots=True)
class Told:
    report: str
    well: bool


@contextmanager
def a_bad_day(hall: Hall, hands: HttpHands, mall: Mall, ground: Ground, *, seed: int) -> Iterator["BadDay"]:
    """Everything that watches and everything that strikes, for as long as the block lasts."""
    with ExitStack() as stack:
        printer = stack.enter_context(CrowdsPrinter())
        _print_at(printer, hands, mall)
        display = stack.enter_context(ListeningDisplay(_display(hands, mall)))
        strikes = {**ground.strikes, FaultKind.PRINTER: _switch_off(printer)}
        plan = plan_of_faults(tuple(strikes), seed=seed, kills=ground.kills, away_seconds=ground.away_seconds)
        day = BadDay(hall, mall, ground, strikes, plan, printer, display)
        day.begin()
        yield day


@dataclass(slots=True)
class BadDay:
    hall: Hall
    mall: Mall
    ground: Ground
    strikes: Mapping[FaultKind, Strike]
    plan: tuple[Fault, ...]
    printer: CrowdsPrinter
    display: ListeningDisplay
    acknowledged: Acknowledged = field(default_factory=Acknowledged)
    struck: list[Struck] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        write_down = self.hall.agenda.heard

        def heard(command: Command, answer: Answer, at: float) -> None:
            write_down(command, answer, at)
            self.acknowledged.hear(command, answer, time.monotonic())

        self.hall.agenda.heard = heard
        self._thread = threading.Thread(target=self._strike_all, name="faults", daemon=True)
        self._thread.start()

    def come_to_an_end(self) -> None:
        """What is under way is ended; then papers and calls may still arrive."""
        self._over.set()
        if self._thread:
            self._thread.join()
        # The one of this process may have been cut meanwhile.
        connection.close()
        until = time.monotonic() + _PAPER_EXPIRES_WITHIN
        while time.monotonic() < until and PrintJob.objects.filter(mall=self.mall, state__in=OPEN).exists():
            time.sleep(0.2)

    def told(self, *, days: tuple[date, ...]) -> Told:
        """What happened and whether everything that was acknowledged is there."""
        missing = list(self.acknowledged.missing(mall=self.mall.id, days=days))
        unheard = self.display.has_shown(self._called(), within=15)
        jobs = PrintJob.objects.filter(mall=self.mall)
        left = jobs.filter(state__in=LEFT).count()
        printed, unsure = (jobs.filter(state=state).count() for state in (JobState.PRINTED, JobState.UNSURE))
        twice = max(0, self.printer.papers - left)
        whole = printed <= self.printer.papers
        checks = (
            (
                _("Every acknowledged number is there, none was given twice (%(count)s)"),
                len(self.acknowledged.numbers),
                missing,
            ),
            (_("Every call was shown on a display that came back by itself (%(count)s)"), len(self._called()), sorted(unheard)),
            (_("No paper came twice (%(count)s papers)"), self.printer.papers, ["?"] * twice if whole else ["!"]),
            (_("After every fault the hall went on by itself (%(count)s faults)"), len(self.struck), self._stuck()),
        )
        lines = [*self._faults(), ""]
        for words, count, breaches in checks:
            lines.append(f"  {_('BROKEN') if breaches else _('kept'):<9} {words % {'count': count}}")
            lines += [f"            {breach}" for breach in breaches[:5]]
        asides = {"breaks": self.display.breaks, "stale": self.display.stale, "torn": self.printer.torn, "unsure": unsure}
        lines.append(
            _("  The display had to come back %(breaks)s times and was told %(stale)s times that what it shows may be old;")
            % asides
        )
        lines.append(_("  %(torn)s papers were torn, %(unsure)s jobs are marked as perhaps printed.") % asides)
        return Told("\n".join(lines), well=not any(breaches for _words, _count, breaches in checks))

    def _strike_all(self) -> None:
        for fault in self.plan:
            while self.hall.agenda.now < fault.at * DAY_SECONDS:
                if self._over.wait(_LOOK_EVERY):
                    return
            self.struck.append(self._strike(fault))

    def _strike(self, fault: Fault) -> Struck:
        at, began = self.hall.agenda.now, time.monotonic()
        self.strikes[fault.kind](fault.seconds)
        ended = time.monotonic()
        return Struck(fault, at, ended - began, ended, self._seconds_until_well())

    def _seconds_until_well(self) -> float | None:
        began = time.monotonic()
        while time.monotonic() - began < _WELL_WITHIN:
            if self.ground.is_well():
                return time.monotonic() - began
            time.sleep(_LOOK_EVERY)
        return None

    def _stuck(self) -> list[str]:
        stuck = [str(_NAMES[struck.fault.kind]) for struck in self.struck if struck.well_after is None]
        never = self.plan[len(self.struck) :]
        return stuck + [_("%(fault)s: the day was over before") % {"fault": _NAMES[fault.kind]} for fault in never]

    def _faults(self) -> Iterator[str]:
        yield _line(_("What went wrong"), _("when"), _("lasted"), _("next press"), _("all well"))
        for struck in self.struck:
            hours, minutes = divmod(round(struck.at / 60), 60)
            press = self.acknowledged.next_after(struck.ended)
            figures = (struck.lasted, press, struck.well_after)
            yield _line(f"  {_NAMES[struck.fault.kind]}", f"{8 + hours:02}.{minutes:02}", *map(_seconds, figures))
        for kind, why in self.ground.not_run.items():
            yield f"  {_('NOT RUN')}: {_NAMES[kind]} ({why})"

    def _called(self) -> set[str]:
        """Labels of all numbers that were called."""
        events = Event.objects.filter(mall=self.mall.id, type__in=_CALLS).values_list("facts", flat=True)
        return {f"{facts['prefix']}-{facts['number']:03d}" for facts in events}


def _display(hands: HttpHands, mall: Mall) -> Browser:
    zone = Zone.objects.filter(mall=mall).order_by("letter").first()
    offered = make_device(mall=mall, kind=DeviceKind.DISPLAY, name="Layar keramaian", zone=zone, at=now(), actor="system")
    paired = pair_device(code=offered.code, at=now())
    return Browser(hands.connections, {"layar": paired.cookie})


def _print_at(printer: CrowdsPrinter, hands: HttpHands, mall: Mall) -> None:
    """From now on the crowd's kiosk prints its numbers there."""
    at = now()
    made = set_up_printer(
        mall=mall,
        name="Printer keramaian",
        host="127.0.0.1",
        port=printer.port,
        width_mm=80,
        talks_back=True,
        at=at,
        actor="system",
    )
    kiosk = Device.objects.get(pk=hands.kiosk_cookie.partition(".")[0])
    choose_paper(kiosk=kiosk, printer=made, at=at, actor="system")
    hands.paper = True


def _switch_off(printer: CrowdsPrinter) -> Strike:
    def strike(seconds: float) -> None:
        printer.switch_off_half_way()
        time.sleep(seconds)
        printer.switch_on()

    return strike


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f} s"


def _line(name: str, *cells: str) -> str:
    return f"{name:<34} " + " ".join(f"{cell:>11}" for cell in cells)
