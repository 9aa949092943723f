"""Followers read the journal in order of position, each with its own cursor, and may be rebuilt from zero."""

from collections.abc import Callable, Mapping, Sequence

from pendopo.journal.models import Cursor, Event
from pendopo.kernel.transactions import writing

BATCH = 200
Handle = Callable[[Sequence[Event]], None]
_followers: dict[str, Handle] = {}


def follower(name: str) -> Callable[[Handle], Handle]:
    """Register a function that hears every event from the worker, in batches. It must not mind hearing a batch twice."""

    def register(handle: Handle) -> Handle:
        if _followers.setdefault(name, handle) is not handle:
            raise ValueError(f"two followers named {name}")
        return handle

    return register


def followers() -> Mapping[str, Handle]:
    return dict(_followers)


def events_after(position: int, *, limit: int = BATCH) -> tuple[Event, ...]:
    """The next events by position. Positions are dense: nothing can appear before what was read."""
    return tuple(Event.objects.filter(position__gt=position).order_by("position")[:limit])


def follow(name: str, handle: Handle, *, limit: int = BATCH) -> int:
    """Hand the next batch to `handle` and move the cursor in the same transaction; returns how many events.

    When `handle` fails nothing moves and the batch comes again, so a follower must not mind seeing it twice.
    """
    # Looked at without a transaction: a follower that is up to date never takes SQLite's write lock.
    if not events_after(_position(name), limit=1):
        return 0
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
    with writing():
        Cursor.objects.filter(name=name).update(position=0)


def _position(name: str) -> int:
    return Cursor.objects.filter(name=name).values_list("position", flat=True).first() or 0
