"""The desk's page: survives reload, since its state is the server's, and comes back to the same visitor after signing in anew."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from pendopo.directory.doors import counter_for
from pendopo.kernel import clock
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.privacy.record_look import record_look
from pendopo.queue.models import DeskLease
from pendopo.queue.reads.desk_visitor import ticket_here
from pendopo.web.audience import Audience, audience
from pendopo.web.desk.lease import desk_of_person
from pendopo.web.desk.screen import show_desk

_ON_CARD = (Part.NUMBER, Part.PRIORITY, Part.LANGUAGE, Part.NOTE)
_SAME_LOOK = timedelta(hours=1)


@require_GET
@audience(Audience.OFFICER)
def desk(request: HttpRequest, counter_code: str) -> HttpResponse:
    at = clock.now()
    held = desk_of_person(request, request.user, at)
    # Another mall may have a counter of this code too: the one that is open here is meant.
    mall = held.mall.code if held is not None and held.counter.code == counter_code else ""
    counter = counter_for(request.user, counter_code, at, mall=mall)
    if held is None or held.counter_id != counter.id:
        return redirect(f"{reverse('web:posts')}?{urlencode({'loket': counter.code})}")
    _look_at_taken_over(held, at)
    return show_desk(request, held, at)


def _look_at_taken_over(desk: DeskLease, at: datetime) -> None:
    """A visitor whom another officer called stands on this screen too; whom this one called, the call itself tells of."""
    here = ticket_here(desk.counter_id)
    if here is not None and here.officer_id != desk.officer_id:
        record_look(
            mall=desk.mall_id, person=desk.officer_id, screen=Screen.DESK, purpose=Purpose.SERVING, parts=_ON_CARD,
            subjects=[here.visit_id], at=at, same_for=_SAME_LOOK,
        )  # fmt: skip
