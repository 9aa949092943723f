"""What screens show of requests: those still open today, and those of one visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from pendopo.assistance.models import OPEN, Assistance, AssistanceKind, AssistanceState
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.queue.models import FINAL, Ticket, Visit

_MINUTE = timedelta(minutes=1)
#: Who has waited so many minutes, with nobody on the way, suffers from it.
SOON = 3


@dataclass(frozen=True, slots=True)
class AssistanceCard:
    """An open request, waiting for so many `minutes`.

    `place` is the kiosk where it was asked; `numbers` are those of the visit, with the counter of who is at one.
    """

    id: UUID
    kind: str
    kind_word: str | Promise
    asked_from: str | Promise
    asked_at: datetime
    minutes: int
    place: str
    numbers: tuple[str, ...]
    counter: str
    taken_by: UUID | None
    taker: str
    visit: UUID | None = None

    @property
    def taken(self) -> bool:
        return self.taken_by is not None

    @property
    def late(self) -> bool:
        """Nobody is on the way, and it is time."""
        return not self.taken and self.minutes >= SOON


@dataclass(frozen=True, slots=True)
class AssistanceOffer:
    """A kind of help as a visitor sees it: `state` is empty while it was not asked for."""

    kind: str
    word: str | Promise
    state: str


def open_assistance(mall: Mall, at: datetime) -> tuple[AssistanceCard, ...]:
    """Today's open requests, nobody on the way first, the longest wait first; two queries."""
    rows = list(
        Assistance.objects.filter(mall=mall, state__in=OPEN, business_date=business_date(at, mall.time_zone))
        .select_related("device", "taken_by").order_by("asked_at", "pk")
    )  # fmt: skip
    tickets: dict[UUID, list[Ticket]] = {}
    for ticket in (
        Ticket.objects.filter(visit__in=[row.visit_id for row in rows if row.visit_id]).exclude(state__in=FINAL)
        .select_related("counter").order_by("pk")
    ):  # fmt: skip
        tickets.setdefault(ticket.visit_id, []).append(ticket)
    cards = [_card(row, tickets.get(row.visit_id, []) if row.visit_id else [], at) for row in rows]
    return tuple(sorted(cards, key=lambda card: card.taken))


def count_untaken(mall: Mall, at: datetime) -> int:
    """How many requests nobody has taken yet; one query."""
    today = business_date(at, mall.time_zone)
    return Assistance.objects.filter(mall=mall, state=AssistanceState.ASKED, business_date=today).count()


def offers_for(visit: Visit) -> tuple[AssistanceOffer, ...]:
    """Every kind of help, with how the visit's own request stands; one query."""
    open_ones = dict(Assistance.objects.filter(visit=visit, state__in=OPEN).values_list("kind", "state"))
    return tuple(AssistanceOffer(kind.value, kind.label, open_ones.get(kind.value, "")) for kind in AssistanceKind)


def kinds_asked_for(visit: Visit) -> tuple[str | Promise, ...]:
    """The words of what the visit has asked for and still waits for; one query."""
    return tuple(offer.word for offer in offers_for(visit) if offer.state)


def _card(row: Assistance, tickets: list[Ticket], at: datetime) -> AssistanceCard:
    counter = next((ticket.counter.number for ticket in tickets if ticket.counter), "")
    return AssistanceCard(
        id=row.id, kind=row.kind, kind_word=AssistanceKind(row.kind).label, asked_from=row.get_asked_from_display(),
        asked_at=row.asked_at, minutes=max(0, int((at - row.asked_at) / _MINUTE)),
        place=row.device.name if row.device else "", numbers=tuple(ticket.label for ticket in tickets),
        counter=counter, taken_by=row.taken_by_id, taker=row.taken_by.name if row.taken_by else "",
        visit=row.visit_id,
    )  # fmt: skip
