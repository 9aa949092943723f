"""What every page of the back office shares: its door, its frame, and whose hand it is."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from pendopo.catalogue.changes.reach import Reach
from pendopo.directory.agency_doors import GIVEN_BY_HEADS, LEADING
from pendopo.directory.doors import MANAGING, managed_mall_for, roles_to_give
from pendopo.directory.models import Mall
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
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


def data_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of master data: `view(request, mall, at, reach, ...)`. Who runs the mall reaches all of it, the head of an agency
    what belongs to that agency."""

    @audience(Audience.AGENCY_HEAD)
    @wraps(view)
    def opened(request: HttpRequest, mall: str, **parts: Any) -> HttpResponse:
        at = clock.now()
        found, reach = reached(request, mall, at)
        request.reach = reach  # type: ignore[attr-defined]
        with timezone.override(clock.zone(found.time_zone)):
            return view(request, found, at, reach, **parts)

    return opened


def reached(request: HttpRequest, mall: str, at: datetime) -> tuple[Mall, Reach]:
    """The mall, and how far this person's hand reaches in it. Raises NotFound."""
    posts = [post for post in request.posts if post.mall.code == mall]  # type: ignore[attr-defined] # left by the audience
    for post in posts:
        if post.role in MANAGING:
            return post.mall, Reach(roles_to_give(request.user, post.mall, at))
    led = [post for post in posts if post.role in LEADING and post.agency and post.agency.active]
    if not led:
        raise NotFound
    return led[0].mall, Reach(GIVEN_BY_HEADS, frozenset(post.agency.code for post in led))


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, mall: Mall | None, at: datetime, status: int = 200
) -> HttpResponse:
    """Render a page with its menu and masthead."""
    reach = getattr(request, "reach", None)
    bound = reach is not None and reach.agencies is not None
    frame = {
        "mall": {"name": mall.name, "place": mall.region.name} if mall else {"name": "Pendopo", "place": ""},
        "mall_code": mall.code if mall else "",
        "person": {"name": str(request.user), "role": _("Agency head") if bound else _("Running the mall")},
        "bound": bound,
        "now": timezone.localtime(at) if mall else None,
        "home_url": "/kelola/",
    }
    return render(request, f"backoffice/{template}", {**frame, **context}, status=status)
