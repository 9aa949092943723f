"""The address `/metrik`, and the counting around every request. Below Django: it asks for no host, session or language."""

import hmac
import json
import time
import urllib.request
from collections.abc import Callable, Iterable
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings

from pendopo.config.measuring.counting import Counters, counted
from pendopo.config.measuring.exposition import exposition
from pendopo.config.measuring.hall import Gauge, gauges
from pendopo.config.supervisor import believing
from pendopo.kernel.clock import now

ADDRESS = "/metrik"
_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LIVE_SECONDS = 0.5

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def measured(application: Application) -> Application:
    """The application with every request counted, and `/metrik` answered before it."""

    def measuring(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == ADDRESS:
            return answer(environ, start_response)
        said = "500"

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal said
            said = status
            return start_response(status, headers, *more)

        began = time.perf_counter()
        try:
            return application(environ, start)
        finally:
            _counters().count(environ["PATH_INFO"], said, time.perf_counter() - began)

    return measuring


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The figures, for this machine itself or for who brings the token; for everybody else there is nothing here."""
    if not allowed(environ):
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]
    body = exposition([*gauges(now()), *_streams(environ)], counted(_folder())).encode()
    headers = [("Content-Type", _MEDIA_TYPE), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response("200 OK", headers)
    return [body]


def allowed(environ: dict[str, Any]) -> bool:
    token = settings.METRICS_TOKEN
    given = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    # What came through a proxy came from elsewhere, whatever address the proxy itself has.
    if any(name in environ for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")):
        return False
    try:
        return ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _streams(environ: dict[str, Any]) -> Iterable[Gauge]:
    """What the event stream's process says of itself, if it runs beside us."""
    scheme, port = environ.get("wsgi.url_scheme", "http"), int(environ.get("SERVER_PORT") or 0) + 1
    address = f"{scheme}://127.0.0.1:{port}/live/siap"
    try:
        with urllib.request.urlopen(address, timeout=_LIVE_SECONDS, context=believing()) as said:  # noqa: S310 - our own process
            words = json.load(said)
        streams, position = int(words["streams"]), int(words["position"])
    except (OSError, ValueError, KeyError, TypeError):
        yield Gauge("pendopo_live_up", "Whether the event stream answers beside the pages.", 0)
        return
    yield Gauge("pendopo_live_up", "Whether the event stream answers beside the pages.", 1)
    yield Gauge("pendopo_live_streams", "Screens and phones that listen.", streams)
    yield Gauge("pendopo_live_position", "The last event they were told.", position, kind="counter")


def _folder() -> Path:
    return Path(settings.DATA_DIRECTORY) / "keeping" / "requests"


@cache
def _counters() -> Counters:
    return Counters(_folder())
