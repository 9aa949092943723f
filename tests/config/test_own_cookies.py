"""Two installations under one host name leave each other's cookies alone."""

from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings

from pendopo.config import wsgi
from pendopo.config.own_cookies import NAMES, own_cookies
from pendopo.config.supervisor import Installation
from pendopo.kernel import clock
from pendopo.queue.models import Ticket
from pendopo.web.desk import known_browser, lease
from pendopo.web.devices import COOKIES
from pendopo.web.ticket.browser import HALL_COOKIE, VISITS_COOKIE
from tests.config.test_hot_way import post
from tests.situations.hall import a_kiosk, a_line, a_mall, a_service
from tests.situations.line import a_key
from tests.situations.times import NINE


class Browser:
    """Keeps cookies by host, as browsers do: whoever answers on 127.0.0.1 hears and sets the same."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.path_of: dict[str, str] = {}

    def ask(self, application: Any, path: str = "/") -> str:
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_COOKIE": sent, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "QUERY_STRING": "",
            "wsgi.errors": BytesIO(), "SCRIPT_NAME": "",
        }  # fmt: skip
        return b"".join(application(environ, self._keep)).decode()

    def _keep(self, _status: str, headers: list[tuple[str, str]], *_more: Any) -> None:
        for name, value in headers:
            if name == "Set-Cookie":
                for cookie, morsel in SimpleCookie(value).items():
                    self.cookies[cookie] = morsel.value
                    self.path_of[cookie] = morsel["path"]


def remembers(name: str, value: str) -> Any:
    """An application that says which cookie it heard, and sets its own."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        heard = {cookie: morsel.value for cookie, morsel in SimpleCookie(environ.get("HTTP_COOKIE", "")).items()}
        start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", f"{name}={value}; Path=/k/; HttpOnly")])
        return [heard.get(name, "nothing").encode()]

    return application


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_hears_its_own_cookie_only(name):
    first, second = own_cookies("8000")(remembers(name, "first")), own_cookies("8010")(remembers(name, "second"))
    browser = Browser()

    assert [browser.ask(first), browser.ask(second)] == ["nothing", "nothing"]
    assert [browser.ask(first), browser.ask(second)] == ["first", "second"]
    assert browser.cookies == {f"{name}-8000": "first", f"{name}-8010": "second"}
    assert set(browser.path_of.values()) == {"/k/"}


def test_a_language_is_the_same_for_all():
    browser = Browser()
    browser.ask(own_cookies("8000")(remembers("bahasa", "en")))

    assert browser.ask(own_cookies("8010")(remembers("bahasa", "id"))) == "en"


def test_a_cookie_from_before_is_still_understood_and_gives_way_to_the_own():
    marked, browser = own_cookies("8000")(remembers("kios", "new")), Browser()
    browser.cookies["kios"] = "before"

    assert [browser.ask(marked), browser.ask(marked)] == ["before", "new"]


def test_without_a_mark_nothing_stands_at_the_door():
    application = remembers("kios", "x")

    assert own_cookies("")(application) is application


@pytest.mark.django_db
def test_two_halls_on_one_machine_do_not_take_each_others_kiosks(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NINE)
    halls = {port: a_kiosk(mall=a_mall()) for port in ("8000", "8010")}
    cookies = "; ".join(f"kios-{port}={device.id}.{token}" for port, (device, token) in halls.items())

    for port, (device, _token) in halls.items():
        service = a_service(line=a_line(mall=device.mall))
        form = f"layanan={service.id}&kunci={a_key()}".encode()
        with monkeypatch.context() as served:
            served.setattr("tests.config.test_hot_way.application", own_cookies(port)(wsgi.application))
            status, _body = post("/k/nomor", form, HTTP_COOKIE=cookies)

        assert status.startswith("200")
        assert Ticket.objects.get(service=service).mall == device.mall


def test_every_cookie_that_says_who_somebody_is_is_among_them():
    known = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, lease.COOKIE, known_browser.COOKIE}
    known |= set(COOKIES.values()) | {VISITS_COOKIE, HALL_COOKIE}

    assert known == NAMES


@pytest.mark.parametrize(("host", "mark"), [("127.0.0.1", {"PENDOPO_COOKIE_MARK": "8010"}), ("10.0.0.2", {}), ("", {})])
def test_the_port_marks_what_listens_on_this_machine_alone(tmp_path, host, mark):
    assert Installation(tmp_path, port=8010, host=host).cookies_of_its_own == mark
