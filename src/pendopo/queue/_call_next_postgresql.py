"""Calling next on PostgreSQL: one statement, prepared."""

from typing import TYPE_CHECKING
from uuid import UUID

from pendopo.journal.events import facts_in_sql, type_of
from pendopo.kernel.hot_sql import one_statement
from pendopo.queue.events import TicketCalled
from pendopo.queue.lifecycle import LEASE, TICKET
from pendopo.queue.models import AT_COUNTER
from pendopo.queue.still_posted import still_posted_sql
from pendopo.queue.waiting import UNSHOWN_SECONDS

if TYPE_CHECKING:
    from pendopo.queue.call_next import Order

# Constants, not parameters: a prepared statement can use a partial index only where it sees the value.
(_FROM,) = TICKET.origins("call")
_TO = TICKET.target("call")
_HELD = ", ".join(f"'{state}'" for state in AT_COUNTER)
(_OPEN,) = LEASE.initial

# How many candidates a line offers. A few are enough while desks rarely meet; who finds all of them locked looks wider.
_NEAR, _WIDE = 6, 200

# OFFSET 0 keeps NOT EXISTS a probe of its unique index; as a join the planner may read all of it when statistics are old.
_MAY_BE_CALLED = f"""w.state = '{_FROM}' AND w.business_date = desk.business_date
    AND (w.shown_at IS NOT NULL OR w.taken_at > %(at)s - interval '{UNSHOWN_SECONDS} seconds')
    AND NOT EXISTS (SELECT 1 FROM queue_ticket o WHERE o.visit_id = w.visit_id AND o.state IN ({_HELD}) OFFSET 0)"""

_FACTS = facts_in_sql(
    TicketCalled,
    {
        "line": "called.line_id::text",
        "prefix": "called.prefix",
        "number": "called.number",
        "counter": "desk.counter_id::text",
        "counter_number": "desk.counter_number",
        "zone": "desk.zone_id::text",
        "waited_seconds": "waited",
    },
)


def _statement(nearest: int) -> str:
    return f"""
WITH desk AS (
    SELECT l.counter_id, l.officer_id, l.mall_id, l.business_date, c.number AS counter_number, c.zone_id
    FROM queue_desklease l
    JOIN directory_mall m ON m.id = l.mall_id
    JOIN directory_counter c ON c.id = l.counter_id
    WHERE l.id = %(lease)s AND l.secret_hash = %(secret_hash)s AND l.state = '{_OPEN}'
      AND l.business_date = (%(at)s::timestamptz AT TIME ZONE m.time_zone)::date
      AND {still_posted_sql(probe="OFFSET 0")}
      AND NOT EXISTS (SELECT 1 FROM queue_ticket h WHERE h.counter_id = l.counter_id AND h.state IN ({_HELD}) OFFSET 0)
    -- Who closes or pauses this counter waits for us, or we for him and then find it closed.
    FOR SHARE OF l),
candidate AS (
    SELECT near.id, near.rank_at, near.number
    FROM desk
    JOIN catalogue_counterline served ON served.counter_id = desk.counter_id
    CROSS JOIN LATERAL (
        SELECT w.id, w.rank_at, w.number FROM queue_ticket w
        WHERE w.line_id = served.line_id AND w.reserved_for IS NULL AND {_MAY_BE_CALLED}
        ORDER BY w.rank_at, w.number LIMIT {nearest}) near
    UNION ALL
    SELECT w.id, w.rank_at, w.number
    FROM desk JOIN queue_ticket w ON w.reserved_for IN (desk.counter_id, desk.officer_id)
    WHERE w.reserved_for IS NOT NULL AND {_MAY_BE_CALLED}),
foremost AS (
    SELECT free.id, greatest(%(at)s, free.changed_at + interval '1 microsecond') AS moved_at
    FROM (SELECT id FROM candidate ORDER BY rank_at, number, id) c
    CROSS JOIN LATERAL (
        -- One row at a time, in order: what another desk holds is passed over, what it has called is no longer waiting.
        SELECT t.id, t.changed_at FROM queue_ticket t WHERE t.id = c.id AND t.state = '{_FROM}' FOR UPDATE SKIP LOCKED) free
    LIMIT 1),
called AS (
    UPDATE queue_ticket t
    SET state = '{_TO}', changed_at = f.moved_at, counter_id = desk.counter_id, officer_id = desk.officer_id,
        called_at = f.moved_at, recalled_at = f.moved_at, calls = 1
    FROM foremost f, desk WHERE t.id = f.id
    RETURNING t.id, t.line_id, t.prefix, t.number, f.moved_at,
              greatest(0, floor(extract(epoch FROM f.moved_at - t.joined_at)))::int AS waited),
event AS (
    INSERT INTO journal_event (id, type, mall, subject, at, actor, facts, command_key)
    SELECT %(event)s, '{type_of(TicketCalled)}', desk.mall_id, called.id, called.moved_at, 'officer:' || desk.officer_id,
           {_FACTS}, %(command_key)s
    FROM called, desk)
SELECT called.id, called.prefix, called.number, desk.counter_id, called.waited FROM called, desk"""


_STATEMENTS = {False: _statement(_NEAR), True: _statement(_WIDE)}


def call_on_postgresql(order: "Order") -> tuple[UUID, str, int, UUID, int] | None:
    """Ticket, prefix, number, counter and seconds waited; None when nothing could be called."""
    values = {name: getattr(order, name) for name in order.__dataclass_fields__}
    return one_statement(_STATEMENTS[order.again], values)
