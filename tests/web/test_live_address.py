"""Where pages tell the browser to listen, when nothing is configured: the next port of the same host."""

import pytest
from django.test import RequestFactory

from pendopo.web.context import live_address, live_origin


@pytest.mark.parametrize(
    ("host", "secure", "address"),
    [
        ("127.0.0.1:8000", False, "http://127.0.0.1:8001/live"),
        ("mpp.go.id", False, "http://mpp.go.id:81/live"),
        ("mpp.go.id", True, "https://mpp.go.id:444/live"),
        ("[::1]:8000", False, "http://[::1]:8001/live"),
        ("[::1]", True, "https://[::1]:444/live"),
    ],
)
def test_the_stream_is_on_the_next_port(settings, host, secure, address):
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory().get("/", headers={"host": host}, secure=secure)
    assert live_address(request) == address
    assert live_origin(request) == address.removesuffix("/live")
