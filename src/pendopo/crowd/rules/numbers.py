"""Rules about the numbers themselves."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from pendopo.catalogue.numbering import paper_count
from pendopo.crowd.rules.record import Record
from pendopo.kernel.clock import business_date


def consecutive_and_unique(record: Record) -> Iterator[str]:
    """1, 2, 3 … in each line on each day; the ledger has counted as many, and as many events tell of them.

    Numbers on paper are given in any order, and are only never given twice.
    """
    given: dict[tuple[UUID, date], list[int]] = defaultdict(list)
    for ticket in record.tickets.values():
        given[ticket.numbered_in_id, ticket.business_date].append(ticket.number)
    told = _told(record)
    counted = {(day.line_id, day.business_date): day.last_number for day in record.days}
    for key in sorted(given.keys() | counted.keys() | told.keys(), key=str):
        every = sorted(given.get(key, []))
        numbers = [number for number in every if paper_count(number) is None]
        where = f"{_prefix(record, key[0])} {key[1]}"
        if len(set(every)) != len(every):
            yield f"{where}: given twice: {sorted({n for n in every if every.count(n) > 1})}"
        if missing := sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers)):
            yield f"{where}: skipped: {missing[:10]}"
        if counted.get(key, 0) != max(numbers, default=0):
            yield f"{where}: the ledger counted to {counted.get(key, 0)}, the last number is {max(numbers, default=0)}"
        if sorted(told.get(key, [])) != every:
            yield f"{where}: {len(every)} numbers, {len(told.get(key, []))} events that tell of them"


def within_the_limit(record: Record) -> Iterator[str]:
    for day in record.days:
        if day.issue_limit is not None and day.last_number > day.issue_limit:
            yield f"{_prefix(record, day.line_id)} {day.business_date}: {day.last_number} of {day.issue_limit}"


def day_of_the_mall(record: Record) -> Iterator[str]:
    """A number belongs to the calendar day on which it was taken where the mall is."""
    for ticket in record.tickets.values():
        today = business_date(ticket.taken_at, record.mall.time_zone)
        if ticket.business_date != today:
            yield f"{ticket.label}: taken on {today}, counted on {ticket.business_date}"


def _told(record: Record) -> dict[tuple[UUID, date], list[int]]:
    told: dict[tuple[UUID, date], list[int]] = defaultdict(list)
    for event in record.events:
        if event.type == "queue.ticket.taken" and record.is_asked_for(event.facts["business_date"]):
            told[UUID(event.facts["line"]), date.fromisoformat(event.facts["business_date"])].append(event.facts["number"])
    return told


def _prefix(record: Record, line: UUID) -> str:
    return record.lines[line].prefix if line in record.lines else str(line)
