"""The examinations of `./pendopo doctor`. Each says one sentence, and what to do when it does not go well."""

import http.client
import shutil
import sqlite3
import stat
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from pendopo.config.examine_devices import examine_devices
from pendopo.config.keeping.examine import examine_keeping
from pendopo.config.supervisor import PortBusy, believing, refuse_busy_ports
from pendopo.config.tls.examine import examine_certificate
from pendopo.journal.models import Event
from pendopo.journal.protection import missing_protection, protect
from pendopo.kernel.clock import now
from pendopo.privacy.protection import protect_looks, unprotected_looks

_OLDEST_SQLITE, _OLDEST_POSTGRESQL = (3, 38), 15
_FREE_MEGABYTES = 500
_CLOCK_SLACK = timedelta(seconds=5)
_WORKER_BEHIND = timedelta(seconds=30)
_SECRET_FILE, _SECRET_DIRECTORY = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` says what to do; empty when all is well."""

    well: bool
    sentence: str
    advice: str = ""


def examine(*, port: int, repair: bool = False) -> Iterator[Finding]:
    """All examinations, one after the other; those of the tables only when there are tables."""
    reachable = _database()
    yield reachable
    if reachable.well:
        yield _durability()
        shape = _migrations()
        yield shape
        if shape.well:
            yield _protection(repair)
            yield _clock()
            yield _worker()
            yield from (Finding(*words) for words in examine_devices(now()))
    yield _keys(Path(settings.KEYS_DIRECTORY), repair)
    yield _disk(Path(settings.DATA_DIRECTORY))
    yield from (Finding(*words) for words in examine_keeping(now()))
    yield _addresses()
    yield from (Finding(*words) for words in examine_certificate(now()))
    yield _port(port, "/sehat")
    yield _port(port + 1, "/live/siap")


def _database() -> Finding:
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        why = str(error).strip().splitlines()[0]
        return Finding(False, _("The database cannot be reached: %(why)s") % {"why": why}, _("Check PENDOPO_DATABASE."))
    version = _version()
    oldest = (_OLDEST_POSTGRESQL,) if connection.vendor == "postgresql" else _OLDEST_SQLITE
    words = {"name": name, "version": ".".join(map(str, version)), "oldest": ".".join(map(str, oldest))}
    if version < oldest:
        advice = _("Install %(name)s %(oldest)s or newer.") % words
        return Finding(False, _("%(name)s %(version)s is too old.") % words, advice)
    return Finding(True, _("The database answers: %(name)s %(version)s.") % words)


def _version() -> tuple[int, ...]:
    if connection.vendor == "postgresql":
        number = int(connection.cursor().execute("SHOW server_version_num").fetchone()[0])
        return (number // 10000, number % 10000)
    return sqlite3.sqlite_version_info


def _durability() -> Finding:
    """Whether an acknowledged number survives a power cut."""
    if connection.vendor == "postgresql":
        weak = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _setting(name) == "off"]
        advice = _("Set these to on in postgresql.conf: %(names)s") % {"names": ", ".join(weak)}
    else:
        mode, synchronous = _pragma("journal_mode"), _pragma("synchronous")
        weak = [*(["journal_mode"] if mode != "wal" else []), *(["synchronous"] if synchronous not in {"2", "3"} else [])]
        advice = _("Keep the file on a local disk: SQLite cannot keep its log on a network drive.")
    if weak:
        return Finding(False, _("A power cut could lose numbers: %(names)s is off.") % {"names": ", ".join(weak)}, advice)
    return Finding(True, _("What is acknowledged survives a power cut."))


def _setting(name: str) -> str:
    return str(connection.cursor().execute(f"SHOW {name}").fetchone()[0])


def _pragma(name: str) -> str:
    return str(connection.cursor().execute(f"PRAGMA {name}").fetchone()[0])


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        words = {"count": missing}
        return Finding(False, _("%(count)s changes of the tables are not applied yet.") % words, _("Run ./pendopo migrate."))
    return Finding(True, _("The tables have today's shape."))


def _protection(repair: bool) -> Finding:
    missing = missing_protection(connection) | unprotected_looks(connection)
    if missing and repair:
        protect(connection)
        protect_looks(connection)
        return Finding(True, _("The journal's protection was put back: %(names)s.") % {"names": ", ".join(sorted(missing))})
    if missing:
        words = {"names": ", ".join(sorted(missing))}
        advice = _("Run ./pendopo doctor --repair, then ./pendopo journal verify.")
        return Finding(False, _("The journal is not protected: %(names)s is missing.") % words, advice)
    return Finding(True, _("The journal cannot be changed behind its back."))


def _clock() -> Finding:
    newest = Event.objects.exclude(position=None).order_by("-position").values_list("at", flat=True).first()
    at = now()
    if newest and at < newest - _CLOCK_SLACK:
        words = {"now": f"{at:%Y-%m-%d %H:%M:%S} UTC", "newest": f"{newest:%Y-%m-%d %H:%M:%S} UTC"}
        sentence = _("The clock was set back: it is %(now)s, but the journal has seen %(newest)s.") % words
        return Finding(False, sentence, _("Set the clock right and switch on time synchronisation (NTP)."))
    return Finding(True, _("The clock goes forward."))


def _worker() -> Finding:
    oldest = Event.objects.filter(position=None).order_by("at", "id").values_list("at", flat=True).first()
    if oldest and now() - oldest > _WORKER_BEHIND:
        sentence = _("The worker does not run: displays and phones hear nothing new.")
        return Finding(False, sentence, _("Start everything with ./pendopo up, or the worker alone with ./pendopo worker."))
    return Finding(True, _("No event waits for the worker."))


def _keys(directory: Path, repair: bool) -> Finding:
    if not directory.is_dir():
        return Finding(True, _("There are no keys yet; they are made at the first start."))
    wanted = {directory: _SECRET_DIRECTORY, **dict.fromkeys(directory.glob("*.key"), _SECRET_FILE)}
    loose = [path for path, mode in wanted.items() if stat.S_IMODE(path.stat().st_mode) & ~mode]
    words = {"count": len(loose), "directory": directory}
    if loose and repair:
        for path in loose:
            path.chmod(wanted[path])
        return Finding(True, _("The keys in %(directory)s are private again.") % words)
    if loose:
        sentence = _("Others on this machine can read keys in %(directory)s.") % words
        return Finding(False, sentence, _("Run ./pendopo doctor --repair."))
    return Finding(True, _("The keys are private."))


def _disk(directory: Path) -> Finding:
    present = next(path for path in (directory, *directory.parents) if path.exists())
    free = shutil.disk_usage(present).free // 1_000_000
    words = {"free": free, "directory": directory}
    if free < _FREE_MEGABYTES:
        sentence = _("Only %(free)s MB are free in %(directory)s.") % words
        return Finding(False, sentence, _("Make room: a full disk stops the hall."))
    return Finding(True, _("%(free)s MB are free in %(directory)s.") % words)


def _addresses() -> Finding:
    """Whether visitors can be told apart: their limits count by address."""
    if settings.HTTPS and not settings.SERVES_HTTPS and not settings.PROXIES:
        sentence = _("A proxy answers for HTTPS, but it is not named here: to the limits, all visitors come from one address.")
        return Finding(False, sentence, _("Name the proxy's address in PENDOPO_PROXIES."))
    return Finding(True, _("Visitors are told apart by the address they come from."))


def _port(port: int, path: str) -> Finding:
    words = {"port": port}
    try:
        refuse_busy_ports("127.0.0.1", [port])
    except PortBusy:
        if _is_ours(port, path):
            return Finding(True, _("Pendopo answers on port %(port)s.") % words)
        advice = _("Stop the program that listens there, or start Pendopo with --port.")
        return Finding(False, _("Port %(port)s is taken by another program.") % words, advice)
    return Finding(True, _("Port %(port)s is free.") % words)


def _is_ours(port: int, path: str) -> bool:
    return any(_answers_as_ours(f"{scheme}://127.0.0.1:{port}{path}") for scheme in ("http", "https"))


def _answers_as_ours(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=3, context=believing()) as answer:  # noqa: S310 - our own address
            return answer.headers.get_content_type() == "application/json"
    except urllib.error.HTTPError as answer:
        return answer.headers.get_content_type() == "application/json"
    except (urllib.error.URLError, http.client.HTTPException, OSError):
        return False
