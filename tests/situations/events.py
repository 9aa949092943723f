"""Events written without a verb, few or many at once."""

import json
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from pendopo.journal.events import append, facts_of, type_of
from pendopo.journal.models import Cursor, Event
from pendopo.journal.relay import RELAY
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.events import TicketShown
from tests.situations.times import NINE

A_MALL = UUID("01a2084b-ed43-7003-ba3d-4aba40c58f8c")
ANOTHER_MALL = UUID("01a2084b-ed43-7003-ba3d-4aba40c58f8d")

_COLUMNS = "INSERT INTO journal_event (id, position, type, mall, subject, at, actor, facts)"
_MANY_ON_SQLITE = f"""{_COLUMNS}
    WITH RECURSIVE row (first, type, mall, at, facts, n) AS (
        SELECT %s, %s, %s, %s, %s, 1 UNION ALL SELECT first, type, mall, at, facts, n + 1 FROM row WHERE n < %s)
    SELECT lower(hex(randomblob(16))), first + n, type, mall, lower(hex(randomblob(16))),
           strftime('%%Y-%%m-%%d %%H:%%M:%%f', at, (n * 0.001) || ' seconds'), 'system', facts FROM row"""
_MANY_ON_POSTGRESQL = f"""{_COLUMNS}
    SELECT gen_random_uuid(), %s + n, %s, %s::uuid, gen_random_uuid(),
           %s::timestamp AT TIME ZONE 'UTC' + n * interval '1 millisecond', 'system', %s::jsonb
    FROM generate_series(1, %s) n"""


def an_event(
    *, mall: UUID | None = A_MALL, subject: UUID | None = None, at: datetime = NINE, command_key: UUID | None = None
) -> UUID:
    """One event, recorded in the caller's transaction. Returns its subject."""
    subject = subject or uuid7()
    append(TicketShown(line=uuid7()), mall=mall, subject=subject, at=at, actor="system", command_key=command_key)
    return subject


def many_numbered_events(count: int, *, mall: UUID | None = A_MALL, at: datetime = NINE) -> None:
    """A journal of some size, a millisecond apart, as the relay would have left it; written by the database itself."""
    shown = TicketShown(line=uuid7())
    first = Event.objects.count()
    on_sqlite = connection.vendor == "sqlite"
    mall_key = mall and (mall.hex if on_sqlite else str(mall))
    values = [first, type_of(shown), mall_key, str(at.astimezone(UTC).replace(tzinfo=None)), json.dumps(facts_of(shown)), count]
    with connection.cursor() as cursor:
        cursor.execute(_MANY_ON_SQLITE if on_sqlite else _MANY_ON_POSTGRESQL, values)
    Cursor.objects.update_or_create(name=RELAY, defaults={"position": first + count})
