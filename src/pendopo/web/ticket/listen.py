"""The right of one phone to hear its own visit's calls and the order of the lines in which it waits."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pendopo.kernel.keys import key_ring
from pendopo.queue.models import Visit
from pendopo.queue.reads.ticket import TicketPage
from pendopo.queue.subscription import COOKIE_PATH, KEY_PURPOSE, cookie_name, sealed_subscription
from pendopo.web.context import live_address

# A mall's day; the page of the next day writes its own.
_LASTS = timedelta(hours=14)


def listening_address(request: HttpRequest, visit: Visit) -> str:
    """The stream's address for this page; which visit it is stands in the cookie alone."""
    return f"{live_address(request)}?s={_screen(visit)}"


def channels(visit: Visit, page: TicketPage) -> tuple[str, ...]:
    lines = {card.line for card in page.tickets if card.waiting is not None}
    return (f"visit:{visit.id}", *sorted(f"line:{line}" for line in lines))


def let_listen(response: HttpResponse, visit: Visit, page: TicketPage, at: datetime) -> None:
    key = key_ring(Path(settings.KEYS_DIRECTORY)).secret(KEY_PURPOSE)
    sealed = sealed_subscription(key=key, mall=str(visit.mall_id), channels=channels(visit, page), until=at + _LASTS)
    response.set_cookie(
        cookie_name(_screen(visit)), sealed, max_age=int(_LASTS.total_seconds()), path=COOKIE_PATH, httponly=True,
        samesite="Lax", secure=settings.HTTPS,
    )  # fmt: skip


def _screen(visit: Visit) -> str:
    # The end of the id tells the pages of one browser apart and leads nobody to the visit.
    return f"t{visit.id.hex[-10:]}"
