"""What visitors ask for: a wheelchair, an interpreter, a companion. Seen at once, taken by one, done."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pendopo.accounts.models import User
from pendopo.assistance.ask import ask_for_assistance
from pendopo.assistance.attend import finish_assistance, hand_assistance_back, take_assistance
from pendopo.assistance.doors import request_in
from pendopo.assistance.models import AskedFrom, AssistanceKind
from pendopo.assistance.reads import open_assistance
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.privacy.record_look import record_look
from pendopo.queue.alerts import acknowledge, alert_in, end_alert
from pendopo.queue.hall_doors import ticket_in_hall
from pendopo.queue.reads.desk_help import desks_asking
from pendopo.queue.watch_models import AlertKind
from pendopo.web.greeter.room import Greeter, greeter_page, show
from pendopo.web.greeter.scan import tell, the_ticket
from pendopo.web.greeter.verdict import GOOD, Verdict, refused

# The page asks again every half minute.
_SAME_LOOK = timedelta(minutes=15)


@require_GET
@greeter_page
def requests(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    return _page(request, greeter)


@require_POST
@greeter_page
def ask(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    """For the visitor who stands here; with a `tiket` the request belongs to that visit."""
    try:
        ticket = ticket_in_hall(greeter.mall, the_ticket(request), greeter.now) if request.POST.get("tiket") else None
        made = ask_for_assistance(
            mall=greeter.mall, kind=request.POST.get("bantuan", ""), asked_from=AskedFrom.GREETER, actor=greeter.actor,
            at=greeter.at, visit=ticket.visit if ticket else None, command_key=greeter.key_for("ask"),
        )  # fmt: skip
    except DomainError as error:
        return tell(request, greeter, refused(error))
    words = str(AssistanceKind(made.kind).label)
    label = ticket.label if ticket else ""
    return tell(request, greeter, Verdict(GOOD, words, _("Asked for. Every greeter sees it."), label=label))


@require_POST
@greeter_page
def attend(request: HttpRequest, greeter: Greeter, word: str, made: UUID) -> HttpResponse:
    """`ambil` I go there, `lepas` I cannot after all, `selesai` the visitor was helped."""
    asked = request_in(greeter.mall, made, greeter.now)
    try:
        if word == "ambil":
            take_assistance(request=asked, person=_person(request), at=greeter.now)
        elif word == "lepas":
            hand_assistance_back(request=asked, actor=greeter.actor, at=greeter.now)
        elif word == "selesai":
            finish_assistance(request=asked, actor=greeter.actor, at=greeter.now)
        else:
            raise NotFound
    except NotFound:
        raise
    except DomainError as refusal:
        return _page(request, greeter, refusal=refusal)
    return redirect("web:greeter_requests", mall=greeter.mall.code)


@require_POST
@greeter_page
def help_counter(request: HttpRequest, greeter: Greeter, alert: UUID, word: str) -> HttpResponse:
    """A counter's own call for help: `ambil` I go there, `selesai` it is over. The counter reads the name."""
    asked = alert_in(greeter.mall, alert)
    if asked.kind != AlertKind.HELP or word not in ("ambil", "selesai"):
        raise NotFound
    try:
        if word == "ambil":
            acknowledge(alert=asked, person=_person(request), at=greeter.now)
        else:
            end_alert(alert=asked, at=greeter.now, actor=greeter.actor)
    except DomainError as refusal:
        return _page(request, greeter, refusal=refusal)
    return redirect("web:greeter_requests", mall=greeter.mall.code)


def _page(request: HttpRequest, greeter: Greeter, *, refusal: DomainError | None = None) -> HttpResponse:
    cards = open_assistance(greeter.mall, greeter.now)
    record_look(
        mall=greeter.mall.pk, person=greeter.person, screen=Screen.REQUESTS, purpose=Purpose.HELPING,
        parts=(Part.NUMBER, Part.ASSISTANCE), subjects=(card.visit for card in cards if card.visit), at=greeter.now,
        same_for=_SAME_LOOK,
    )  # fmt: skip
    context = {
        "cards": cards, "kinds": AssistanceKind.choices, "refusal": refusal,
        "me": request.user.pk,
        "desks": desks_asking(greeter.mall, greeter.now),
    }  # fmt: skip
    return show(request, greeter, "requests.html", context, status=refusal.status if refusal else 200)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotFound
    return request.user
