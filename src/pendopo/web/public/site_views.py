"""What belongs to the installation and not to one mall: language, the way to one's ticket, health, and what machines ask for."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from pendopo.journal.models import Event
from pendopo.kernel import clock
from pendopo.kernel.identifiers import read_code
from pendopo.web.audience import Audience, audience
from pendopo.web.public.mall_head import address_of

_A_YEAR = 365 * 24 * 3600
# Events are ordered within moments; one that waits this long says that no worker runs.
_BEHIND_SECONDS = 30


@require_POST
@audience(Audience.PUBLIC)
def language(request: HttpRequest) -> HttpResponse:
    """Keep the wanted language in a cookie and go back to where it was asked for."""
    wanted = request.POST.get("language", "")
    address = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        address = "/"
    response = HttpResponseRedirect(address)
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=_A_YEAR, samesite="Lax",
            secure=request.is_secure(), httponly=True,
        )  # fmt: skip
    return response


@require_POST
@audience(Audience.PUBLIC)
def find_ticket(request: HttpRequest) -> HttpResponse:
    """From a code on paper to the ticket's page. It is posted, so that a code typed wrong stays out of addresses and logs."""
    typed = request.POST.get("kode", "")[:40]
    code = read_code(typed)
    address = address_of("ticket", code) if code else ""
    if address:
        return redirect(address)
    return render(request, "public/find_ticket.html", {"typed": typed}, status=404)


@require_safe
@audience(Audience.PUBLIC)
def health(request: HttpRequest) -> JsonResponse:
    """For whoever watches the installation. 503 when the database does not answer; a worker that lags is said, not failed."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        journal = _journal(clock.now())
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "down"}, status=503)
    return JsonResponse({"ok": not journal["behind"], "database": connection.vendor, "journal": journal})


def _journal(at: datetime) -> dict[str, Any]:
    """Events that wait for their position, and for how long the first of them has."""
    waiting = Event.objects.filter(position__isnull=True).order_by("at", "id")
    first = waiting.values_list("at", flat=True).first()
    seconds = max(0, round((at - first).total_seconds())) if first else 0
    return {
        "events_without_position": waiting.count() if first else 0,
        "waiting_seconds": seconds,
        "behind": seconds > _BEHIND_SECONDS,
    }


@require_safe
@audience(Audience.PUBLIC)
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("pendopo/img/mark.svg"))


@require_safe
@audience(Audience.PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """Services may be found from outside; tickets, devices and desks not."""
    closed = ("/t/", "/k/", "/d/", "/layar/", "/pasang/", "/loket/", "/pos", "/kelola/", "/masuk", "/undangan/")
    lines = ["User-agent: *", *(f"Disallow: {start}" for start in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
