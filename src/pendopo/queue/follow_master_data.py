"""What follows from changed master data in a hall that is open: ledgers and counters. And changes whose day has come."""

from datetime import datetime

from pendopo.appointments.refresh_line_day import refresh_line_days
from pendopo.catalogue.changes.change_thing import make_due_change
from pendopo.catalogue.models import Change, ChangeState
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Mall
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.queue.sign_off import sign_off_who_left


def follow_master_data(*, mall: Mall, at: datetime, actor: str) -> None:
    """Call it after hours, lines, counters or posts changed, whoever changed them."""
    changed = Mall.objects.get(pk=mall.pk)
    refresh_line_days(mall=changed, at=at, actor=actor)
    sign_off_who_left(mall=changed, at=at, actor=actor)


def make_due_changes(*, at: datetime) -> int:
    """Make every planned change whose day has come, in the order of their days; returns how many were made.

    Safe to run at any time, by several at once. Who planned a change had the right to it then; it stands as an order given.
    """
    malls: dict[object, Mall] = {}
    made = 0
    for change in (
        Change.objects.filter(state=ChangeState.PLANNED, due_at__lte=at)
        .select_related("mall")
        .order_by("due_at", "written_at", "pk")
    ):
        try:
            if make_due_change(change=change, at=at, may_give=EVERY_ROLE):
                malls[change.mall_id] = change.mall
                made += 1
        except AlreadyMoved:
            # Another process was quicker.
            continue
    for mall in malls.values():
        follow_master_data(mall=mall, at=at, actor="system")
    return made
