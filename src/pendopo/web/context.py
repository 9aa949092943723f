"""What every page may ask: where the event stream is, whether this is a demo, and where its help stands."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from pendopo.web.guides.places import help_address
from pendopo.web.software import software


def live_address(request: HttpRequest) -> str:
    """The event stream's address as this browser reaches it: configured, or the same host on the next port."""
    if settings.LIVE_ADDRESS:
        return settings.LIVE_ADDRESS
    scheme, usual = ("https", 443) if request.is_secure() else ("http", 80)
    host, port = split_domain_port(request.get_host())
    return f"{scheme}://{host}:{int(port or usual) + 1}/live"


def live_origin(request: HttpRequest) -> str:
    parts = urlsplit(live_address(request))
    return f"{parts.scheme}://{parts.netloc}"


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "live_address": live_address(request),
        "demo": settings.DEMO,
        "help_address": lambda: help_address(request),
        "software": software(),
    }
