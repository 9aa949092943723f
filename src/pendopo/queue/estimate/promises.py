"""What was told, and what came of it.

The worker writes down the range of every number within seconds of its joining a line: neither the hot statement, which has
no time for it, nor a page, which changes nothing by being looked at. What it writes is what the screens showed in those seconds.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from pendopo.catalogue.models import PriorityClass
from pendopo.catalogue.numbering import LAST_BY_MACHINE
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.kernel.transactions import writing
from pendopo.queue.estimate.batches import batched
from pendopo.queue.estimate.forecast import Forecast, forecast
from pendopo.queue.estimate.hall_rows import key_of
from pendopo.queue.models import PromiseDay, Ticket, TicketState, WaitPromise
from pendopo.queue.reads.rehearsal import rehearsal_of

# Who joined longer ago was told something else by then.
_JUST_JOINED = timedelta(minutes=2)
# A wait of less than a minute is none; "at once" may take two.
_NONE, _AT_ONCE = 1.0, 2.0
_MINUTE = timedelta(minutes=1)
#: So long every single promise is kept; of older days the sums of each line remain.
KEPT_FOR = timedelta(days=60)


def note_promises(*, mall: Mall, at: datetime) -> int:
    """Write down what those who joined just now are told; returns how many. One query when nobody joined."""
    joined = list(
        Ticket.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone), state=TicketState.WAITING)
        .filter(joined_at__gt=at - _JUST_JOINED, joined_at__lte=at, promise__isnull=True, visit__rehearsal=False)
        # Who holds a number on paper joined earlier, and nothing was told then.
        .filter(number__lte=LAST_BY_MACHINE)
        # Who was sent on or has rejoined was told before.
        .filter(rank_reason__in=PriorityClass.values, reserved_for__isnull=True)
        .order_by("rank_at", "number")
    )
    if not joined or rehearsal_of(mall, at) is not None:
        # Whoever rehearses is marked so at the end only.
        return 0
    found = forecast(mall, at)
    promises = [promise for ticket in joined if (promise := _promise(ticket, found))]
    for few in batched(promises):
        with writing():
            WaitPromise.objects.bulk_create(few, ignore_conflicts=True)
    return len(promises)


def _promise(ticket: Ticket, found: Forecast) -> WaitPromise | None:
    """None while nobody serves, and for whom it may be too late today: then no minutes were told."""
    waits = found.line(ticket.line_id)
    key = key_of(ticket.pk)
    if key not in waits.tickets:
        return None
    ahead = waits.tickets.index(key)
    wait = waits.places[ahead]
    if wait is None or wait.late:
        return None
    return WaitPromise(
        ticket=ticket, mall_id=ticket.mall_id, line_id=ticket.line_id, business_date=ticket.business_date,
        joined_at=ticket.joined_at, ahead=ahead, low_minutes=wait.low, high_minutes=wait.high, said=wait.said,
    )  # fmt: skip


def judge_promises(*, mall: Mall, at: datetime) -> int:
    """Compare the ranges of those who were called since; returns how many. Two queries when nobody was."""
    open_ones = WaitPromise.objects.filter(mall=mall, waited_minutes__isnull=True)
    called = list(open_ones.filter(ticket__called_at__isnull=False).select_related("ticket").order_by("pk"))
    given_up = Q(ticket__state__in=(TicketState.CANCELLED, TicketState.LAPSED)) | Q(ticket__visit__rehearsal=True)
    gone = list(open_ones.filter(given_up, ticket__called_at__isnull=True).values_list("pk", flat=True))
    for promise in called:
        waited = ((promise.ticket.called_at or at) - promise.joined_at) / _MINUTE
        promise.waited_minutes = waited if waited >= _NONE else 0.0
    for some in batched(gone):
        with writing():
            WaitPromise.objects.filter(pk__in=some).delete()
    for few in batched(called):
        with writing():
            WaitPromise.objects.bulk_update(few, ["waited_minutes"])
            for day in sorted({promise.business_date for promise in few}):
                _add_up(mall, day, [promise.line_id for promise in few if promise.business_date == day])
    return len(called)


def _add_up(mall: Mall, day: date, lines: Sequence[UUID]) -> None:
    kept = Q(waited_minutes__lte=F("high_minutes")) | Q(high_minutes=0, waited_minutes__lte=_AT_ONCE)
    sums = (
        WaitPromise.objects.filter(mall=mall, business_date=day, line__in=set(lines), waited_minutes__isnull=False)
        .values("line_id")
        .annotate(
            told=Count("pk"), kept=Count("pk", filter=kept), sooner=Count("pk", filter=Q(waited_minutes__lt=F("low_minutes")))
        )
        .order_by()
    )
    PromiseDay.objects.bulk_create(
        [PromiseDay(mall=mall, business_date=day, **line) for line in sums], update_conflicts=True,
        unique_fields=["line", "business_date"], update_fields=["told", "kept", "sooner"],
    )  # fmt: skip


def forget_old_promises(*, mall: Mall, at: datetime) -> int:
    """Remove single promises that are old enough; returns how many."""
    before = business_date(at, mall.time_zone) - KEPT_FOR
    with writing():
        return WaitPromise.objects.filter(mall=mall, business_date__lt=before).delete()[0]
