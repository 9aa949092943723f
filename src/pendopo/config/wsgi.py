"""The server's entry. Granian runs it with 2 workers of 4 threads on PostgreSQL, 1 worker of 4 threads on SQLite."""

import os
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from pendopo.config.own_cookies import own_cookies

_full = get_wsgi_application()

from pendopo.config import hot  # noqa: E402 - Django must be ready first
from pendopo.config.measuring.endpoint import measured  # noqa: E402
from pendopo.config.midnight import Midnight  # noqa: E402

_midnight = Midnight()


@own_cookies(settings.COOKIE_MARK)
@measured
def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Kiosk and desk commands asked for as JSON go the short way (`hot`), everything else through Django's middleware."""
    _midnight.look()
    if hot.is_for_the_hot_way(environ):
        return hot.answer(environ, start_response)
    return _full(environ, start_response)
