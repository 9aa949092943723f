"""What calls for attention now, worst first: help asked, long waits, empty counters, lines without numbers, devices in trouble."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise

from pendopo.appointments.reads import NOBODY_COMES, IssuingKind
from pendopo.directory.models import Device, DeviceKind, Mall, SoundState
from pendopo.directory.open_state import OpenKind
from pendopo.directory.reads import SILENT_AFTER
from pendopo.printing.models import CANNOT_PRINT, PrinterState
from pendopo.queue.reads.live_hall import CounterNow, CounterState, LineNow, LiveHall
from pendopo.queue.watch_models import Alert, AlertKind, AlertState
from pendopo.web.oversight.words import counter_words, device_words, help_words, line_words, stopped_words

_MINUTE = timedelta(minutes=1)


class Weight(IntEnum):
    """The order of troubles; below it the longer one comes first."""

    HELP = 0
    PEOPLE_WAIT = 1
    EMPTY = 2
    STOPPED = 3
    DEVICE = 4


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to see to. `about` is a counter, a line or a device; `code` its code in addresses, empty for a device.

    `seen_by` and `seen_at`: who sees to it. `bad` is for what people suffer from now.
    """

    kind: AlertKind
    about: UUID
    code: str
    title: str | Promise
    body: str | Promise
    weight: Weight
    minutes: int
    symbol: str
    seen_by: str = ""
    seen_at: datetime | None = None

    @property
    def bad(self) -> bool:
        return self.weight <= Weight.EMPTY and not self.seen_by


def devices_of_hall(mall: Mall) -> list[Device]:
    """Paired screens and printers in service, by kind and name; one query."""
    rows = Device.objects.filter(Q(paired_at__isnull=False) | Q(kind=DeviceKind.PRINTER), mall=mall, revoked_at__isnull=True)
    return list(rows.select_related("zone", "printer", "paper__printer").order_by("kind", "name"))


def troubles_of(mall: Mall, hall: LiveHall, devices: Iterable[Device], at: datetime) -> tuple[Trouble, ...]:
    """One query: the alerts that stand. In a closed hall screens may be switched off."""
    standing = {
        (alert.kind, alert.about): alert
        for alert in Alert.objects.filter(mall=mall).exclude(state=AlertState.OVER).select_related("seen_by")
    }
    expected_on = devices if hall.door.kind is not OpenKind.CLOSED else ()
    found = [*_help(hall, standing, at), *_counters(hall.counters), *_lines(hall.lines), *_devices(expected_on, at)]
    named = [_named(trouble, standing.get((trouble.kind, trouble.about))) for trouble in found]
    return tuple(sorted(named, key=lambda one: (bool(one.seen_by), one.weight, -one.minutes, str(one.title))))


def _named(trouble: Trouble, alert: Alert | None) -> Trouble:
    if alert is None or alert.seen_by is None:
        return trouble
    return replace(trouble, seen_by=alert.seen_by.name, seen_at=alert.seen_at)


def _help(hall: LiveHall, standing: Mapping[tuple[str, UUID], Alert], at: datetime) -> Iterator[Trouble]:
    counters = {counter.id: counter for counter in hall.counters}
    for (kind, about), alert in standing.items():
        if kind == AlertKind.HELP and (counter := counters.get(about)):
            title, body = help_words(counter, alert.raised_at)
            minutes = int((at - alert.raised_at) / _MINUTE)
            yield Trouble(AlertKind.HELP, about, counter.code, title, body, Weight.HELP, minutes, "bell-ring")


def _counters(counters: Iterable[CounterNow]) -> Iterator[Trouble]:
    for counter in counters:
        if counter.state is CounterState.ABSENT:
            title, body = counter_words(counter)
            weight = Weight.PEOPLE_WAIT if counter.waiting else Weight.EMPTY
            yield Trouble(AlertKind.ABSENT, counter.id, counter.code, title, body, weight, counter.minutes or 0, "user-x")


def _lines(lines: Iterable[LineNow]) -> Iterator[Trouble]:
    for line in lines:
        if line.late:
            title, body = line_words(line)
            yield Trouble(
                AlertKind.WAIT, line.id, line.code, title, body, Weight.PEOPLE_WAIT, line.longest_minutes or 0, "clock-alert"
            )
        if line.issuing.kind is IssuingKind.STOPPED and (line.issuing.stop_reason != NOBODY_COMES or line.waiting):
            title, body = stopped_words(line)
            yield Trouble(AlertKind.STOPPED, line.id, line.code, title, body, Weight.STOPPED, line.waiting, "circle-slash")


def _devices(devices: Iterable[Device], at: datetime) -> Iterator[Trouble]:
    for device in devices:
        words = _device(device, at)
        if words is not None:
            title, body, minutes = words
            symbol = "printer" if device.kind == DeviceKind.PRINTER else "monitor"
            yield Trouble(AlertKind.DEVICE, device.id, "", title, body, Weight.DEVICE, minutes, symbol)


def _device(device: Device, at: datetime) -> tuple[str | Promise, str | Promise, int] | None:
    if device.kind == DeviceKind.PRINTER:
        printer = device.printer
        if printer.state in CANNOT_PRINT or printer.state == PrinterState.LOW:
            return *device_words(device, printer=printer), int((at - printer.changed_at) / _MINUTE)
        return None
    if device.last_seen_at is None or at - device.last_seen_at > SILENT_AFTER:
        return *device_words(device), int((at - device.last_seen_at) / _MINUTE) if device.last_seen_at else 0
    if device.kind == DeviceKind.DISPLAY and device.speaks and device.sound_state == SoundState.MUTED:
        return *device_words(device, mute=True), 0
    return None
