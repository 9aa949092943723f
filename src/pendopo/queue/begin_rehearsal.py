"""Begin a rehearsal: the hall runs as it will, and what was taken is thrown away at its end."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.end_rehearsal import end_forgotten_rehearsal
from pendopo.queue.events import RehearsalBegan
from pendopo.queue.reads.rehearsal import rehearsal_of


class RehearsingAlready(DomainError):
    code = "queue.rehearsing_already"
    message = _("A rehearsal is running since %(since)s. End it first.")


def begin_rehearsal(*, mall: Mall, at: datetime, actor: str) -> None:
    """From now on, until it is ended or the day is over. Raises RehearsingAlready."""
    end_forgotten_rehearsal(mall=mall, at=at, actor=actor)
    _begin(mall, at, actor)


@one_transaction
def _begin(mall: Mall, at: datetime, actor: str) -> None:
    running = rehearsal_of(mall, at)
    if running is not None:
        raise RehearsingAlready(since=f"{running.since:%H.%M}")
    event = RehearsalBegan(business_date=business_date(at, mall.time_zone).isoformat())
    append(event, mall=mall.id, subject=mall.id, at=at, actor=actor)
