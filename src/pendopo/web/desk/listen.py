"""The right of one desk to hear its lines, its counter and what is reserved for it or its officer."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pendopo.kernel.keys import key_ring
from pendopo.queue.models import DeskLease
from pendopo.queue.reads.desk import DeskPage
from pendopo.queue.subscription import COOKIE_PATH, KEY_PURPOSE, cookie_name, sealed_subscription
from pendopo.queue.watch_messages import DESKS
from pendopo.web.context import live_address

_LASTS = timedelta(hours=14)
_LINES_AT_MOST = 34  # a subscription names at most forty channels


def listening_address(request: HttpRequest, desk: DeskLease) -> str:
    return f"{live_address(request)}?s={_screen(desk)}"


def let_listen(response: HttpResponse, desk: DeskLease, page: DeskPage, at: datetime) -> None:
    channels = [f"counter:{desk.counter_id}", f"reserved:{desk.counter_id}", f"reserved:{desk.officer_id}"]
    channels += [DESKS, f"{DESKS}:{desk.counter.zone_id}"]
    channels += [f"line:{line.id}" for line in page.lines[:_LINES_AT_MOST]]
    key = key_ring(Path(settings.KEYS_DIRECTORY)).secret(KEY_PURPOSE)
    sealed = sealed_subscription(key=key, mall=str(desk.mall_id), channels=channels, until=at + _LASTS)
    response.set_cookie(
        cookie_name(_screen(desk)), sealed, max_age=int(_LASTS.total_seconds()), path=COOKIE_PATH, httponly=True,
        samesite="Strict", secure=settings.HTTPS,
    )  # fmt: skip


def _screen(desk: DeskLease) -> str:
    return f"d{desk.id.hex[-10:]}"
