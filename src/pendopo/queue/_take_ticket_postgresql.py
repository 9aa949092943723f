"""Taking a number on PostgreSQL: one statement, prepared."""

from typing import TYPE_CHECKING

from pendopo.appointments.attendance import GONE_AFTER
from pendopo.journal.events import facts_in_sql, instant_in_sql, type_of
from pendopo.kernel.hot_sql import one_statement
from pendopo.queue.events import TicketTaken

if TYPE_CHECKING:
    from pendopo.queue.take_ticket import Order

_BY_DEVICE = """SELECT mall_id FROM directory_device
    WHERE id = %(device)s AND token_hash = %(token_hash)s AND kind = 'kiosk' AND revoked_at IS NULL"""
_BY_DOOR = "SELECT %(mall)s::uuid AS mall_id"

_NEW_VISIT = """visit AS (
    INSERT INTO queue_visit (id, mall_id, code, business_date, channel, priority, language, began_at, rehearsal)
    SELECT %(visit)s, mall_id, %(code)s, business_date, %(channel)s, %(priority)s, %(language)s, %(at)s, false
    FROM numbered),"""

_FACTS = facts_in_sql(
    TicketTaken,
    {
        "visit": "%(visit)s::uuid::text",
        "line": "line_id::text",
        "service": "service_id::text",
        "prefix": "prefix",
        "number": "number",
        "business_date": "business_date::text",
        "state": "%(state)s::text",
        "priority": "%(priority)s::text",
        "channel": "%(channel)s::text",
        "joined_at": instant_in_sql("joined_at"),
        "rank_at": instant_in_sql("rank_at"),
        "head_start_minutes": "head_start",
        "shown": "%(shown)s::boolean",
    },
)


def _statement(permit: str, visit: str) -> str:
    return f"""
WITH permit AS ({permit}),
chosen AS (
    SELECT m.id AS mall_id, s.id AS service_id, l.id AS line_id, l.prefix, l.held_for_minutes,
           coalesce((l.head_starts ->> %(priority)s)::int, 0) AS head_start,
           (%(at)s::timestamptz AT TIME ZONE m.time_zone)::date AS business_date
    FROM permit p
    JOIN directory_mall m ON m.id = p.mall_id
    JOIN catalogue_service s ON s.id = %(service)s AND s.mall_id = m.id AND s.active
    JOIN catalogue_line l ON l.id = s.line_id AND l.active),
given AS (
    UPDATE appointments_lineday d
    SET last_number = d.last_number + 1, last_joined_at = greatest(d.last_joined_at, %(at)s)
    FROM chosen c
    WHERE d.line_id = c.line_id AND d.business_date = c.business_date
      AND (d.opens_at <= %(at)s OR %(state)s::text = 'held') AND d.closes_at > %(at)s
      AND (d.paused_until IS NULL OR d.paused_until <= %(at)s)
      AND (d.attended_until IS NULL OR d.attended_until > %(at)s OR d.attended_at > %(here_since)s)
      AND (d.issue_limit IS NULL OR d.last_number < d.issue_limit)
    RETURNING c.*, d.last_number AS number, d.last_joined_at AS joined_at,
              least(d.closes_at, greatest(d.opens_at, %(at)s) + c.held_for_minutes * interval '1 minute') AS holds_until),
numbered AS (SELECT *, joined_at - head_start * interval '1 minute' AS rank_at FROM given),
{visit}
ticket AS (
    INSERT INTO queue_ticket (id, mall_id, visit_id, line_id, service_id, business_date, numbered_in_id, prefix, number,
        state, changed_at, taken_at, joined_at, rank_at, head_start_minutes, rank_reason, priority, shown_at, holds_until,
        calls, park_reason, outcome, end_reason, note)
    SELECT %(ticket)s, mall_id, %(visit)s, line_id, service_id, business_date, line_id, prefix, number,
        %(state)s, %(at)s, %(at)s, joined_at, rank_at, head_start, %(priority)s, %(priority)s,
        CASE WHEN %(shown)s::boolean THEN %(at)s::timestamptz END,
        CASE WHEN %(state)s::text = 'held' THEN holds_until END, 0, '', '', '', ''
    FROM numbered),
event AS (
    INSERT INTO journal_event (id, type, mall, subject, at, actor, facts, command_key)
    SELECT %(event)s, '{type_of(TicketTaken)}', mall_id, %(ticket)s, %(at)s, %(actor)s, {_FACTS}, %(command_key)s
    FROM numbered)
SELECT prefix, number FROM numbered"""


_STATEMENTS = {
    (by_device, new_visit): _statement(_BY_DEVICE if by_device else _BY_DOOR, _NEW_VISIT if new_visit else "")
    for by_device in (True, False)
    for new_visit in (True, False)
}


def take_on_postgresql(order: "Order") -> tuple[str, int] | None:
    """Prefix and number, or None when something stood against it (the caller finds out what)."""
    values = {name: getattr(order, name) for name in order.__dataclass_fields__}
    values |= {"state": str(order.state), "shown": order.shown, "channel": str(order.channel), "priority": str(order.priority)}
    values["here_since"] = order.at - GONE_AFTER
    return one_statement(_STATEMENTS[order.device is not None, order.new_visit], values)
