"""The page with the number: after taking one, and after checking one in."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from pendopo.kernel.identifiers import readable_code
from pendopo.queue.reads.slip import Slip
from pendopo.web.addresses import public_address
from pendopo.web.kiosk.paper import paper_for
from pendopo.web.kiosk.room import Kiosk, show
from pendopo.web.kiosk.words import minutes
from pendopo.web.qr import qr


def show_slip(
    request: HttpRequest, kiosk: Kiosk, slip: Slip, *, address: str, again: Mapping[str, str], to_confirm: UUID | None = None
) -> HttpResponse:
    """`address` and `again` repeat this very page in another language; `to_confirm` is a number that nobody has seen yet.

    Where the kiosk prints by itself, its paper is asked for here: once for a number, however often the page is shown.
    """
    link = public_address(request, f"/t/{slip.code}")
    wait = slip.first.wait
    context = {
        "wait": minutes(wait) if wait else "",
        "slip": slip, "link": link, "qr": qr(link), "readable_code": readable_code(slip.code), "address": address,
        "again": dict(again), "to_confirm": to_confirm, "paper": paper_for(request, kiosk, slip, link=link),
    }  # fmt: skip
    return show(request, kiosk, "slip.html", context)
