"""The floor on SQLite: plain sqlite3, one process, the same rows, WAL and synchronous FULL."""

import json
import sqlite3
import time
import uuid
from pathlib import Path

_TAKE = (
    """UPDATE appointments_lineday SET last_number = last_number + 1, last_joined_at = max(last_joined_at, :at)
       WHERE line_id = :line AND business_date = :date RETURNING last_number""",
    """INSERT INTO queue_visit (id, mall_id, code, business_date, channel, priority, language, began_at, rehearsal)
       VALUES (:visit, :mall, :code, :date, 'kiosk', 'none', 'id', :at, 0)""",
    """INSERT INTO queue_ticket (id, mall_id, visit_id, line_id, service_id, business_date, numbered_in_id, prefix, number, state,
           changed_at, taken_at, joined_at, rank_at, head_start_minutes, rank_reason, priority, calls, park_reason, outcome,
           end_reason, note)
       VALUES (:ticket, :mall, :visit, :line, :service, :date, :line, :prefix, :number, 'waiting', :at, :at, :at, :at, 0, 'none',
           'none', 0, '', '', '', '')""",
    """INSERT INTO journal_event (id, type, mall, subject, at, actor, facts, command_key)
       VALUES (:event, :type, :mall, :ticket, :at, 'bench', :facts, :event)""",
)
_FOREMOST = "SELECT id FROM queue_ticket WHERE line_id = :line AND state = 'waiting' ORDER BY rank_at, number LIMIT 1"
_CALL = """UPDATE queue_ticket SET state = 'called', changed_at = :at, counter_id = :counter, officer_id = :officer,
    called_at = :at, recalled_at = :at, calls = 1 WHERE id = :ticket"""


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=20)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;")
    return connection


def take(path: Path, *, seconds: float, at: str) -> float:
    """Numbers per second over all lines in turn; `at` is an instant within the opening hours, as SQLite text."""
    connection = _open(path)
    lines = connection.execute(
        """SELECT l.id, l.mall_id, l.prefix, s.id, d.business_date FROM catalogue_line l
           JOIN catalogue_service s ON s.line_id = l.id JOIN appointments_lineday d ON d.line_id = l.id"""
    ).fetchall()
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        line, mall, prefix, service, date = lines[done % len(lines)]
        values = {"line": line, "mall": mall, "prefix": prefix, "service": service, "date": str(date), "at": at}
        values |= {key: _key() for key in ("visit", "ticket", "event")}
        # As many bytes of facts as the product writes; of a kind that no follower reads.
        values |= {"code": values["visit"][-10:], "type": "bench.floor.taken", "facts": json.dumps(values)}
        connection.execute("BEGIN IMMEDIATE")
        values["number"] = connection.execute(_TAKE[0], values).fetchone()[0]
        for statement in _TAKE[1:]:
            connection.execute(statement, values)
        connection.execute("COMMIT")
        done += 1
    elapsed = time.perf_counter() - began
    connection.close()
    return done / elapsed


def call(path: Path, *, desks: list[tuple[str, str, str]], seconds: float, at: str) -> float:
    """Calls per second; each call uses up one (counter, officer, line), ids as 32 hex digits."""
    connection = _open(path)
    (mall,) = connection.execute("SELECT id FROM directory_mall LIMIT 1").fetchone()
    done, began = 0, time.perf_counter()
    for counter, officer, line in desks:
        if time.perf_counter() - began >= seconds:
            break
        values = {"line": line, "counter": counter, "officer": officer, "at": at, "mall": mall, "event": _key()}
        connection.execute("BEGIN IMMEDIATE")
        row = connection.execute(_FOREMOST, values).fetchone()
        if row is None:
            connection.execute("ROLLBACK")
            continue
        values |= {"ticket": row[0], "type": "bench.floor.called", "facts": json.dumps(values)}
        connection.execute(_CALL, values)
        connection.execute(_TAKE[3], values)
        connection.execute("COMMIT")
        done += 1
    elapsed = time.perf_counter() - began
    connection.close()
    return done / elapsed


_count = 0


def _key() -> str:
    """Ordered like the product's keys, so that the floor's indexes are as warm."""
    global _count
    _count += 1
    return uuid.UUID(int=(time.time_ns() // 1_000_000 << 80) | 0x7000 << 64 | 0x8 << 60 | _count).hex
