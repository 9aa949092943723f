"""Erase what is personal of a visit. Its numbers stay, so that no day misses one; nothing says any more whose they were."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from pendopo.assistance.models import Assistance
from pendopo.catalogue.models import PriorityClass
from pendopo.journal.events import append
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import public_code
from pendopo.kernel.transactions import writing
from pendopo.privacy.events import VisitErased
from pendopo.privacy.keeping import held_on
from pendopo.privacy.models import ErasedVisit, ProofTry
from pendopo.queue.models import FINAL, Ticket, Visit

_LANGUAGE = "id"


class VisitGoesOn(DomainError):
    code = "privacy.visit_goes_on"
    message = _("The visit is not over yet. Please come back when it is, or give the number up first.")


class HeldByLaw(DomainError):
    code = "privacy.held_by_law"
    message = _("The records of “%(service)s” must be kept until %(until)s: %(reason)s. Nothing was erased.")


def erase_visit(*, visit: Visit, at: datetime, actor: str) -> None:
    """What its visitor asked for. Erasing it twice changes nothing. Raises VisitGoesOn, HeldByLaw."""
    with _scrubbing(), writing():
        if Ticket.objects.filter(visit=visit).exclude(state__in=FINAL).exists():
            raise VisitGoesOn
        if holding := held_on(visit, business_date(at, visit.mall.time_zone)):
            raise HeldByLaw(service=holding.service, until=f"{holding.until:%d-%m-%Y}", reason=holding.reason)
        _erase([visit], at, actor, asked=True)


def erase_overdue_visits(visits: Sequence[Visit], *, at: datetime) -> None:
    """Those whose time is over, in one short transaction. The caller has chosen them by `retention`."""
    with _scrubbing(), writing():
        _erase(visits, at, "system", asked=False)


def _erase(visits: Sequence[Visit], at: datetime, actor: str, *, asked: bool) -> None:
    already = set(ErasedVisit.objects.filter(visit__in=visits).values_list("visit", flat=True))
    # Copies: whoever asked still speaks to the visit by its old code, which opens nothing any more.
    fresh = [copy(visit) for visit in visits if visit.pk not in already]
    of_these = Ticket.objects.filter(visit__in=fresh)
    of_these.exclude(note="", priority=PriorityClass.NONE).update(note="", priority=PriorityClass.NONE)
    # The class is also why a number stood where it did.
    of_these.filter(rank_reason__in=PriorityClass.values).update(
        rank_reason=PriorityClass.NONE, head_start_minutes=0, rank_at=F("joined_at")
    )
    Assistance.objects.filter(visit__in=fresh).delete()
    ProofTry.objects.filter(visit__in=fresh).delete()
    for visit in fresh:
        # A code that nobody has been told: the link and the paper open nothing any more.
        visit.code, visit.priority, visit.language = public_code(), PriorityClass.NONE, _LANGUAGE
        append(VisitErased(asked=asked), mall=visit.mall_id, subject=visit.pk, at=at, actor=actor)
    Visit.objects.bulk_update(fresh, ["code", "priority", "language"])
    ErasedVisit.objects.bulk_create(
        ErasedVisit(visit=visit, mall_id=visit.mall_id, erased_at=at, asked=asked) for visit in fresh
    )


@contextmanager
def _scrubbing() -> Iterator[None]:
    """On SQLite: pages that become free are overwritten too, not only what lay in pages that stay in use."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA secure_delete=FAST")
