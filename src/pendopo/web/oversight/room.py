"""What every page of the live hall shares: its door, its frame, and the right to listen."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pendopo.catalogue.models import Line
from pendopo.directory.doors import MANAGING
from pendopo.directory.models import Counter, Mall, Post
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.kernel.keys import key_ring
from pendopo.queue.board_messages import MALL
from pendopo.queue.subscription import COOKIE_PATH, KEY_PURPOSE, cookie_name, sealed_subscription
from pendopo.queue.watch_messages import WATCH
from pendopo.web.audience import Audience, audience
from pendopo.web.context import live_address

_LASTS = timedelta(hours=14)
_SCREEN = "aula"


def hall_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one mall: `view(request, mall, at, ...)` behind the door of those who run it, in the mall's own time."""

    @audience(Audience.MANAGER)
    @wraps(view)
    def opened(request: HttpRequest, mall: str, **parts: Any) -> HttpResponse:
        found = _run_by(request.posts, mall)  # type: ignore[attr-defined]
        with timezone.override(clock.zone(found.time_zone)):
            return view(request, found, clock.now(), **parts)

    return opened


def _run_by(posts: Iterable[Post], code: str) -> Mall:
    """The mall of this code among those that the asker runs: the posts in force that the audience has just found."""
    for post in posts:
        if post.mall.code == code and post.role in MANAGING:
            return post.mall
    raise NotFound


def counter_of(mall: Mall, code: str) -> Counter:
    """A counter in service of the mall. Raises NotFound."""
    found = Counter.objects.filter(mall=mall, code=code, active=True).select_related("mall", "zone", "agency").first()
    if found is None:
        raise NotFound
    return found


def line_of(mall: Mall, code: str) -> Line:
    """A line in service of the mall. Raises NotFound."""
    found = Line.objects.filter(mall=mall, code=code, active=True).select_related("mall", "agency").first()
    if found is None:
        raise NotFound
    return found


def actor_of(request: HttpRequest) -> str:
    return f"officer:{request.user.pk}"


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, mall: Mall, at: datetime, status: int = 200
) -> HttpResponse:
    """Render a page with its menu and masthead; for htmx, a sheet as what stands in the dialog."""
    inside = request.META.get("HTTP_HX_REQUEST") == "true"
    frame = {
        "mall": {"name": mall.name, "place": ""}, "mall_code": mall.code, "now": timezone.localtime(at), "home_url": "/kelola/",
        "person": {"name": str(request.user), "role": ""}, "inside": inside,
        "sheet": "oversight/sheet_dialog.html" if inside else "oversight/sheet_page.html",
    }  # fmt: skip
    return render(request, f"oversight/{template}", {**frame, **context}, status=status)


def listening_address(request: HttpRequest) -> str:
    return f"{live_address(request)}?s={_SCREEN}"


def let_listen(response: HttpResponse, mall: UUID, at: datetime) -> None:
    key = key_ring(Path(settings.KEYS_DIRECTORY)).secret(KEY_PURPOSE)
    sealed = sealed_subscription(key=key, mall=str(mall), channels=(MALL, WATCH), until=at + _LASTS)
    response.set_cookie(
        cookie_name(_SCREEN), sealed, max_age=int(_LASTS.total_seconds()), path=COOKIE_PATH, httponly=True, samesite="Strict",
        secure=settings.HTTPS,
    )  # fmt: skip
