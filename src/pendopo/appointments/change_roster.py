"""The roster: who is expected at which counter, and a counter that nobody comes to today after all.

Whatever changes here reaches the lines' ledger rows in the same transaction, so that numbers stop and begin with it.
"""

from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.accounts.models import User
from pendopo.appointments.events import CounterExpected, CounterOffToday, DutyAdded, DutyRemoved, SubstitutePosted
from pendopo.appointments.refresh_line_day import refresh_line_days
from pendopo.directory.master_data import master_data_changed
from pendopo.directory.models import Counter, Duty, Post, Role, SpecialDay
from pendopo.directory.opening import schedule_of
from pendopo.journal.events import EventFacts, append
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction


class DutyEndsBeforeItStarts(DomainError):
    code = "appointments.duty_ends_before_it_starts"
    status = 400
    message = _("The duty would end before it begins. Please choose a later end.")


class ClosedAnyway(DomainError):
    code = "appointments.closed_anyway"
    message = _("Counter %(counter)s serves no more today, so nobody is needed there.")


@one_transaction
def add_duty(
    *, counter: Counter, starts: time, ends: time, at: datetime, actor: str, weekday: int | None = None,
    date: date | None = None, officer_id: UUID | None = None, from_date: date | None = None, until_date: date | None = None,
) -> Duty:  # fmt: skip
    """Somebody is expected there, every week on `weekday` or on one `date`. Raises DutyEndsBeforeItStarts."""
    if ends <= starts or (from_date and until_date and until_date < from_date):
        raise DutyEndsBeforeItStarts
    duty = Duty.objects.create(
        mall=counter.mall, counter=counter, officer_id=officer_id, weekday=weekday, date=date, starts=starts, ends=ends,
        from_date=from_date, until_date=until_date,
    )  # fmt: skip
    facts = DutyAdded(
        counter=counter.id, officer=officer_id, weekday=weekday, date=date.isoformat() if date else None,
        starts=f"{starts:%H:%M}", ends=f"{ends:%H:%M}",
    )  # fmt: skip
    _record(counter, facts, duty.pk, at, actor)
    return duty


@one_transaction
def remove_duty(*, duty: Duty, at: datetime, actor: str) -> None:
    """Take it out of the roster, as if it had never stood there."""
    if Duty.objects.filter(pk=duty.pk).delete()[0]:
        _record(duty.counter, DutyRemoved(counter=duty.counter_id), duty.pk, at, actor)


@one_transaction
def close_for_today(*, counter: Counter, reason: str, at: datetime, actor: str) -> SpecialDay:
    """Nobody is expected at the counter any more today; visitors read the `reason`. Whoever opens it anyway may."""
    today = business_date(at, counter.mall.time_zone)
    day, _made = SpecialDay.objects.update_or_create(
        mall=counter.mall, counter=counter, agency=None, date=today, defaults={"opens": None, "closes": None, "reason": reason}
    )
    _record(counter, CounterOffToday(counter=counter.id, business_date=today.isoformat()), day.pk, at, actor)
    return day


@one_transaction
def expect_again(*, counter: Counter, at: datetime, actor: str) -> None:
    """Somebody is expected today after all, by the counter's usual hours and roster. Doing it twice changes nothing.

    Other hours than usual, which somebody wrote for this day, stay.
    """
    today = business_date(at, counter.mall.time_zone)
    closed = SpecialDay.objects.filter(mall=counter.mall, counter=counter, date=today, opens__isnull=True)
    for day in closed.order_by("pk"):
        SpecialDay.objects.filter(pk=day.pk).delete()
        _record(counter, CounterExpected(counter=counter.id, business_date=today.isoformat()), day.pk, at, actor)


@one_transaction
def substitute(*, counter: Counter, officer: User, at: datetime, actor: str) -> Post:
    """Send an officer to a counter for the rest of today: a post for this counter and a duty from now to its closing.

    Raises ClosedAnyway when the counter serves no more today.
    """
    expect_again(counter=counter, at=at, actor=actor)
    schedule = schedule_of(counter.mall)
    today = schedule.business_date(at)
    span = schedule.span(today, counter_id=counter.id)
    if span is None or at >= span.closes_at:
        raise ClosedAnyway(counter=counter.number)
    here = at.astimezone(zone(counter.mall.time_zone))
    starts = max(here, span.opens_at).time().replace(second=0, microsecond=0)
    Duty.objects.filter(counter=counter, date=today).delete()
    add_duty(counter=counter, officer_id=officer.id, date=today, starts=starts, ends=span.closes_at.time(), at=at, actor=actor)
    return _posted_for_today(counter, officer, today, at, actor)


def _posted_for_today(counter: Counter, officer: User, today: date, at: datetime, actor: str) -> Post:
    held = Post.objects.filter(
        user=officer, mall=counter.mall, role=Role.OFFICER, counters=counter, from_date=today, until_date=today
    ).first()
    if held is not None:
        return held
    post = Post.objects.create(
        user=officer, mall=counter.mall, agency=counter.agency, role=Role.OFFICER, from_date=today, until_date=today
    )
    post.counters.set([counter])
    facts = SubstitutePosted(counter=counter.id, business_date=today.isoformat())
    append(facts, mall=counter.mall_id, subject=officer.id, at=at, actor=actor)
    return post


def _record(counter: Counter, facts: EventFacts, subject: UUID, at: datetime, actor: str) -> None:
    master_data_changed(counter.mall)
    append(facts, mall=counter.mall_id, subject=subject, at=at, actor=actor)
    refresh_line_days(mall=counter.mall, at=at, actor=actor)
