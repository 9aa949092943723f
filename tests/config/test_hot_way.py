"""Broken and hostile commands on the short way are refused as on the full way: with a sentence, not with a fault of ours."""

import io
from typing import Any

import orjson
import pytest
from django.utils import translation

from pendopo.config.wsgi import application
from pendopo.queue.doors import LeaseLost
from pendopo.queue.models import Ticket
from pendopo.queue.take_ticket import UnknownDevice
from pendopo.web.problems import ForeignOrigin, Unreadable

pytestmark = pytest.mark.django_db


def post(path: str, form: bytes, **more: str) -> tuple[str, bytes]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "HTTP_ACCEPT": "application/json", "wsgi.input": io.BytesIO(form),
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(form)), "SERVER_NAME": "testserver",
        "SERVER_PORT": "80", "HTTP_HOST": "testserver", "HTTP_ORIGIN": "http://testserver", "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0), "wsgi.errors": io.StringIO(), "SCRIPT_NAME": "", "QUERY_STRING": "", **more,
    }  # fmt: skip
    said: list[str] = []
    body = b"".join(application(environ, lambda status, headers: said.append(status)))
    return said[0], body


@pytest.mark.parametrize("path", ["/k/nomor", "/d/panggil"])
@pytest.mark.parametrize(
    ("form", "more"),
    [
        (b"x=1", {"HTTP_HOST": "evil.example", "HTTP_ORIGIN": "http://evil.example"}),
        (b"x=1", {"HTTP_HOST": "not a host"}),
        (b"x=" + b"a" * 3_000_000, {}),
        (b"&".join(b"a%d=1" % n for n in range(1500)), {}),
        (b"x", {"CONTENT_TYPE": "multipart/form-data"}),
        (b"x=1", {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-7"}),
    ],
    ids=["another host", "no host", "too large", "too many fields", "no boundary", "another encoding"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(path, form, more):
    status, body = post(path, form, **more)
    assert status.startswith("400")
    assert b"web.unreadable" in body
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://testserver.evil.example", "https://testserver"])
@pytest.mark.parametrize("path", ["/k/nomor", "/d/panggil"])
def test_another_sites_page_commands_nothing(path, origin):
    status, body = post(path, b"x=1", HTTP_ORIGIN=origin)
    assert status.startswith("403")
    assert b"web.foreign_origin" in body


def test_behind_https_a_page_without_it_commands_nothing(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    over_https = {"HTTP_X_FORWARDED_PROTO": "https"}

    assert post("/d/panggil", b"", HTTP_ORIGIN="http://testserver", **over_https)[0].startswith("403")
    # Without a lease it is refused all the same, but for another reason.
    assert b"queue.lease_lost" in post("/d/panggil", b"", HTTP_ORIGIN="https://testserver", **over_https)[1]


@pytest.mark.parametrize(
    ("path", "form", "more", "code"),
    [
        ("/d/panggil", b"", {}, "queue.lease_lost"),
        ("/d/panggil", b"", {"HTTP_ORIGIN": "http://evil.example"}, "web.foreign_origin"),
        ("/d/panggil", b"x=1", {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-7"}, "web.unreadable"),
        ("/k/nomor", b"", {}, "queue.unknown_device"),
        ("/k/nomor", b"", {"HTTP_ORIGIN": "http://evil.example"}, "web.foreign_origin"),
        ("/k/nomor", b"x=1", {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-7"}, "web.unreadable"),
    ],
)
def test_a_refusal_speaks_the_language_of_the_screen(path, form, more, code):
    for cookie in ("", "bahasa=en; bahasa_kios=en"):
        said = orjson.loads(post(path, form, HTTP_COOKIE=cookie, **more)[1])

        assert said["type"] == code
        with translation.override("en" if cookie else "id"):
            assert said["title"] == str(_sentences()[code])


def test_both_ways_say_the_same_sentence():
    for path in ("/k/nomor", "/d/panggil"):
        for cookie in ("bahasa=en", "bahasa_kios=en"):
            for more in ({}, {"HTTP_ORIGIN": "http://evil.example"}):
                short = post(path, b"", HTTP_COOKIE=cookie, **more)
                assert short == post(path, b"", HTTP_COOKIE=cookie, HTTP_ACCEPT="application/json, text/html", **more)


def _sentences() -> dict[str, Any]:
    return {error.code: error.message for error in (LeaseLost, UnknownDevice, ForeignOrigin, Unreadable)}
