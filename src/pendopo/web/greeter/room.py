"""What every page of the greeter shares: its door, its frame, what a press carries, and the list of last scans."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from pendopo.assistance.reads import count_untaken
from pendopo.directory.doors import GREETING, mall_for
from pendopo.directory.models import Mall
from pendopo.kernel import clock
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.reads.desk_help import count_unanswered
from pendopo.web.audience import Audience, audience

# A press that was kept in the phone longer than this counts as made now.
_KEPT_AT_MOST = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Greeter:
    """Who greets, where, and when: `at` is the instant of the press, which may have waited in the phone for the network."""

    mall: Mall
    actor: str
    at: datetime
    now: datetime
    key: UUID

    @property
    def person(self) -> UUID:
        return UUID(self.actor.partition(":")[2])

    def key_for(self, part: object) -> UUID:
        """One press may do several things; each is its own command, and the same one when the press is sent again."""
        return uuid5(self.key, str(part))


def greeter_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one mall: `view(request, greeter)` behind the greeters' door, in the mall's own time."""

    @audience(Audience.GREETER)
    @wraps(view)
    def opened(request: HttpRequest, mall: str, **parts: Any) -> HttpResponse:
        now = clock.now()
        found = mall_for(request.user, mall, now, roles=GREETING)
        greeter = Greeter(found, f"officer:{request.user.pk}", _pressed_at(request.POST, found, now), now, _key(request.POST))
        with timezone.override(clock.zone(found.time_zone)):
            return view(request, greeter, **parts)

    return opened


def show(request: HttpRequest, greeter: Greeter, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    mall = greeter.mall
    frame = {
        "mall": {"name": mall.name, "place": mall.region.name}, "mall_code": mall.code, "now": timezone.localtime(greeter.now),
        "person": {"name": str(request.user)}, "key": uuid7(),
        **asks_of(greeter),
    }  # fmt: skip
    return render(request, f"greeter/{template}", {**frame, **context}, status=status)


def asks_of(greeter: Greeter) -> dict[str, int]:
    """How many visitors and how many counters ask for help to which nobody is on the way; two queries."""
    visitors, counters = count_untaken(greeter.mall, greeter.now), count_unanswered(greeter.mall)
    return {"untaken": visitors, "counters_untaken": counters, "asks": visitors + counters}


def by_script(request: HttpRequest) -> bool:
    """The page's own script wants the piece, not the page."""
    return request.META.get("HTTP_HX_REQUEST") == "true"


def _key(form: QueryDict) -> UUID:
    try:
        return UUID(form.get("kunci", ""))
    except ValueError:
        return uuid7()


def _pressed_at(form: QueryDict, mall: Mall, now: datetime) -> datetime:
    """`lalu` counts the seconds that a press lay in the phone: the phone's clock itself is not believed."""
    written = form.get("lalu", "")
    if not (written.isdecimal() and len(written) <= 6):
        return now
    pressed = now - timedelta(seconds=int(written))
    same_day = clock.business_date(pressed, mall.time_zone) == clock.business_date(now, mall.time_zone)
    return pressed if same_day and now - pressed <= _KEPT_AT_MOST else now
