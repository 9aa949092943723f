"""Where the back office begins: the choice of malls, of those that one runs and those in which one leads an agency."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from pendopo.directory.agency_doors import LEADING
from pendopo.directory.doors import managed_malls, may_found_mall, posts_of
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.web.audience import Audience, audience
from pendopo.web.backoffice.room import show


@require_safe
@audience(Audience.SIGNED_IN)
def malls(request: HttpRequest) -> HttpResponse:
    """One mall: straight to it. None yet, and nobody else's: the first day."""
    at = clock.now()
    found = managed_malls(request.user, at)
    led = {post.mall_id: post.mall for post in posts_of(request.user, at, roles=LEADING)}
    if len(found) == 1 and not led.keys() - {found[0].id}:
        return redirect("web:first_steps", mall=found[0].code)
    if not found and len(led) == 1:
        return redirect("web:data", mall=next(iter(led.values())).code)
    if not found and not led:
        if may_found_mall(request.user):
            return redirect("web:first_day")
        raise NotFound
    context = {"malls": found, "led": [mall for pk, mall in led.items() if pk not in {one.id for one in found}]}
    return show(request, "malls.html", context, mall=None, at=at)
