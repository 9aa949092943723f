"""What the hall tells an officer beside the visitors: help asked in the zone, and words from whoever runs the mall."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.directory.models import Counter
from pendopo.queue.models import DeskLease
from pendopo.queue.watch_models import Alert, AlertKind, AlertState, DeskMessage

_MESSAGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """`seen_by` is empty while nobody has answered; `answered` says that this very officer has."""

    alert: UUID
    counter_number: str
    asked_at: datetime
    seen_by: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Words:
    message: UUID
    text: str
    sender: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class DeskNews:
    """`own` is the help that this counter asked for; `help` that of the zone's other counters."""

    own: HelpAsked | None
    help: tuple[HelpAsked, ...]
    words: tuple[Words, ...]


def desk_news(desk: DeskLease) -> DeskNews:
    """Two queries."""
    words = DeskMessage.objects.filter(lease=desk, read_at__isnull=True).select_related("sent_by").order_by("sent_at", "pk")
    asked = help_asked_in(desk.counter.zone_id, person=desk.officer_id)
    return DeskNews(
        own=next((one for one in asked if one.counter_number == desk.counter.number), None),
        help=tuple(one for one in asked if one.counter_number != desk.counter.number),
        words=tuple(Words(row.id, row.text, row.sent_by.name, row.sent_at) for row in words[:_MESSAGES_SHOWN]),
    )


def help_asked_in(zone: UUID, *, person: UUID) -> tuple[HelpAsked, ...]:
    """The counters of a zone that ask for help, the earliest first; one query."""
    numbers = Counter.objects.filter(zone=zone)
    rows = (
        Alert.objects.filter(kind=AlertKind.HELP, about__in=numbers.values("pk"))
        .exclude(state=AlertState.OVER)
        .select_related("seen_by")
        .order_by("raised_at", "pk")
    )
    alerts = list(rows)
    named = dict(numbers.filter(pk__in=[alert.about for alert in alerts]).values_list("pk", "number")) if alerts else {}
    return tuple(
        HelpAsked(
            alert.id, named.get(alert.about, ""), alert.raised_at, alert.seen_by.name if alert.seen_by else "",
            alert.seen_by_id == person,
        )
        for alert in alerts
    )  # fmt: skip
