"""That an officer's browser is there: noted now and then, no event. Presence is judged by it (`presence`).

Where nobody is expected any more today the line's ledger row hears of it too, since the hot statement gives numbers by that row.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from pendopo.appointments.attendance import BY_HAND_GONE_AFTER, GONE_AFTER
from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import CounterLine
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease

#: A browser is noted at most this often; it speaks up a little less often by itself.
SEEN_EVERY = timedelta(seconds=40)


def desk_seen(*, desk: DeskLease, at: datetime, by_hand: bool | None = None) -> None:
    """Note that the desk's browser was heard from; `by_hand` says whether it has no JavaScript, None that nobody can tell."""
    same = by_hand is None or by_hand == desk.by_hand
    if same and timedelta(0) <= at - desk.seen_at < SEEN_EVERY:
        return
    _note(desk, at, desk.by_hand if by_hand is None else by_hand)


@one_transaction
def _note(desk: DeskLease, at: datetime, by_hand: bool) -> None:
    DeskLease.objects.filter(pk=desk.pk).update(seen_at=at, by_hand=by_hand)
    desk.seen_at, desk.by_hand = at, by_hand
    attend(counter=desk.counter_id, desk=desk, at=at)


def attend(*, counter: UUID, desk: DeskLease, at: datetime) -> None:
    """In the caller's transaction: somebody is at the counter, so its lines give numbers whatever the roster says."""
    # The rows are taken in one order, as by whoever computes them anew.
    if pks := list(_judged_days(counter, desk).select_for_update().values_list("pk", flat=True)):
        LineDay.objects.filter(pk__in=pks).update(attended_at=_counts_as(at, desk.by_hand))


def leave(*, counter: UUID, desk: DeskLease) -> None:
    """In the caller's transaction, after the lease was closed: what the other counters of its lines still say."""
    for day in _judged_days(counter, desk).filter(attended_at__isnull=False):
        others = DeskLease.objects.filter(counter__counter_lines__line=day.line_id, business_date=desk.business_date)
        seen = others.exclude(state=LeaseState.CLOSED).order_by("pk").values_list("seen_at", "by_hand")
        last = max((_counts_as(seen_at, by_hand) for seen_at, by_hand in seen), default=None)
        LineDay.objects.filter(pk=day.pk).update(attended_at=last)


def _counts_as(at: datetime, by_hand: bool) -> datetime:
    """The ledger row knows one patience; who is waited for longer is noted as if heard from later."""
    return at + (BY_HAND_GONE_AFTER - GONE_AFTER) if by_hand else at


def _judged_days(counter: UUID, desk: DeskLease) -> QuerySet[LineDay]:
    """Today's rows of the counter's lines in which somebody is not expected all day long; mostly none."""
    lines = CounterLine.objects.filter(counter=counter).values("line")
    return LineDay.objects.filter(line__in=lines, business_date=desk.business_date, attended_until__isnull=False).order_by("pk")
