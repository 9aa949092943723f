"""The greeter's first page: scan or type, see in a colour how it stands, and what there is to do."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from pendopo.assistance.models import AssistanceKind
from pendopo.directory.doors import GREETING, posts_of
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.printing.doors import printer_at_hand
from pendopo.printing.reads import printers_in_trouble
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.privacy.record_look import record_look
from pendopo.queue.hall_doors import ticket_in_hall
from pendopo.queue.models import TicketState
from pendopo.queue.rejoin import rejoin
from pendopo.web.audience import Audience, audience
from pendopo.web.greeter.room import Greeter, asks_of, by_script, greeter_page, show
from pendopo.web.greeter.verdict import Verdict, examine, refused, scanned_at, verdict_on

_KEPT = "greeter_scans"
_SHOWN = 12
_SEEN = (Part.NUMBER, Part.PRIORITY, Part.LANGUAGE, Part.ASSISTANCE)


@require_GET
@audience(Audience.GREETER)
def entrance(request: HttpRequest) -> HttpResponse:
    """To the mall of one's post; who has several goes to the first by code."""
    posts = posts_of(request.user, clock.now(), roles=GREETING)
    return redirect("web:greeter", mall=posts[0].mall.code)


@require_GET
@greeter_page
def start(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    context = {"scans": _scans(request, greeter), "printers": printers_in_trouble(greeter.mall)}
    return show(request, greeter, "scan.html", context)


@require_POST
@greeter_page
def check(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    """A scanned link, a code or a number. What was scanned stands in the body of the request, never in its address."""
    try:
        verdict = examine(greeter, request.POST.get("dicari", "")[:200].strip())
    except DomainError as error:
        verdict = refused(error)
    return tell(request, greeter, verdict)


@require_POST
@greeter_page
def back_in_line(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    """A missed number joins its line again, since its visitor stands here. Pressed twice, it has been done."""
    try:
        ticket = ticket_in_hall(greeter.mall, the_ticket(request), greeter.now)
        joined = []
        if ticket.state != TicketState.WAITING:
            rejoin(ticket=ticket, actor=greeter.actor, at=greeter.at, command_key=greeter.key)
            joined = [ticket.label]
        verdict = verdict_on(ticket.visit, greeter, wanted=ticket.id, joined=joined)
    except DomainError as error:
        verdict = refused(error)
    return tell(request, greeter, verdict)


@require_GET
@greeter_page
def heartbeat(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    """The phone asks whether the network is there, and how many ask for help to whom nobody is on the way."""
    return JsonResponse({"bantuan": asks_of(greeter)["asks"]})


def tell(request: HttpRequest, greeter: Greeter, verdict: Verdict) -> HttpResponse:
    """The verdict over the whole screen: a piece for the page's script, a page without it. It joins the last scans, and whose record
    it shows is recorded."""
    _keep(request, greeter, verdict)
    if verdict.visit is not None:
        record_look(
            mall=greeter.mall.pk, person=greeter.person, screen=Screen.ENTRANCE, purpose=Purpose.WELCOME, parts=_SEEN,
            subjects=[verdict.visit], at=greeter.now,
        )  # fmt: skip
    printable = verdict.first is not None and printer_at_hand(greeter.mall) is not None
    template = "_verdict.html" if by_script(request) else "verdict.html"
    context = {"verdict": verdict, "printable": printable, "kinds": AssistanceKind.choices}
    return show(request, greeter, template, context, status=verdict.status)


def the_ticket(request: HttpRequest) -> UUID:
    """Raises NotFound for anything else."""
    try:
        return UUID(request.POST.get("tiket", ""))
    except ValueError:
        raise NotFound from None


def _scans(request: HttpRequest, greeter: Greeter) -> list[dict[str, str]]:
    return list(request.session.get(_KEPT, {}).get(greeter.mall.code, []))


def _keep(request: HttpRequest, greeter: Greeter, verdict: Verdict) -> None:
    """The last scans of this phone: number, colour and words; whoever signs in next begins with none."""
    one = {"at": scanned_at(greeter), "label": verdict.label, "tone": verdict.tone, "title": verdict.title}
    request.session[_KEPT] = {greeter.mall.code: [one, *_scans(request, greeter)][:_SHOWN]}
