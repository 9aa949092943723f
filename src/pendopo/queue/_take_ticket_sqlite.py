"""Taking a number on SQLite: one short IMMEDIATE transaction on the raw connection."""

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pendopo.appointments.attendance import GONE_AFTER
from pendopo.journal.raw import record_raw
from pendopo.kernel.clock import business_date
from pendopo.kernel.hot_sql import instant, sqlite_work, to_sqlite
from pendopo.queue.events import TicketTaken

if TYPE_CHECKING:
    from pendopo.queue.take_ticket import Order

_CHOSEN = """SELECT m.id, m.time_zone, s.line_id, l.prefix, l.held_for_minutes, coalesce(l.head_starts ->> ?, 0)
    FROM {permit} directory_mall m
    JOIN catalogue_service s ON s.id = ? AND s.mall_id = m.id AND s.active
    JOIN catalogue_line l ON l.id = s.line_id AND l.active
    WHERE {condition}"""
_BY_DEVICE = _CHOSEN.format(
    permit="directory_device d JOIN",
    condition="d.id = ? AND d.token_hash = ? AND d.kind = 'kiosk' AND d.revoked_at IS NULL AND m.id = d.mall_id",
)
_BY_DOOR = _CHOSEN.format(permit="", condition="m.id = ?")
_GIVE = """UPDATE appointments_lineday SET last_number = last_number + 1, last_joined_at = max(last_joined_at, :at)
    WHERE line_id = :line AND business_date = :date AND (opens_at <= :at OR :held) AND closes_at > :at
      AND (paused_until IS NULL OR paused_until <= :at) AND (issue_limit IS NULL OR last_number < issue_limit)
      AND (attended_until IS NULL OR attended_until > :at OR attended_at > :here_since)
    RETURNING last_number, last_joined_at, opens_at, closes_at"""
_VISIT = """INSERT INTO queue_visit (id, mall_id, code, business_date, channel, priority, language, began_at, rehearsal)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_TICKET = """INSERT INTO queue_ticket (id, mall_id, visit_id, line_id, service_id, business_date, numbered_in_id, prefix,
        number, state, changed_at, taken_at, joined_at, rank_at, head_start_minutes, rank_reason, priority, shown_at,
        holds_until, calls, park_reason, outcome, end_reason, note)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '', '', '')"""


def take_on_sqlite(order: "Order") -> tuple[str, int] | None:
    """Prefix and number, or None when something stood against it (the caller finds out what).

    A repeated command key breaks the journal's constraint, and with it the whole transaction.
    """
    return sqlite_work(lambda raw: _take(raw, order))


def _take(raw: sqlite3.Connection, order: "Order") -> tuple[str, int] | None:
    chosen = _chosen(raw, order)
    if chosen is None:
        return None
    mall, time_zone, line, prefix, held_for_minutes, head_start = chosen
    at = to_sqlite(order.at)
    date = business_date(order.at, time_zone)
    held = order.state == "held"
    asked = {"at": at, "line": line, "date": date.isoformat(), "held": held, "here_since": to_sqlite(order.at - GONE_AFTER)}
    given = raw.execute(_GIVE, asked).fetchone()
    if given is None:
        return None
    number, joined_at = given[0], instant(given[1])
    rank_at = joined_at - timedelta(minutes=int(head_start))
    holds_until = min(instant(given[3]), max(instant(given[2]), order.at) + timedelta(minutes=held_for_minutes))
    if order.new_visit:
        raw.execute(
            _VISIT,
            [order.visit.hex, mall, order.code, date.isoformat(), str(order.channel), str(order.priority), order.language,
             at, False],
        )  # fmt: skip
    raw.execute(
        _TICKET,
        [order.ticket.hex, mall, order.visit.hex, line, order.service.hex, date.isoformat(), line, prefix, number,
         str(order.state), at, at, to_sqlite(joined_at), to_sqlite(rank_at), int(head_start), str(order.priority),
         str(order.priority), at if order.shown else None, to_sqlite(holds_until) if held else None],
    )  # fmt: skip
    facts = TicketTaken(
        visit=order.visit, line=UUID(line), service=order.service, prefix=prefix, number=number,
        business_date=date.isoformat(), state=str(order.state), priority=str(order.priority), channel=str(order.channel),
        joined_at=joined_at, rank_at=rank_at, head_start_minutes=int(head_start), shown=order.shown,
    )  # fmt: skip
    record_raw(raw, facts, event=order.event, mall=mall, subject=order.ticket, at=order.at, actor=order.actor,
               command_key=order.command_key)  # fmt: skip
    return prefix, number


def _chosen(raw: sqlite3.Connection, order: "Order") -> Any:
    first = [str(order.priority), order.service.hex]
    if order.device is not None:
        return raw.execute(_BY_DEVICE, [*first, order.device.hex, order.token_hash]).fetchone()
    return raw.execute(_BY_DOOR, [*first, order.mall.hex if order.mall else ""]).fetchone()
