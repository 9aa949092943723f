"""Appending an event on the raw SQLite connection of a hot verb; the same row as `events.append` writes."""

import sqlite3
from datetime import datetime
from uuid import UUID

import orjson

from pendopo.journal.events import EventFacts, facts_of, type_of
from pendopo.kernel.hot_sql import to_sqlite

_EVENT = """INSERT INTO journal_event (id, type, mall, subject, at, actor, facts, command_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""


def record_raw(
    raw: sqlite3.Connection, facts: EventFacts, *, event: UUID, mall: str, subject: UUID, at: datetime, actor: str,
    command_key: UUID | None,
) -> None:  # fmt: skip
    """`mall` is the id as SQLite holds it: 32 hex digits."""
    raw.execute(
        _EVENT,
        [event.hex, type_of(facts), mall, subject.hex, to_sqlite(at), actor, orjson.dumps(facts_of(facts)).decode(),
         command_key.hex if command_key else None],
    )  # fmt: skip
