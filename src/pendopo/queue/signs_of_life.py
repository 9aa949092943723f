"""That an officer's browser is there: noted now and then, no event. Presence is judged by it (`presence`).

Where nobody is expected any more today the line's ledger row hears of it too, since the hot statement gives numbers by that row.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import CounterLine
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease

#: A browser is noted at most this often; it speaks up a little less often by itself.
SEEN_EVERY = timedelta(seconds=40)


def desk_seen(*, desk: DeskLease, at: datetime) -> None:
    """Note that the desk's browser was heard from."""
    if timedelta(0) <= at - desk.seen_at < SEEN_EVERY:
        return
    _note(desk, at)


@one_transaction
def _note(desk: DeskLease, at: datetime) -> None:
    DeskLease.objects.filter(pk=desk.pk).update(seen_at=at)
    desk.seen_at = at
    attend(counter=desk.counter_id, desk=desk, at=at)


def attend(*, counter: UUID, desk: DeskLease, at: datetime) -> None:
    """In the caller's transaction: somebody is at the counter, so its lines give numbers whatever the roster says."""
    # The rows are taken in one order, as by whoever computes them anew.
    if pks := list(_judged_days(counter, desk).select_for_update().values_list("pk", flat=True)):
        LineDay.objects.filter(pk__in=pks).update(attended_at=at)


def leave(*, counter: UUID, desk: DeskLease) -> None:
    """In the caller's transaction, after the lease was closed: what the other counters of its lines still say."""
    for day in _judged_days(counter, desk).filter(attended_at__isnull=False):
        others = (
            DeskLease.objects.filter(counter__counter_lines__line=day.line_id, business_date=desk.business_date)
            .exclude(state=LeaseState.CLOSED)
            .aggregate(last=Max("seen_at"))
        )
        LineDay.objects.filter(pk=day.pk).update(attended_at=others["last"])


def _judged_days(counter: UUID, desk: DeskLease) -> QuerySet[LineDay]:
    """Today's rows of the counter's lines in which somebody is not expected all day long; mostly none."""
    lines = CounterLine.objects.filter(counter=counter).values("line")
    return LineDay.objects.filter(line__in=lines, business_date=desk.business_date, attended_until__isnull=False).order_by("pk")
