"""What the hall's verbs take while something else goes on beside them, against the same verbs without it.

Presses come at their times whether or not earlier ones were answered in time: far more than a hall's, and steady, so that what is
compared is the same load. With and without alternate every few seconds, so that the machine's own moods fall on both.
"""

import http.client
import json
import multiprocessing
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event as Stop
from uuid import UUID

from django.db import connection

from pendopo.bench.hall_data import SECRET, BenchHall
from pendopo.bench.measure import Measure, counted, percentile
from pendopo.journal.events import facts_of, type_of
from pendopo.journal.models import Cursor, Event
from pendopo.journal.relay import RELAY
from pendopo.kernel.clock import now
from pendopo.kernel.hot_sql import to_sqlite
from pendopo.queue.events import TicketShown

TAKES_PER_SECOND, VISITS_PER_SECOND = 20.0, 8.0
_BATCH = 100_000
_TIMES = 2.0
# Keys grow with time, as the product's do.
_ON_SQLITE = """INSERT INTO journal_event (id, position, type, mall, subject, at, actor, facts)
    WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < %s)
    SELECT printf('%%012x7000', %s + n) || lower(hex(randomblob(8))), %s + n, %s, %s,
           printf('%%012x7fff', %s + n) || lower(hex(randomblob(8))), %s, 'system', %s FROM row"""
_ON_POSTGRESQL = """INSERT INTO journal_event (id, position, type, mall, subject, at, actor, facts)
    SELECT (lpad(to_hex(%s + n), 12, '0') || '7000' || substr(md5(random()::text), 1, 16))::uuid, %s + n, %s, %s,
           (lpad(to_hex(%s + n), 12, '0') || '7fff' || substr(md5(random()::text), 1, 16))::uuid, %s, 'system', %s
    FROM generate_series(1, %s) n"""

Answers = dict[str, list[float]]


@dataclass(slots=True)
class Heard:
    """Seconds per answer by verb, and presses that were not answered well."""

    answers: Answers = field(default_factory=lambda: defaultdict(list))
    refused: int = 0

    def add(self, answers: Answers, refused: int) -> None:
        for verb, seconds in answers.items():
            self.answers[verb] += seconds
        self.refused += refused


def fill_journal(hall: BenchHall, count: int, *, progress: Callable[[int], None]) -> None:
    """A journal of this many events that have their positions, written by the database itself."""
    shown = TicketShown(line=hall.lines[0])
    facts, type_, at, first = json.dumps(facts_of(shown)), type_of(shown), now(), Event.objects.count()
    birth = int(at.timestamp() * 1000) - count
    for done in range(0, count, _BATCH):
        number, after, born = min(_BATCH, count - done), first + done, birth + done
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                values = [number, born, after, type_, hall.mall.hex, born, to_sqlite(at), facts]
                cursor.execute(_ON_SQLITE, values)
            else:
                cursor.execute(_ON_POSTGRESQL, [born, after, type_, hall.mall, born, at, facts, number])
        progress(done + number)
    Cursor.objects.update_or_create(name=RELAY, defaults={"position": first + count})


@dataclass(frozen=True, slots=True)
class Presses:
    """Where numbers are taken and visitors served."""

    port: int
    hall: BenchHall
    desks: Sequence[tuple[UUID, UUID, UUID, UUID]]

    def until(self, over: Callable[[], bool]) -> Heard:
        """Press in processes of their own until it is over."""
        context = multiprocessing.get_context("fork")
        stop, heard = context.Event(), Heard()
        pipes, processes = [], []
        for press in (_take_numbers, _serve_visitors):
            receiver, sender = context.Pipe(duplex=False)
            processes.append(context.Process(target=press, args=(self, stop, sender)))
            pipes.append(receiver)
        for process in processes:
            process.start()
        while not over():
            time.sleep(0.05)
        stop.set()
        for receiver, process in zip(pipes, processes, strict=True):
            heard.add(*receiver.recv())
            process.join()
        return heard


def compared(name: str, alone: Heard, beside: Heard) -> Iterator[Measure]:
    """The 95th percentile of each verb, with and without; at most twice as long."""
    for verb in sorted(alone.answers):
        before, after = (percentile(heard.answers[verb], 0.95) * 1000 for heard in (alone, beside))
        ratio = round(after / before, 2) if before else 0.0
        yield Measure(
            f"{name}: {verb}, p95 while backed up", round(after, 2), "ms", round(before, 2), ratio, f"ratio <= {_TIMES:g}",
            ratio <= _TIMES,
        )  # fmt: skip
    yield counted(f"{name}: presses that were not answered well", alone.refused + beside.refused)


def _take_numbers(presses: Presses, stop: Stop, sender: "multiprocessing.connection.Connection") -> None:
    browser, services = _Browser(presses.port, f"kios={presses.hall.device}.{SECRET}"), presses.hall.services
    for number in _beats(TAKES_PER_SECOND, stop):
        browser.press("take a number", "/k/nomor", layanan=str(services[number % len(services)]))
    sender.send((dict(browser.answers), browser.refused))


def _serve_visitors(presses: Presses, stop: Stop, sender: "multiprocessing.connection.Connection") -> None:
    """At one desk after the other: call, start, finish."""
    browser = _Browser(presses.port, "")
    for number in _beats(VISITS_PER_SECOND, stop):
        browser.cookie = f"meja={presses.desks[number % len(presses.desks)][0]}.{SECRET}"
        called = browser.press("call next", "/d/panggil")
        if called and (ticket := called.get("ticket")):
            browser.press("start", "/d/datang", tiket=ticket)
            browser.press("finish", "/d/selesai", tiket=ticket, hasil="served")
    sender.send((dict(browser.answers), browser.refused))


def _beats(per_second: float, stop: Stop) -> Iterator[int]:
    """0, 1, 2, … each at its time; what was missed because an answer came late is not made up for."""
    number, due = 0, time.monotonic()
    while not stop.is_set():
        if (left := due - time.monotonic()) > 0:
            threading.Event().wait(left)
        due = max(due, time.monotonic() - 1 / per_second) + 1 / per_second
        yield number
        number += 1


class _Browser:
    def __init__(self, port: int, cookie: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._origin = f"http://127.0.0.1:{port}"
        self.cookie = cookie
        self.answers: Answers = defaultdict(list)
        self.refused = 0

    def press(self, verb: str, path: str, **form: str) -> dict[str, str] | None:
        body = "&".join(f"{name}={value}" for name, value in {**form, "kunci": str(uuid.uuid4())}.items())
        headers = {
            "Cookie": self.cookie, "Origin": self._origin, "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        began = time.perf_counter()
        self._line.request("POST", path, body=body, headers=headers)
        answer = self._line.getresponse()
        content = answer.read()
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            self.refused += 1
            return None
        self.answers[verb].append(time.perf_counter() - began)
        words: dict[str, str] = json.loads(content)
        return words
