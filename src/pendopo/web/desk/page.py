"""The desk's page: survives reload, since its state is the server's, and comes back to the same visitor after signing in anew."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from pendopo.directory.doors import counter_for
from pendopo.kernel import clock
from pendopo.web.audience import Audience, audience
from pendopo.web.desk.lease import desk_of_person
from pendopo.web.desk.screen import show_desk


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
    return show_desk(request, held, at)
