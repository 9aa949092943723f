"""Days of the crowd lived by the verbs themselves, minute for minute, and written down as a log for `bench estimate`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pendopo.bench.estimate_log import Row, write_log
from pendopo.catalogue.models import Line, Service
from pendopo.config.cli._progress import ProgressBar
from pendopo.config.demo.screens import crowds_kiosk
from pendopo.crowd.day import DAY_SECONDS
from pendopo.crowd.plan import plan_of
from pendopo.crowd.scenes import OVERTIME_SECONDS, whole_day
from pendopo.crowd.verb_hands import VerbHands
from pendopo.directory.models import Counter, Mall
from pendopo.journal.models import Event
from pendopo.kernel.clock import now, zone
from pendopo.kernel.transactions import writing
from pendopo.queue.models import Ticket

#: As many days as the demo's hall is open after today.
MOST_DAYS = 6
_OPENS = time(8)
# None that writes events lasts longer than about a second.
_SLICE_SECONDS = 600.0


def live_and_write(*, mall: str, people: int, seed: int, days: int, path: Path) -> int:
    """Live so many days from tomorrow on, one seed after the other; returns how many rows were written."""
    place = Mall.objects.get(code=mall)
    began = now()
    first = began.astimezone(zone(place.time_zone)).date() + timedelta(days=1)
    for day in range(days):
        opens_at = datetime.combine(first + timedelta(days=day), _OPENS, zone(place.time_zone))
        _live_a_day(place, opens_at, people=people, seed=seed + day, name=f"{_('Day')} {day + 1}")
    return write_log(path, rows_of(place, since=began))


def _live_a_day(mall: Mall, opens_at: datetime, *, people: int, seed: int, name: str) -> None:
    kiosk = crowds_kiosk(mall, "", at=opens_at)
    hands = VerbHands(mall.id, kiosk, opens_at)
    hall = whole_day(plan_of(mall, opens_at), hands, people=people, seed=seed, speed=None, threads=0)
    bar, whole, reached = ProgressBar(), DAY_SECONDS + OVERTIME_SECONDS, 0.0
    while reached < whole:
        reached += _SLICE_SECONDS
        with writing():
            hall.agenda.run(until=min(reached, whole))
        bar(name, round(min(reached, whole) / 60), round(whole / 60))
    bar.close()


def rows_of(mall: Mall, *, since: datetime) -> list[Row]:
    """A row for every stay in a line or at a counter that the journal tells of since then, by arrival."""
    prefixes = {str(key): prefix for key, prefix in Line.objects.filter(mall=mall).values_list("id", "prefix")}
    numbers = {str(key): number for key, number in Counter.objects.filter(mall=mall).values_list("id", "number")}
    codes = {str(key): code for key, code in Service.objects.filter(mall=mall).values_list("id", "code")}
    classes = dict(Ticket.objects.filter(mall=mall).values_list("id", "priority"))
    events = Event.objects.filter(mall=mall.id, at__gte=since, type__startswith="queue.ticket.").order_by("subject", "at", "id")
    tellings: dict[UUID, _Telling] = {}
    for event in events.iterator():
        telling = tellings.setdefault(event.subject, _Telling(str(classes.get(event.subject, ""))))
        telling.hear(event)
    local = zone(mall.time_zone)
    stays = [stay for telling in tellings.values() for stay in telling.stays()]
    stays += _away(mall, since)
    return sorted(
        (_row(stay, local, prefixes, numbers, codes) for stay in stays), key=lambda row: (row.arrival or row.called, row.line)
    )


@dataclass(slots=True)
class _Stay:
    line: str
    service: str
    klass: str
    arrival: datetime | None
    head_start: float = 0.0
    called: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    counter: str = ""


def _away(mall: Mall, since: datetime) -> Iterator[_Stay]:
    """Pauses, with the return that was announced, and closings."""
    for event in Event.objects.filter(mall=mall.id, at__gte=since, type__in=("queue.desk.paused", "queue.desk.closed")):
        back_at = event.facts.get("back_at")
        end = datetime.fromisoformat(back_at) if back_at else None
        yield _Stay("", "", "none", None, called=event.at, end=end, counter=event.facts["counter"])


@dataclass(slots=True)
class _Telling:
    """One ticket's stays, heard event by event."""

    klass: str
    service: str = ""
    heard: list[_Stay] = field(default_factory=list)

    def hear(self, event: Event) -> None:
        facts, kind = event.facts, event.type.removeprefix("queue.ticket.")
        if kind == "taken":
            self.service = facts["service"]
        if (kind == "taken" and facts["state"] == "waiting") or kind in ("checked_in", "rejoined", "transferred"):
            self._end(event.at)
            self.service = facts.get("service", self.service)
            # A transfer by time keeps the place of the first arrival: the wait for it began with the transfer.
            head_start = (event.at - datetime.fromisoformat(facts["rank_at"])) / timedelta(minutes=1)
            self.heard.append(_Stay(facts["line"], self.service, self.klass, event.at, max(0.0, head_start)))
        elif kind in ("called", "called_out_of_turn", "resumed"):
            if not self.heard or self.heard[-1].called or self.heard[-1].end:
                self._end(event.at)
                self.heard.append(_Stay(facts["line"], self.service, self.klass, None))
            self.heard[-1].called, self.heard[-1].counter = event.at, facts["counter"]
        elif kind == "started" and self.heard:
            self.heard[-1].start = event.at
        elif kind == "put_back" and self.heard:
            self.heard[-1].end = event.at
            self.heard.append(_Stay(facts["line"], self.service, self.klass, event.at))
        elif kind in ("finished", "missed", "parked", "cancelled", "lapsed"):
            self._end(event.at)

    def _end(self, at: datetime) -> None:
        if self.heard and self.heard[-1].end is None:
            self.heard[-1].end = at

    def stays(self) -> Iterator[_Stay]:
        return (stay for stay in self.heard if stay.arrival or stay.called)


def _row(
    stay: _Stay, local: ZoneInfo, prefixes: Mapping[str, str], numbers: Mapping[str, str], codes: Mapping[str, str]
) -> Row:  # fmt: skip
    arrival, called, start, end = (
        moment.astimezone(local).replace(tzinfo=None) if moment else None
        for moment in (stay.arrival, stay.called, stay.start, stay.end)
    )
    klass = "" if stay.klass == "none" else stay.klass
    return Row(
        arrival, called, start, end, codes.get(stay.service, ""), prefixes.get(stay.line, stay.line),
        numbers.get(stay.counter, ""), klass, round(stay.head_start, 1),
    )  # fmt: skip
