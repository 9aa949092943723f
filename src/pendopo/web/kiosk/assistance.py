"""Asking an officer to come to this kiosk."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from pendopo.assistance.ask import ask_for_assistance
from pendopo.assistance.models import AskedFrom
from pendopo.web.audience import Audience, audience
from pendopo.web.kiosk.pages import show_help
from pendopo.web.kiosk.room import Kiosk, kiosk_page


@require_POST
@audience(Audience.DEVICE)
@kiosk_page
def ask(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The request names the kiosk, so that somebody comes here. Pressed again, it is the same request."""
    made = ask_for_assistance(
        mall=kiosk.mall, kind=request.POST.get("bantuan", ""), asked_from=AskedFrom.KIOSK, actor=f"device:{kiosk.device.id}",
        at=kiosk.at, device=kiosk.device,
    )  # fmt: skip
    return show_help(request, kiosk, asked=made.kind)
