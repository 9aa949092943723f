"""What is pressed in the live hall. Each answer is the hall again; a refusal stands in the sheet it came from."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from pendopo.accounts.models import User
from pendopo.appointments.change_roster import close_for_today, expect_again, substitute
from pendopo.appointments.open_line_day import open_line_day
from pendopo.appointments.stop_issuing import StopReason, resume_issuing, stop_issuing
from pendopo.catalogue.models import Line
from pendopo.directory.models import Counter, Device, Mall, Post, Role
from pendopo.directory.outside_line import say_outside_is_back, say_outside_is_lost
from pendopo.directory.pause_hall import pause_hall
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.alerts import acknowledge, end_alert, open_alert, raise_alert
from pendopo.queue.message_desks import message_desks
from pendopo.queue.move_waiting import move_waiting
from pendopo.queue.set_threshold import set_threshold
from pendopo.queue.watch_models import AlertKind
from pendopo.web.oversight.hall import ALL_DAY, MINUTES, counter_facts, line_facts
from pendopo.web.oversight.room import actor_of, counter_of, hall_page, line_of, show

_LONGEST_REASON = 120
#: What an alert of each kind is about.
_ABOUT = {
    AlertKind.HELP: Counter, AlertKind.ABSENT: Counter, AlertKind.WAIT: Line, AlertKind.STOPPED: Line, AlertKind.DEVICE: Device,
}  # fmt: skip


def _back(mall: Mall) -> HttpResponse:
    return redirect("web:live_hall", mall=mall.code)


def _minutes(request: HttpRequest) -> timedelta:
    """One of the offered lengths. Raises NotFound for any other."""
    written = request.POST.get("menit", "")
    if written not in {str(choice) for choice in (*MINUTES, ALL_DAY)}:
        raise NotFound
    return timedelta(minutes=int(written))


@require_POST
@hall_page
def see(request: HttpRequest, mall: Mall, at: datetime, kind: str, about: UUID) -> HttpResponse:
    """I see to it: by name, for everybody to read."""
    if kind not in AlertKind.values or not isinstance(request.user, User):
        raise NotFound
    if not _ABOUT[AlertKind(kind)]._default_manager.filter(pk=about, mall=mall).exists():
        raise NotFound
    # Help is asked by an officer, never by looking.
    asked = kind == AlertKind.HELP
    alert = open_alert(mall, kind, about) if asked else raise_alert(mall=mall, kind=kind, about=about, at=at)
    if alert is not None:
        acknowledge(alert=alert, person=request.user, at=at)
    return _back(mall)


@require_POST
@hall_page
def end_help(request: HttpRequest, mall: Mall, at: datetime, counter: str) -> HttpResponse:
    if alert := open_alert(mall, AlertKind.HELP, counter_of(mall, counter).id):
        end_alert(alert=alert, at=at, actor=actor_of(request))
    return _back(mall)


@require_POST
@hall_page
def pause(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    """A break of the whole hall from now on; every display, kiosk and phone names its reason and its end."""
    reason = " ".join(request.POST.get("alasan", "").split())[:_LONGEST_REASON]
    if reason:
        pause_hall(mall=mall, starts_at=at, ends_at=at + _minutes(request), reason=reason, at=at, actor=actor_of(request))
    return _back(mall)


@require_POST
@hall_page
def say_outside(request: HttpRequest, mall: Mall, at: datetime, word: str) -> HttpResponse:
    """`putus` the line to the internet is cut, `ada` it is there again; every display says so within a minute."""
    if word not in ("putus", "ada"):
        raise NotFound
    change = say_outside_is_lost if word == "putus" else say_outside_is_back
    change(mall=mall, at=at, actor=actor_of(request))
    return _back(mall)


@require_POST
@hall_page
def say(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    """Words to one counter (`loket`), or to all that are open."""
    if not isinstance(request.user, User):
        raise NotFound
    chosen = request.POST.get("loket", "")
    where = counter_of(mall, chosen) if chosen else None
    try:
        message_desks(mall=mall, text=request.POST.get("pesan", ""), sender=request.user, at=at, counter=where)
    except DomainError as refusal:
        facts = {"refusal": refusal, "text": request.POST.get("pesan", ""), "chosen": chosen, "counters": ()}
        return show(request, "message.html", facts, mall=mall, at=at, status=refusal.status)
    return _back(mall)


# -- one counter ------------------------------------------------------------------------------------------------------------


def _at_counter(act: Callable[..., None]) -> Callable[..., HttpResponse]:
    @require_POST
    @hall_page
    def view(request: HttpRequest, mall: Mall, at: datetime, counter: str) -> HttpResponse:
        found = counter_of(mall, counter)
        try:
            act(request, found, at)
        except NotFound:
            raise
        except DomainError as refusal:
            facts = {**counter_facts(mall, found, at), "refusal": refusal}
            return show(request, "counter.html", facts, mall=mall, at=at, status=refusal.status)
        return _back(mall)

    return view


@_at_counter
def close_counter(request: HttpRequest, counter: Counter, at: datetime) -> None:
    reason = " ".join(request.POST.get("alasan", "").split())[:_LONGEST_REASON]
    if reason:
        close_for_today(counter=counter, reason=reason, at=at, actor=actor_of(request))


@_at_counter
def expect_counter(request: HttpRequest, counter: Counter, at: datetime) -> None:
    expect_again(counter=counter, at=at, actor=actor_of(request))


@_at_counter
def send_officer(request: HttpRequest, counter: Counter, at: datetime) -> None:
    """A post and a duty for this counter, today."""
    mall = counter.mall
    posts = Post.objects.filter(mall=mall, role__in=(Role.OFFICER, Role.SUPERVISOR), user__is_active=True).select_related(
        "user"
    )
    in_force = posts.in_force(business_date(at, mall.time_zone))
    found = next((post.user for post in in_force if str(post.user_id) == request.POST.get("petugas", "")), None)
    if found is None:
        raise NotFound
    substitute(counter=counter, officer=found, at=at, actor=actor_of(request))


# -- one line -----------------------------------------------------------------------------------------------------------------


def _in_line(act: Callable[..., None]) -> Callable[..., HttpResponse]:
    @require_POST
    @hall_page
    def view(request: HttpRequest, mall: Mall, at: datetime, line: str) -> HttpResponse:
        found = line_of(mall, line)
        try:
            act(request, found, at)
        except NotFound:
            raise
        except DomainError as refusal:
            facts = {**line_facts(mall, found.code, at), "refusal": refusal}
            return show(request, "line.html", facts, mall=mall, at=at, status=refusal.status)
        return _back(mall)

    return view


@_in_line
def stop_numbers(request: HttpRequest, line: Line, at: datetime) -> None:
    reason = request.POST.get("alasan", "")
    if reason not in StopReason.values:
        raise NotFound
    until = at + _minutes(request)
    stop_issuing(line_day=open_line_day(line=line, at=at), until=until, reason=reason, at=at, actor=actor_of(request))


@_in_line
def give_numbers(request: HttpRequest, line: Line, at: datetime) -> None:
    resume_issuing(line_day=open_line_day(line=line, at=at), at=at, actor=actor_of(request))


@_in_line
def move_people(request: HttpRequest, line: Line, at: datetime) -> None:
    move_waiting(line=line, to=line_of(line.mall, request.POST.get("ke", "")), at=at, actor=actor_of(request))


@_in_line
def threshold(request: HttpRequest, line: Line, at: datetime) -> None:
    """From how many minutes a wait is too long; `mal` sets it for every line without one of its own."""
    written = request.POST.get("batas", "")
    if not written.isdecimal() or len(written) > 3 or not int(written):
        raise NotFound
    whole = request.POST.get("mal") == "ya"
    set_threshold(mall=line.mall, line=None if whole else line, minutes=int(written), at=at, actor=actor_of(request))
