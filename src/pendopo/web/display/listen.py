"""The right of a display to hear the calls of its mall."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pendopo.directory.models import Device
from pendopo.kernel.keys import key_ring
from pendopo.queue.board_messages import EVERY_CALL
from pendopo.queue.subscription import COOKIE_PATH, KEY_PURPOSE, cookie_name, screen_channel, sealed_subscription
from pendopo.web.context import live_address

# Renewed each time the display asks for its board, which it does every minute.
_LASTS = timedelta(hours=2)


def listening_address(request: HttpRequest, device: Device) -> str:
    return f"{live_address(request)}?s={_screen(device)}"


def let_listen(response: HttpResponse, device: Device, at: datetime) -> None:
    key = key_ring(Path(settings.KEYS_DIRECTORY)).secret(KEY_PURPOSE)
    channels = (EVERY_CALL, screen_channel(device.id, device.token_hash))
    sealed = sealed_subscription(key=key, mall=str(device.mall_id), channels=channels, until=at + _LASTS)
    response.set_cookie(
        cookie_name(_screen(device)), sealed, max_age=int(_LASTS.total_seconds()), path=COOKIE_PATH, httponly=True,
        samesite="Strict", secure=settings.HTTPS,
    )  # fmt: skip


def _screen(device: Device) -> str:
    return f"l{device.id.hex[-10:]}"
