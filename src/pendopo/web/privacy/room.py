"""What every page of this room shares: its door, its frame, whose hand it is, and the look it records."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.directory.doors import ADMINISTERING, AT_COUNTERS, AUDITING, GREETING, audited_mall_for, mall_for
from pendopo.directory.models import Mall
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.web.audience import Audience, audience

#: Whoever serves or welcomes visitors may fulfil their rights.
SERVING = tuple({*AT_COUNTERS, *GREETING})
#: Breaches are read and written on by these alone.
RESPONSIBLE = (*ADMINISTERING, *AUDITING)
View = Callable[..., HttpResponse]


def staff_page(roles: Iterable[str]) -> Callable[[View], View]:
    """A page of one mall for these roles: `view(request, mall, at, ...)`, in the mall's own time."""

    def decorate(view: View) -> View:
        @audience(Audience.SIGNED_IN)
        @wraps(view)
        def opened(request: HttpRequest, mall: str, **parts: Any) -> HttpResponse:
            at = clock.now()
            return _in_mall(view, request, mall_for(request.user, mall, at, roles=roles), at, parts)

        return opened

    return decorate


def auditor_page(view: View) -> View:
    """A page of one mall for its auditors."""

    @audience(Audience.AUDITOR)
    @wraps(view)
    def opened(request: HttpRequest, mall: str, **parts: Any) -> HttpResponse:
        at = clock.now()
        return _in_mall(view, request, audited_mall_for(request.user, mall, at), at, parts)

    return opened


def _in_mall(view: View, request: HttpRequest, mall: Mall, at: datetime, parts: dict[str, Any]) -> HttpResponse:
    with timezone.override(clock.zone(mall.time_zone)):
        return view(request, mall, at, **parts)


@require_safe
@audience(Audience.SIGNED_IN)
def entrance(request: HttpRequest, mall: str) -> HttpResponse:
    """To the first page of this room that is the person's."""
    found = mall_for(request.user, mall, clock.now())
    first = next(iter(pages_for(request, found)), None)
    if first is None:
        raise NotFound
    return redirect(f"web:{first}", mall=found.code)


def pages_for(request: HttpRequest, mall: Mall) -> list[str]:
    """The pages of this room that somebody may open; the posts are those that the audience has just found."""
    held = {post.role for post in request.posts if post.mall_id == mall.id}  # type: ignore[attr-defined]
    doors = {"looks": AUDITING, "rights": SERVING, "keeping": RESPONSIBLE, "breaches": RESPONSIBLE}
    return [page for page, roles in doors.items() if held & set(roles)]


def person_of(request: HttpRequest) -> UUID:
    return request.user.pk  # type: ignore[return-value]


def actor_of(request: HttpRequest) -> str:
    return f"officer:{request.user.pk}"


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, mall: Mall, at: datetime, status: int = 200
) -> HttpResponse:
    frame = {
        "mall": {"name": mall.name, "place": mall.region.name}, "mall_code": mall.code, "now": timezone.localtime(at),
        "person": {"name": str(request.user), "role": ""}, "pages": pages_for(request, mall), "home_url": "/pos",
    }  # fmt: skip
    return render(request, f"privacy/{template}", {**frame, **context}, status=status)
