"""What every page of the back office shares: its door, its frame, and whose hand it is."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from pendopo.directory.doors import managed_mall_for
from pendopo.directory.models import Mall
from pendopo.kernel import clock
from pendopo.web.audience import Audience, audience


def actor_of(request: HttpRequest) -> str:
    return f"officer:{request.user.pk}"


def mall_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one mall: `view(request, mall, at, ...)` behind the door of those who run it, in the mall's own time."""

    @audience(Audience.MANAGER)
    @wraps(view)
    def opened(request: HttpRequest, mall: str, **parts: Any) -> HttpResponse:
        at = clock.now()
        found = managed_mall_for(request.user, mall, at)
        with timezone.override(clock.zone(found.time_zone)):
            return view(request, found, at, **parts)

    return opened


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, mall: Mall | None, at: datetime, status: int = 200
) -> HttpResponse:
    """Render a page with its menu and masthead."""
    frame = {
        "mall": {"name": mall.name, "place": mall.region.name} if mall else {"name": "Pendopo", "place": ""},
        "mall_code": mall.code if mall else "",
        "person": {"name": str(request.user), "role": _("Running the mall")},
        "now": timezone.localtime(at) if mall else None,
        "home_url": "/kelola/",
    }
    return render(request, f"backoffice/{template}", {**frame, **context}, status=status)
