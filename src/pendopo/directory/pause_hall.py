"""A break of the whole hall that someone calls: exercise, a ceremony, a power cut."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pendopo.directory.events import HallPaused, HallPauseEnded
from pendopo.directory.master_data import master_data_changed
from pendopo.directory.models import Mall, Pause
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction


class PauseEndsBeforeItStarts(DomainError):
    code = "directory.pause_ends_before_it_starts"
    status = 400
    message = _("The pause would end before it begins. Please choose a later end.")


@one_transaction
def pause_hall(*, mall: Mall, starts_at: datetime, ends_at: datetime, reason: str, at: datetime, actor: str) -> Pause:
    """Nobody is served from `starts_at` until `ends_at`; numbers stay valid and may be taken. `reason` is shown to visitors."""
    if ends_at <= max(starts_at, at):
        raise PauseEndsBeforeItStarts
    pause = Pause.objects.create(mall=mall, starts_at=starts_at, ends_at=ends_at, reason=reason)
    master_data_changed(mall)
    append(HallPaused(starts_at, ends_at), mall=mall.id, subject=pause.id, at=at, actor=actor)
    return pause


@one_transaction
def end_pause(*, pause: Pause, at: datetime, actor: str) -> None:
    """Serve again at once, or call off a pause that has not begun. A pause that is over stays as it was."""
    if at >= pause.ends_at:
        return
    if at <= pause.starts_at:
        Pause.objects.filter(pk=pause.pk).delete()
    else:
        Pause.objects.filter(pk=pause.pk).update(ends_at=at)
    master_data_changed(pause.mall)
    append(HallPauseEnded(ends_at=at), mall=pause.mall_id, subject=pause.id, at=at, actor=actor)
