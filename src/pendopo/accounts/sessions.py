"""Where people are signed in: sessions that say whose they are, since when and from what, and that can be ended from elsewhere.

Django's own sessions, in a table of ours with a few columns more. Whoever ends a session deletes its row: the browser's next
request finds nobody. The key that the browser holds is never shown; pages name a session by its `place`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from pendopo.accounts.events import SessionsEnded
from pendopo.accounts.models import BrowserSession, User
from pendopo.journal.events import append
from pendopo.kernel import clock
from pendopo.kernel.identifiers import uuid7
from pendopo.kernel.transactions import one_transaction, writing

_PLACE, _LEASE = "tempat", "meja"
#: How old "last seen" may grow before it is written anew.
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Place:
    """A browser in which the person is signed in. `network` is the coarse form; `here` the browser that asks."""

    id: UUID
    device: str
    network: str
    signed_in_at: datetime
    seen_at: datetime
    here: bool


class SessionStore(DatabaseSessions):
    """The session engine (`SESSION_ENGINE`). `seen_at` is what the row said when it was read."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Any]:
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        row = cast("BrowserSession", super().create_model_instance(data))
        place: dict[str, str] = data.get(_PLACE) or {}
        row.person_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.lease = UUID(data[_LEASE]) if data.get(_LEASE) else None
        row.seen_at = clock.now()
        if place and row.person_id:
            row.place, row.signed_in_at = UUID(place["id"]), datetime.fromisoformat(place["since"])
            row.device, row.network = place["device"], place["network"]
        return row

    def _get_session_from_db(self) -> BrowserSession | None:
        # Django's own, which its stubs do not name.
        row: BrowserSession | None = super()._get_session_from_db()  # type: ignore[misc]
        self.seen_at = row.seen_at if row else None
        return row


def note_place(session: SessionBase, *, device: str, network: str, at: datetime) -> None:
    """Somebody has just signed in here; `network` as `coarse` writes it."""
    session[_PLACE] = {"id": str(uuid7()), "device": device[:60], "network": network[:40], "since": at.isoformat()}


def signed_in_since(session: SessionBase) -> datetime | None:
    """When whoever is signed in here proved who it is."""
    place = session.get(_PLACE)
    return datetime.fromisoformat(place["since"]) if place else None


def note_lease(session: SessionBase, lease: UUID) -> None:
    """The counter that was opened here closes with the session."""
    session[_LEASE] = str(lease)


def note_seen(session: SessionBase, *, at: datetime) -> None:
    """Write down, now and then, that the session is in use."""
    seen_at = getattr(session, "seen_at", None)
    if seen_at is None or at - seen_at < SEEN_EVERY:
        return
    with writing():
        BrowserSession.objects.filter(session_key=session.session_key, seen_at__lt=at - SEEN_EVERY).update(seen_at=at)


def places_of(person: User, *, here: str | None, at: datetime) -> tuple[Place, ...]:
    """Where the person is signed in now; this browser (by its session key) first, then the one last seen."""
    rows = BrowserSession.objects.filter(person=person, place__isnull=False, expire_date__gt=at).order_by(
        "-seen_at", "session_key"
    )
    places = [
        Place(row.place, row.device, row.network, row.signed_in_at, row.seen_at, row.session_key == here)
        for row in rows
        if row.place and row.signed_in_at
    ]
    return tuple(sorted(places, key=lambda place: not place.here))


@one_transaction
def end_sessions(
    *, person: User, at: datetime, actor: str, only: UUID | None = None, but: str | None = None
) -> frozenset[UUID]:
    """End the one place, or all, or all but the browser with the session key `but`. Returns the counters' leases of those ended.

    Who calls it closes those counters (`queue.end_sessions`).
    """
    rows = BrowserSession.objects.filter(person=person)
    if only is not None:
        rows = rows.filter(place=only)
    if but is not None:
        rows = rows.exclude(session_key=but)
    ended = list(rows.values_list("session_key", "lease"))
    if not ended:
        return frozenset()
    BrowserSession.objects.filter(session_key__in=[key for key, _lease in ended]).delete()
    append(SessionsEnded(number=len(ended)), mall=None, subject=person.id, at=at, actor=actor)
    return frozenset(lease for _key, lease in ended if lease)


def forget_expired_sessions(*, at: datetime) -> int:
    """Rows that sign nobody in any more; how many there were. Where there are none nothing is locked."""
    expired = BrowserSession.objects.filter(expire_date__lte=at)
    if not expired.exists():
        return 0
    with writing():
        deleted, _rows = expired.delete()
    return deleted


def coarse(network: str) -> str:
    """The neighbourhood of a network, enough to know one's own by: two numbers of an IPv4 address, two groups of IPv6."""
    if ":" in network:
        return ":".join(network.split(":")[:2]) + ":…"
    return ".".join(network.split(".")[:2]) + ".…" if "." in network else ""
