"""Where is my counter? The map of the hall with the counters of the number to follow."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pendopo.directory.hall_map import hall_map
from pendopo.queue.reads.ticket import ticket_page
from pendopo.web.audience import Audience, audience
from pendopo.web.ticket.listen import listening_address
from pendopo.web.ticket.visit import Visitor, visit_frame, visit_page


@audience(Audience.TICKET)
@require_GET
@visit_page
def show_map(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Once called, only the counter that calls is marked."""
    main = ticket_page(visitor.visit, visitor.at, chosen=request.GET.get("n", "")).main
    counters = (main.counter,) if main.counter else main.counters
    context = {
        **visit_frame(visitor), "listening_address": listening_address(request, visitor.visit), "main": main,
        "map": hall_map(visitor.mall, goals=[counter.number for counter in counters]),
    }  # fmt: skip
    return render(request, "ticket/map.html", context)
