"""Where the back office begins: the choice of malls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from pendopo.directory.doors import managed_malls, may_found_mall
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
    if len(found) == 1:
        return redirect("web:first_steps", mall=found[0].code)
    if not found:
        if may_found_mall(request.user):
            return redirect("web:first_day")
        raise NotFound
    return show(request, "malls.html", {"malls": found}, mall=None, at=at)
