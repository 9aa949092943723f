"""What the hall, the journal, the backups and the machine are like at this moment, as gauges."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count

import pendopo
from pendopo.config.keeping.record import BACKUP, REHEARSAL, Record
from pendopo.directory.models import Device, Mall
from pendopo.journal.models import Event
from pendopo.journal.relay import last_position
from pendopo.kernel.clock import business_date
from pendopo.queue.models import DeskLease, Ticket

# A kiosk or display reports at least once a minute.
_SEEN_WITHIN = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure; `labels` are codes and words of ours, never of a person."""

    name: str
    help: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)
    kind: str = "gauge"


def gauges(at: datetime) -> Iterator[Gauge]:
    """A database that is away is said by one of them; what the machine knows by itself is there in any case."""
    yield Gauge(
        "pendopo_info", "Version and kind of database.", 1, {"version": pendopo.__version__, "database": connection.vendor}
    )
    try:
        of_database = [*_journal(at), *_hall(at)]
    except DatabaseError:
        of_database = []
    yield Gauge("pendopo_database_up", "Whether the database answers.", 1 if of_database else 0)
    yield from of_database
    yield from _kept(at)
    free = shutil.disk_usage(settings.DATA_DIRECTORY).free
    yield Gauge("pendopo_disk_free_bytes", "Free on the disk of the data directory.", free)


def _journal(at: datetime) -> Iterator[Gauge]:
    yield Gauge("pendopo_journal_position", "The last position given to an event.", last_position(), kind="counter")
    waiting = Event.objects.filter(position__isnull=True)
    yield Gauge("pendopo_journal_waiting_events", "Events without a position.", waiting.count())
    oldest = waiting.order_by("at", "id").values_list("at", flat=True).first()
    age = max((at - oldest).total_seconds(), 0) if oldest else 0
    yield Gauge("pendopo_journal_waiting_seconds", "How long the oldest of them has waited; the worker's lag.", age)


def _hall(at: datetime) -> Iterator[Gauge]:
    for mall, code, time_zone in Mall.objects.order_by("code").values_list("id", "code", "time_zone"):
        today = business_date(at, time_zone)
        tickets = Ticket.objects.filter(mall=mall, business_date=today).order_by()
        for state, count in tickets.values_list("state").annotate(n=Count("id")):
            yield Gauge("pendopo_tickets", "Tickets of today by state.", count, {"mall": code, "state": state})
        leases = DeskLease.objects.filter(mall=mall, business_date=today).exclude(state="closed").order_by()
        for state, count in leases.values_list("state").annotate(n=Count("id")):
            yield Gauge("pendopo_desks", "Counters that are open, by state.", count, {"mall": code, "state": state})
        devices = Device.objects.filter(mall=mall, revoked_at__isnull=True).order_by()
        for kind, count in devices.values_list("kind").annotate(n=Count("id")):
            seen = devices.filter(kind=kind, last_seen_at__gte=at - _SEEN_WITHIN).count()
            labels = {"mall": code, "kind": kind}
            yield Gauge("pendopo_devices", "Paired kiosks and displays.", count, labels)
            yield Gauge("pendopo_devices_seen", "Those of them seen in the last three minutes.", seen, labels)


def _kept(at: datetime) -> Iterator[Gauge]:
    record = Record(Path(settings.DATA_DIRECTORY))
    for what in (BACKUP, REHEARSAL):
        newest = record.newest(what, well=True)
        if newest:
            age = (at - newest.at).total_seconds()
            yield Gauge(f"pendopo_{what}_age_seconds", f"Since the last {what} that went well.", age)
        tried = record.newest(what)
        if tried:
            yield Gauge(f"pendopo_{what}_well", f"Whether the last {what} went well.", 1 if tried.well else 0)
