"""Cookies go over HTTPS only once there is HTTPS, never to foreign sites, and out of scripts' reach; nobody sends more than is wanted."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendopo.config.wsgi import application
from tests.house.addresses import WholeMall, addresses, stand_at
from tests.situations.screens import JSON
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db

# Read by our own scripts: the form's token, and a kiosk's looks that its page switches without asking.
READ_BY_SCRIPTS = frozenset({"tanda", "besar", "kontras"})


@pytest.fixture
def mall(monkeypatch):
    stand_at(monkeypatch, NINE)
    return WholeMall()


def test_the_short_way_takes_in_no_more_than_a_press(settings):
    """A file is not even asked for there, however it is wrapped."""
    size = str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    environ = {
        "PATH_INFO": "/k/nomor", "REQUEST_METHOD": "POST", "HTTP_ACCEPT": "application/json", "SERVER_NAME": "testserver",
        "SERVER_PORT": "80", "HTTP_HOST": "testserver", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(b""), "CONTENT_LENGTH": size,
        "CONTENT_TYPE": "multipart/form-data; boundary=x", "QUERY_STRING": "", "SCRIPT_NAME": "",
    }  # fmt: skip
    said = []

    b"".join(application(environ, lambda status, _headers: said.append(status)))

    assert said == ["400 Bad Request"]


def test_cookies_are_kept_from_the_open_wire_from_scripts_and_from_other_sites(mall, settings):
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    seen = set()
    for address in addresses():
        client = mall.browser(address)
        before = {name: cookie.value for name, cookie in client.cookies.items()}
        for answer in (
            client.get(mall.path(address), secure=True),
            client.post(mall.path(address), mall.presses(), secure=True),
        ):
            for name, cookie in answer.cookies.items():
                if not cookie.value or (name in before and not cookie["max-age"]):
                    continue  # It is taken away, or the test's own.
                seen.add(name)
                assert cookie["secure"], (address.name, name)
                assert cookie["samesite"] in {"Lax", "Strict"}, (address.name, name)
                assert bool(cookie["httponly"]) != (name in READ_BY_SCRIPTS), (address.name, name)
    assert {"tanda", "kios", "layar", "bahasa"} <= seen


def test_a_file_beyond_all_limits_is_not_even_taken_in(mall, settings, client):
    client.force_login(mall.manager)

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("mal.xlsx", b"x" * (settings.BODY_BYTES_AT_MOST + 1))

    answer = client.post(f"/kelola/{mall.mall.code}/buku", {"file": file()}, headers=JSON)
    hot = Client().post("/k/nomor", {"file": file()}, headers=JSON)

    assert (answer.status_code, answer.json()["type"]) == (413, "web.too_large")
    assert hot.status_code == 413
