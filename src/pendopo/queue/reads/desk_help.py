"""Counters of a mall that ask their colleagues for help, for who walks about in the hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pendopo.directory.models import Counter, Mall
from pendopo.queue.watch_models import Alert, AlertKind, AlertState

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DeskAsking:
    """`helper` is who is on the way, empty while nobody is; `minutes` since help was asked."""

    alert: UUID
    counter: str
    zone_letter: str
    asked_at: datetime
    minutes: int
    helper: str
    helper_id: UUID | None


def desks_asking(mall: Mall, at: datetime) -> Sequence[DeskAsking]:
    """The earliest first; two queries."""
    rows = Alert.objects.filter(mall=mall, kind=AlertKind.HELP).exclude(state=AlertState.OVER).select_related("seen_by")
    alerts = list(rows.order_by("raised_at", "pk"))
    counters = Counter.objects.select_related("zone").in_bulk([alert.about for alert in alerts])
    return [
        DeskAsking(
            alert.id, counters[alert.about].number, counters[alert.about].zone.letter, alert.raised_at,
            max(0, int((at - alert.raised_at) / _MINUTE)), alert.seen_by.name if alert.seen_by else "", alert.seen_by_id,
        )
        for alert in alerts if alert.about in counters
    ]  # fmt: skip


def count_unanswered(mall: Mall) -> int:
    """How many counters ask for help to which nobody is on the way; one query."""
    return Alert.objects.filter(mall=mall, kind=AlertKind.HELP, state=AlertState.RAISED).count()
