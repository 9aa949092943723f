"""Calling next on SQLite: one short IMMEDIATE transaction on the raw connection."""

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from pendopo.journal.raw import record_raw
from pendopo.kernel.clock import business_date
from pendopo.kernel.hot_sql import instant, sqlite_work, to_sqlite
from pendopo.queue.events import TicketCalled
from pendopo.queue.lifecycle import LEASE, TICKET
from pendopo.queue.models import AT_COUNTER
from pendopo.queue.still_posted import still_posted_sql
from pendopo.queue.waiting import UNSHOWN_SECONDS

if TYPE_CHECKING:
    from pendopo.queue.call_next import Order

(_FROM,) = TICKET.origins("call")
_TO = TICKET.target("call")
_HELD = ", ".join(f"'{state}'" for state in AT_COUNTER)
(_OPEN,) = LEASE.initial

_DESK = f"""SELECT l.counter_id, l.officer_id, l.mall_id, l.business_date, m.time_zone, c.number, c.zone_id
    FROM queue_desklease l
    JOIN directory_mall m ON m.id = l.mall_id
    JOIN directory_counter c ON c.id = l.counter_id
    WHERE l.id = ? AND l.secret_hash = ? AND l.state = '{_OPEN}' AND {still_posted_sql()}
      AND NOT EXISTS (SELECT 1 FROM queue_ticket h WHERE h.counter_id = l.counter_id AND h.state IN ({_HELD}))"""
_MAY_BE_CALLED = f"""w.state = '{_FROM}' AND w.business_date = :date
    AND (w.shown_at IS NOT NULL OR w.taken_at > :shown_since)
    AND NOT EXISTS (SELECT 1 FROM queue_ticket o WHERE o.visit_id = w.visit_id AND o.state IN ({_HELD}))"""
_COLUMNS = "w.id, w.line_id, w.prefix, w.number, w.joined_at, w.changed_at, w.rank_at"
# One line at a time keeps the partial index in order; the foremost of the few is chosen outside.
_NEAREST = f"""SELECT {_COLUMNS} FROM queue_ticket w
    WHERE w.line_id = :line AND w.reserved_for IS NULL AND {_MAY_BE_CALLED} ORDER BY w.rank_at, w.number LIMIT 1"""
_RESERVED = f"""SELECT {_COLUMNS} FROM queue_ticket w
    WHERE w.reserved_for IN (:counter, :officer) AND w.reserved_for IS NOT NULL AND {_MAY_BE_CALLED}
    ORDER BY w.rank_at, w.number LIMIT 1"""
_CALL = f"""UPDATE queue_ticket SET state = '{_TO}', changed_at = :moved_at, counter_id = :counter, officer_id = :officer,
        called_at = :moved_at, recalled_at = :moved_at, calls = 1
    WHERE id = :ticket AND state = '{_FROM}'"""


def call_on_sqlite(order: "Order") -> tuple[UUID, str, int, UUID, int] | None:
    """Ticket, prefix, number, counter and seconds waited; None when nothing could be called."""
    return sqlite_work(lambda raw: _call(raw, order))


def _call(raw: sqlite3.Connection, order: "Order") -> tuple[UUID, str, int, UUID, int] | None:
    desk = raw.execute(_DESK, [order.lease.hex, order.secret_hash]).fetchone()
    if desk is None:
        return None
    counter, officer, mall, date, time_zone, counter_number, zone = desk
    today = business_date(order.at, time_zone).isoformat()
    if str(date) != today:
        return None
    asked = {
        "date": today,
        "shown_since": to_sqlite(order.at - timedelta(seconds=UNSHOWN_SECONDS)),
        "counter": counter,
        "officer": officer,
    }
    lines = raw.execute("SELECT line_id FROM catalogue_counterline WHERE counter_id = ?", [counter]).fetchall()
    found = [raw.execute(_NEAREST, {**asked, "line": line}).fetchone() for (line,) in lines]
    found.append(raw.execute(_RESERVED, asked).fetchone())
    candidates = [row for row in found if row is not None]
    if not candidates:
        return None
    ticket, line, prefix, number, joined_at, changed_at, _rank = min(
        candidates, key=lambda row: (instant(row[6]), row[3], row[0])
    )
    moved_at = max(order.at, instant(changed_at) + timedelta(microseconds=1))
    raw.execute(_CALL, {**asked, "ticket": ticket, "moved_at": to_sqlite(moved_at)})
    waited = max(0, int((moved_at - instant(joined_at)).total_seconds()))
    facts = TicketCalled(
        line=UUID(line), prefix=prefix, number=number, counter=UUID(counter), counter_number=counter_number,
        zone=UUID(zone), waited_seconds=waited,
    )  # fmt: skip
    record_raw(raw, facts, event=order.event, mall=mall, subject=UUID(ticket), at=moved_at,
               actor=f"officer:{UUID(officer)}", command_key=order.command_key)  # fmt: skip
    return UUID(ticket), prefix, number, UUID(counter), waited
