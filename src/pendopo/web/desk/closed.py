"""The counter was closed: what is left of the desk, and the way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pendopo.queue.models import DeskLease
from pendopo.web.desk.fields import from_htmx
from pendopo.web.desk.lease import forget_lease


def show_closed(request: HttpRequest, desk: DeskLease) -> HttpResponse:
    template = "desk/_closed.html" if from_htmx(request) else "desk/closed.html"
    response = render(request, template, {"counter": desk.counter.number, "fragment": from_htmx(request)})
    forget_lease(response)
    return response
