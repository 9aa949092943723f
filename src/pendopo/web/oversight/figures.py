"""Today's figures for those who read them and change nothing: no names of officers, no acts."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.directory.doors import READING_FIGURES, mall_for
from pendopo.kernel import clock
from pendopo.queue.reads.live_hall import live_hall
from pendopo.web.audience import Audience, audience
from pendopo.web.oversight.room import show


@require_safe
@audience(Audience.FIGURES)
def figures(request: HttpRequest, mall: str) -> HttpResponse:
    at = clock.now()
    found = mall_for(request.user, mall, at, roles=READING_FIGURES)
    with timezone.override(clock.zone(found.time_zone)):
        return show(request, "figures.html", {"hall": live_hall(found, at)}, mall=found, at=at)
