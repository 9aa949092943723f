"""The round of the worker: what calls for attention is raised once, and ended when it does no more.

The live hall computes the same when it is opened; the round is what tells screens that stand open, within a minute.
"""

from datetime import datetime
from uuid import UUID

from pendopo.directory.models import Mall
from pendopo.directory.open_state import OpenKind
from pendopo.directory.opening import kept_schedule_of
from pendopo.queue.alerts import end_alert, raise_alert
from pendopo.queue.reads.live_hall import live_hall
from pendopo.queue.watch_models import Alert, AlertKind, AlertState
from pendopo.web.oversight.troubles import devices_of_hall, troubles_of


def watch_hall(mall: Mall, at: datetime) -> int:
    """Bring the mall's alerts up to date; returns how many stand. Safe to run at any time, by several at once.

    Help is asked and ended by people: a round neither raises nor ends it. A closed hall is not looked at: nobody is missed there.
    """
    here = set() if kept_schedule_of(mall).state(at).kind is OpenKind.CLOSED else _here(mall, at)
    standing = list(Alert.objects.filter(mall=mall).exclude(state=AlertState.OVER).exclude(kind=AlertKind.HELP))
    known = {(alert.kind, alert.about) for alert in standing}
    for kind, about in here - known:
        raise_alert(mall=mall, kind=kind, about=about, at=at)
    for alert in standing:
        if (alert.kind, alert.about) not in here:
            end_alert(alert=alert, at=at)
    return len(here)


def _here(mall: Mall, at: datetime) -> set[tuple[str, UUID]]:
    troubles = troubles_of(mall, live_hall(mall, at), devices_of_hall(mall), at)
    return {(str(trouble.kind), trouble.about) for trouble in troubles if trouble.kind != AlertKind.HELP}
