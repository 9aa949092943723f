"""Say from which wait on it is too long: in one line, or in every line of the mall that has no threshold of its own."""

from datetime import datetime

from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import ThresholdSet
from pendopo.queue.watch_models import WaitThreshold


@one_transaction
def set_threshold(*, mall: Mall, line: Line | None, minutes: int, at: datetime, actor: str) -> WaitThreshold:
    row, _made = WaitThreshold.objects.update_or_create(mall=mall, line=line, defaults={"minutes": minutes})
    append(ThresholdSet(line=line.id if line else None, minutes=minutes), mall=mall.id, subject=row.id, at=at, actor=actor)
    return row
