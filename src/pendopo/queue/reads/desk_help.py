"""Counters of a mall that ask their colleagues for help, for who walks about in the hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pendopo.directory.models import Counter, Mall
from pendopo.queue.watch_models import Alert, AlertKind, AlertState


@dataclass(frozen=True, slots=True)
class DeskAsking:
    """`helper` is who is on the way, empty while nobody is."""

    counter: str
    zone_letter: str
    asked_at: datetime
    helper: str


def desks_asking(mall: Mall) -> Sequence[DeskAsking]:
    """The earliest first; two queries."""
    rows = Alert.objects.filter(mall=mall, kind=AlertKind.HELP).exclude(state=AlertState.OVER).select_related("seen_by")
    alerts = list(rows.order_by("raised_at", "pk"))
    counters = Counter.objects.select_related("zone").in_bulk([alert.about for alert in alerts])
    return [
        DeskAsking(
            counters[alert.about].number, counters[alert.about].zone.letter, alert.raised_at,
            alert.seen_by.name if alert.seen_by else "",
        )
        for alert in alerts if alert.about in counters
    ]  # fmt: skip
