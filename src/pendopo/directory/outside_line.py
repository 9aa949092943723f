"""The line to the internet is cut, or there again. Everything inside the hall goes on; what cannot is said on its displays.

The worker looks once a minute (`config/reach_outside.py`) where it was told what to look for; whoever runs the hall may say so too.
"""

from datetime import datetime

from pendopo.directory.events import OutsideBack, OutsideLost
from pendopo.directory.models import Mall, OutsideLine
from pendopo.journal.events import append
from pendopo.kernel.transactions import one_transaction


@one_transaction
def note_outside(*, mall: Mall, reachable: bool, at: datetime) -> None:
    """What the worker found. Once is no proof: people are told after the second look that fails. What was said by hand stands."""
    line = _line(mall)
    if line.by_hand:
        return
    if reachable:
        if line.failing_since is not None:
            OutsideLine.objects.filter(pk=line.pk).update(failing_since=None)
        _end(mall, line, at, "system")
    elif line.failing_since is None:
        OutsideLine.objects.filter(pk=line.pk).update(failing_since=at)
    elif line.lost_since is None:
        _begin(mall, line, line.failing_since, at, "system", by_hand=False)


@one_transaction
def say_outside_is_lost(*, mall: Mall, at: datetime, actor: str) -> None:
    """Somebody knows. Said twice, it stands once."""
    line = _line(mall)
    if line.lost_since is None:
        _begin(mall, line, at, at, actor, by_hand=True)


@one_transaction
def say_outside_is_back(*, mall: Mall, at: datetime, actor: str) -> None:
    _end(mall, _line(mall), at, actor)


def outside_lost_since(mall: Mall) -> datetime | None:
    """Since when the line to the internet is known to be cut; one query."""
    return OutsideLine.objects.filter(mall=mall).values_list("lost_since", flat=True).first()


def _line(mall: Mall) -> OutsideLine:
    OutsideLine.objects.bulk_create([OutsideLine(mall=mall)], ignore_conflicts=True)
    return OutsideLine.objects.select_for_update().get(mall=mall)


def _begin(mall: Mall, line: OutsideLine, since: datetime, at: datetime, actor: str, *, by_hand: bool) -> None:
    OutsideLine.objects.filter(pk=line.pk).update(lost_since=since, by_hand=by_hand)
    append(OutsideLost(since=since, by_hand=by_hand), mall=mall.id, subject=mall.id, at=at, actor=actor)


def _end(mall: Mall, line: OutsideLine, at: datetime, actor: str) -> None:
    if line.lost_since is not None:
        OutsideLine.objects.filter(pk=line.pk).update(lost_since=None, failing_since=None, by_hand=False)
        append(OutsideBack(), mall=mall.id, subject=mall.id, at=at, actor=actor)
