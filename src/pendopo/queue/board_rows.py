"""The board of one mall read from the tables, for a process that starts in the middle of the day.

Plain SQL through a small port, since the live process does without Django. All of it must be read in one snapshot; then the
board stands where the tables stand, `position` says how far the journal had been numbered, and hearing what follows from there
brings it nowhere else than a fold from position zero would.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

import orjson

from pendopo.journal.happened import Happened
from pendopo.queue.board import AT_COUNTER, CALLS, PARKED, PAUSED, Board, CounterPlace, DeskEntry, Hall, TicketEntry

_POSITION = "SELECT position FROM journal_cursor WHERE name = 'relay'"
_MALL = "SELECT time_zone FROM directory_mall WHERE id = :mall"
_MALLS = "SELECT id, catalogue_version FROM directory_mall"
_COUNTERS = "SELECT id, number, zone_id FROM directory_counter WHERE mall_id = :mall"
_LINES = "SELECT id, zone_id FROM catalogue_line WHERE mall_id = :mall"
_TICKETS = """SELECT id, visit_id, line_id, prefix, number, state, changed_at, taken_at, rank_at, shown_at, reserved_for,
        counter_id, calls, parked_until
    FROM queue_ticket WHERE mall_id = :mall AND business_date = :day ORDER BY id"""
_DESKS = """SELECT id, counter_id, state, changed_at, opened_at, pause_reason, back_at
    FROM queue_desklease WHERE mall_id = :mall AND business_date = :day"""
# The journal is asked ticket by ticket, through its index on the subject: a transferred ticket no longer says where it was called.
_CALLS = f"""SELECT e.position, e.type, e.mall, e.subject, e.at, e.facts
    FROM queue_ticket t JOIN journal_event e ON e.subject = t.id
    WHERE t.mall_id = :mall AND t.business_date = :day AND t.called_at IS NOT NULL
      AND e.type IN ({", ".join(f"'{name}'" for name in sorted(CALLS))}) AND e.position <= :position
    ORDER BY e.position"""  # noqa: S608 - our own event types


class Tables(Protocol):
    """A database inside one snapshot."""

    def rows(self, statement: str, **values: Any) -> Sequence[Sequence[Any]]:
        """Run a statement with `:name` parameters."""
        ...

    def key(self, id: str) -> Any:
        """An id in the form in which this database compares it."""
        ...


def last_position(tables: Tables) -> int:
    """How far the journal is numbered in this snapshot."""
    found = tables.rows(_POSITION)
    return int(found[0][0]) if found else 0


def malls_from_rows(tables: Tables) -> dict[str, int]:
    """Every mall and the version of its master data."""
    return {_id(id_): version for id_, version in tables.rows(_MALLS)}


def hall_from_rows(tables: Tables, mall: str) -> Hall:
    key = tables.key(mall)
    return Hall(
        time_zone=tables.rows(_MALL, mall=key)[0][0],
        counters={_id(id_): CounterPlace(number, _id(zone)) for id_, number, zone in tables.rows(_COUNTERS, mall=key)},
        zone_of_line={_id(id_): _id(zone) for id_, zone in tables.rows(_LINES, mall=key)},
    )


def board_from_rows(tables: Tables, mall: str, day: date) -> Board:
    """The mall's board of one business date."""
    board = Board(hall_from_rows(tables, mall), day=day, position=last_position(tables))
    asked = {"mall": tables.key(mall), "day": day.isoformat()}
    for row in tables.rows(_TICKETS, **asked):
        board.add(_ticket(row))
    for id_, counter, state, changed_at, opened_at, reason, back_at in tables.rows(_DESKS, **asked):
        paused = state == PAUSED
        board.desks[_id(id_)] = DeskEntry(
            counter=_id(counter), state=state, changed_at=as_instant(changed_at), opened_at=as_instant(opened_at),
            reason=reason if paused else "", back_at=as_instant(back_at) if paused and back_at else None,
        )  # fmt: skip
    for row in tables.rows(_CALLS, **asked, position=board.position):
        board.add_call(event_from_row(row))
    return board


def event_from_row(row: Sequence[Any]) -> Happened:
    """An event from its columns position, type, mall, subject, at, facts."""
    position, type_, mall, subject, at, facts = row
    return Happened(
        position=position, type=type_, mall=_id(mall) if mall else None, subject=_id(subject), at=as_instant(at),
        facts=orjson.loads(facts) if isinstance(facts, str | bytes) else facts,
    )  # fmt: skip


def as_instant(value: str | datetime) -> datetime:
    """An aware instant; SQLite keeps naive UTC text."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _ticket(row: Sequence[Any]) -> TicketEntry:
    (id_, visit, line, prefix, number, state, changed_at, taken_at, rank_at, shown_at, reserved_for, counter, calls,
     parked_until) = row  # fmt: skip
    held = state in AT_COUNTER or state == PARKED
    return TicketEntry(
        id=_id(id_), visit=_id(visit), line=_id(line), prefix=prefix, number=number, state=state,
        changed_at=as_instant(changed_at), taken_at=as_instant(taken_at), rank_at=as_instant(rank_at),
        shown=shown_at is not None, reserved_for=_id(reserved_for) if reserved_for else None,
        counter=_id(counter) if counter and held else None, calls=calls,
        parked_until=as_instant(parked_until) if parked_until and state == PARKED else None,
    )  # fmt: skip


def _id(value: Any) -> str:
    return str(value if isinstance(value, UUID) else UUID(str(value)))
