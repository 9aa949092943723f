"""Alerts: raised once until they are over, acknowledged by name, ended when nothing calls for attention any more."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.models import User
from pendopo.directory.models import Counter, Mall
from pendopo.journal.events import append
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.transactions import one_transaction, writing
from pendopo.queue.events import AlertOver, AlertRaised, AlertSeen
from pendopo.queue.holding import actor_of
from pendopo.queue.lifecycle import ALERT
from pendopo.queue.models import DeskLease
from pendopo.queue.watch_models import Alert, AlertKind, AlertState


class SomebodySeesToIt(DomainError):
    code = "queue.somebody_sees_to_it"
    message = _("%(person)s is seeing to it already.")


def raise_alert(
    *, mall: Mall, kind: str, about: UUID, at: datetime, actor: str = "system", raised_by: User | None = None,
    counter: Counter | None = None,
) -> Alert:  # fmt: skip
    """The alert about this, raised now unless it stands already. May be called by many at once."""
    if standing := open_alert(mall, kind, about):
        return standing
    try:
        with writing():
            alert = Alert.objects.create(
                mall=mall,
                kind=AlertKind(kind),
                about=about,
                state=AlertState.RAISED,
                changed_at=at,
                raised_at=at,
                raised_by=raised_by,
            )
            facts = AlertRaised(str(kind), about, counter.id if counter else None, counter.zone_id if counter else None)
            append(facts, mall=mall.id, subject=alert.id, at=at, actor=actor)
            return alert
    except IntegrityError:
        if standing := open_alert(mall, kind, about):
            return standing
        raise


def open_alert(mall: Mall, kind: str, about: UUID) -> Alert | None:
    return (
        Alert.objects.filter(mall=mall, kind=kind, about=about).exclude(state=AlertState.OVER).select_related("seen_by").first()
    )


@one_transaction
def acknowledge(*, alert: Alert, person: User, at: datetime) -> Alert:
    """The person sees to it, and everybody reads the name. Twice by the same person changes nothing. Raises SomebodySeesToIt."""
    now = Alert.objects.select_related("seen_by").get(pk=alert.pk)
    if now.state == AlertState.OVER or now.seen_by_id == person.id:
        return now
    if now.seen_by is not None:
        raise SomebodySeesToIt(person=now.seen_by.name)
    counter = _counter_of(now)
    facts = AlertSeen(now.kind, now.about, counter.id if counter else None, counter.zone_id if counter else None)
    ALERT.move(now, "see", at=at, actor=f"officer:{person.id}", event=facts, seen_by=person, seen_at=at)
    return now


@one_transaction
def end_alert(*, alert: Alert, at: datetime, actor: str = "system") -> None:
    """It is over; ending it twice changes nothing."""
    now = Alert.objects.exclude(state=AlertState.OVER).filter(pk=alert.pk).first()
    if now is None:
        return
    counter = _counter_of(now)
    facts = AlertOver(now.kind, now.about, counter.id if counter else None, counter.zone_id if counter else None)
    ALERT.move(now, "end", at=at, actor=actor, event=facts)


def alert_in(mall: Mall, alert: UUID) -> Alert:
    """An alert of this mall that is not over. Raises NotFound."""
    found = Alert.objects.filter(pk=alert, mall=mall).exclude(state=AlertState.OVER).first()
    if found is None:
        raise NotFound
    return found


# -- help at a counter ----------------------------------------------------------------------------------------------------


def ask_for_help(*, desk: DeskLease, at: datetime) -> Alert:
    """The zone's colleagues, the greeter and whoever runs the hall see it at once; visitors do not. Asked twice, it stands once."""
    return raise_alert(
        mall=desk.mall, kind=AlertKind.HELP, about=desk.counter_id, at=at, actor=actor_of(desk), raised_by=desk.officer,
        counter=desk.counter,
    )  # fmt: skip


def help_is_over(*, desk: DeskLease, at: datetime) -> None:
    """The officer who asked needs nobody any more."""
    if standing := open_alert(desk.mall, AlertKind.HELP, desk.counter_id):
        end_alert(alert=standing, at=at, actor=actor_of(desk))


def come_to_help(*, desk: DeskLease, alert: UUID, at: datetime) -> Alert:
    """A colleague of the mall answers by name. Raises SomebodySeesToIt, NotFound."""
    found = alert_in(desk.mall, alert)
    if found.kind != AlertKind.HELP:
        raise NotFound
    try:
        return acknowledge(alert=found, person=desk.officer, at=at)
    except AlreadyMoved:
        # Somebody answered in this very instant: say who.
        return acknowledge(alert=found, person=desk.officer, at=at)


def _counter_of(alert: Alert) -> Counter | None:
    return Counter.objects.filter(pk=alert.about).first() if alert.kind == AlertKind.HELP else None
