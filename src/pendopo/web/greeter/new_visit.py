"""A visit made at the entrance, with one service or several: searched, ticked, taken at once; or further ones for a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from pendopo.catalogue.models import PriorityClass, Service
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.printing.doors import printer_at_hand
from pendopo.queue.add_service import add_service
from pendopo.queue.hall_doors import service_in_hall, ticket_in_hall
from pendopo.queue.models import Channel, Ticket, Visit
from pendopo.queue.reads.slip import slip_of
from pendopo.queue.take_ticket import take_ticket
from pendopo.web.addresses import public_address
from pendopo.web.greeter.room import Greeter, greeter_page, show
from pendopo.web.qr import qr
from pendopo.web.ticket import offers

_PRIORITIES = tuple(str(name) for name in PriorityClass if name != PriorityClass.BOOKING)
_AT_MOST = 6


class NothingChosen(DomainError):
    code = "greeter.nothing_chosen"
    status = 400
    message = _("Please tick at least one service.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is ticked; `ticket` names the visit whose further services these are."""

    services: tuple[Service, ...]
    priority: str
    language: str
    ticket: Ticket | None


@require_http_methods(["GET", "POST"])
@greeter_page
def new_visit(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    """GET searches (services only, so it may stand in the address); POST takes the numbers."""
    form = request.POST if request.method == "POST" else request.GET
    wish = _wish(greeter, form)
    if request.method != "POST":
        return _choose(request, greeter, wish)
    if not wish.services:
        return _choose(request, greeter, wish, refusals=[str(NothingChosen())], status=NothingChosen.status)
    visit, refusals = _take(greeter, wish)
    if visit is None:
        return _choose(request, greeter, wish, refusals=refusals, status=409)
    return _taken(request, greeter, visit, refusals)


def _wish(greeter: Greeter, form: QueryDict) -> Wish:
    priority, language = form.get("prioritas", ""), form.get("bahasa", "")
    return Wish(
        services=tuple(service_in_hall(greeter.mall, code) for code in dict.fromkeys(form.getlist("pilih")[:_AT_MOST])),
        priority=priority if priority in _PRIORITIES else str(PriorityClass.NONE),
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        ticket=ticket_in_hall(greeter.mall, _uuid(form.get("tiket", "")), greeter.now) if form.get("tiket") else None,
    )  # fmt: skip


def _take(greeter: Greeter, wish: Wish) -> tuple[Visit | None, list[str]]:
    """One number for each service, behind one link. A service that gives none does not keep the others from it.

    Each number is a command of its own, so that a press that is sent again finds what it took before.
    """
    visit, refusals = (wish.ticket.visit if wish.ticket else None), []
    took = False
    for service in wish.services:
        try:
            visit = _take_one(greeter, wish, visit, service)
            took = True
        except DomainError as error:
            refusals.append(str(error))
    return (visit if took else None), refusals


def _take_one(greeter: Greeter, wish: Wish, visit: Visit | None, service: Service) -> Visit:
    key = greeter.key_for(service.id)
    if visit is not None:
        add_service(visit=visit, service=service.id, actor=greeter.actor, at=greeter.now, channel=Channel.DESK, command_key=key)
        return visit
    taken = take_ticket(
        mall=greeter.mall.id, service=service.id, channel=Channel.DESK, actor=greeter.actor, at=greeter.now, command_key=key,
        priority=wish.priority, language=wish.language,
    )  # fmt: skip
    return Visit.objects.select_related("mall").get(pk=taken.visit)


def _choose(
    request: HttpRequest, greeter: Greeter, wish: Wish, *, refusals: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    today = business_date(greeter.now, greeter.mall.time_zone)
    question = request.GET.get("q", "")[:120]
    chosen = {service.code for service in wish.services}
    found = offers.choices(greeter.mall, question, greeter.now, today)
    context = {
        "wish": wish, "question": question, "found": found, "refusals": refusals, "priorities": _PRIORITIES,
        "choices": [choice for choice in found.choices if choice.code not in chosen],
    }  # fmt: skip
    return show(request, greeter, "new_visit.html", context, status=status)


def _taken(request: HttpRequest, greeter: Greeter, visit: Visit, refusals: Sequence[str]) -> HttpResponse:
    slip = slip_of(visit, greeter.now)
    link = public_address(request, reverse("web:ticket", args=[visit.code]))
    context = {
        "slip": slip, "numbers": (slip.first, *slip.others), "link": link, "qr": qr(link), "refusals": refusals,
        "printable": printer_at_hand(greeter.mall) is not None,
    }  # fmt: skip
    return show(request, greeter, "taken.html", context)


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotFound from None
