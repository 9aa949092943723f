"""Followers read the journal in order of position, each with its own cursor, and may be rebuilt from zero."""

from collections.abc import Callable, Sequence

from pendopo.journal.models import Cursor, Event
from pendopo.kernel.transactions import writing

BATCH = 200


def events_after(position: int, *, limit: int = BATCH) -> tuple[Event, ...]:
    """The next events by position. Positions are dense: nothing can appear before what was read."""
    return tuple(Event.objects.filter(position__gt=position).order_by("position")[:limit])


def follow(name: str, handle: Callable[[Sequence[Event]], None], *, limit: int = BATCH) -> int:
    """Hand the next batch to `handle` and move the cursor in the same transaction; returns how many events.

    When `handle` fails nothing moves and the batch comes again, so a follower must not mind seeing it twice.
    """
    with writing():
        Cursor.objects.bulk_create([Cursor(name=name)], ignore_conflicts=True)
        cursor = Cursor.objects.select_for_update().get(name=name)
        batch = events_after(cursor.position, limit=limit)
        if batch:
            handle(batch)
            Cursor.objects.filter(name=name).update(position=batch[-1].position)
    return len(batch)


def start_again(name: str) -> None:
    """Let a follower read everything from position zero."""
    Cursor.objects.filter(name=name).update(position=0)
