"""Correct what is held of a visit."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.models import PriorityClass
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.transactions import one_transaction
from pendopo.privacy.events import VisitCorrected
from pendopo.queue.models import FINAL, Ticket, Visit
from pendopo.queue.write_note import as_kept


class TurnNotOver(DomainError):
    code = "privacy.turn_not_over"
    message = _("The class of priority decides the turn. It can be corrected once the visit is over.")


@one_transaction
def correct_visit(
    *, visit: Visit, at: datetime, actor: str, language: str | None = None, priority: str | None = None,
    notes: Mapping[UUID, str] | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """None leaves a thing as it is; `notes` are by ticket. Returns the parts that changed. Raises TurnNotOver, NotFound."""
    parts = []
    if language is not None and language != visit.language:
        visit.language = language
        parts.append("language")
    if priority is not None and priority != visit.priority:
        _change_priority(visit, priority)
        parts.append("priority")
    if notes and _change_notes(visit, notes):
        parts.append("notes")
    if parts:
        visit.save(update_fields=["language", "priority"])
        append(VisitCorrected(parts=tuple(parts)), mall=visit.mall_id, subject=visit.pk, at=at, actor=actor)
    return tuple(parts)


def _change_priority(visit: Visit, priority: str) -> None:
    if priority not in PriorityClass.values:
        raise NotFound
    if visit.tickets.exclude(state__in=FINAL).exists():
        raise TurnNotOver
    visit.priority = priority
    visit.tickets.update(priority=priority)


def _change_notes(visit: Visit, notes: Mapping[UUID, str]) -> bool:
    """Whether any is other now. A ticket of another visit is not there."""
    before = dict(visit.tickets.values_list("pk", "note"))
    changed = {ticket: as_kept(note) for ticket, note in notes.items() if before.get(ticket) != as_kept(note)}
    if changed.keys() - before.keys():
        raise NotFound
    for ticket, note in changed.items():
        Ticket.objects.filter(pk=ticket).update(note=note)
    return bool(changed)
