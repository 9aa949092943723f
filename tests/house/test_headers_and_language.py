"""Every answer carries the headers that protect it; every page speaks the chosen language, all of it."""

import gettext
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings

from pendopo.config.wsgi import application
from pendopo.kernel.errors import DomainError
from tests.house.addresses import Address, WholeMall, addresses, stand_at
from tests.situations.line import a_key
from tests.situations.screens import JSON
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db

ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
# What only a page of the full way needs, or the test's own client leaves out.
_OF_PAGES = {"Content-Language", "Content-Length", "Vary"}


@pytest.fixture
def mall(monkeypatch):
    stand_at(monkeypatch, NINE)
    return WholeMall()


def test_every_answer_carries_the_headers_that_protect_it(mall):
    for address in addresses():
        answer = mall.browser(address).get(mall.path(address))

        assert ALWAYS.items() <= answer.headers.items(), address.name
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy, address.name
            assert "frame-ancestors 'none'" in policy, address.name
            assert "unsafe-" not in policy, address.name
            assert "*" not in policy, address.name
            assert {"no-store", "private"} & {*answer.headers["Cache-Control"].split(", ")}, address.name


def test_pages_obey_their_own_policy(mall):
    """No script and no style inside the page: the policy would not let them be."""
    for address in addresses():
        for language in ("id", "en"):
            page = mall.page(address, language=language)
            assert "<style" not in page, address.name
            assert ' style="' not in page, address.name
            inside = [tag for tag in page.split("<script")[1:] if "src=" not in tag.partition(">")[0]]
            assert all('type="application/json"' in tag.partition(">")[0] for tag in inside), address.name
            assert not [word for word in (" onclick=", " onload=", " onsubmit=", "javascript:") if word in page], address.name


def on_the_short_way(path: str, cookie: str, form: bytes) -> tuple[str, dict[str, str]]:
    """Status and headers as the server sends them when a script asks for JSON."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "HTTP_ACCEPT": "application/json", "HTTP_COOKIE": cookie,
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(form)), "wsgi.input": io.BytesIO(form),
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "HTTP_HOST": "testserver", "HTTP_ORIGIN": "http://testserver",
        "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.errors": io.StringIO(), "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False, "SCRIPT_NAME": "", "QUERY_STRING": "",
    }  # fmt: skip
    said: list[Any] = []
    b"".join(application(environ, lambda status, headers: said.extend([status, dict(headers)])))
    return said[0], said[1]


@pytest.mark.parametrize("cookie", ["", "kios={kiosk}; meja={lease}"], ids=["refused", "granted"])
@pytest.mark.parametrize("path", ["/k/nomor", "/d/panggil"])
def test_the_short_way_sends_the_headers_of_the_full_way(mall, client, path, cookie):
    kiosk = f"{mall.kiosk.id}.{mall._kiosk_token}"
    shown = cookie.format(kiosk=kiosk, lease=mall.lease_cookie)
    form = f"layanan={mall.service.id}&kunci={a_key()}"

    status, short = on_the_short_way(path, shown, form.encode())
    fields = dict(pair.split("=") for pair in form.split("&"))
    full = client.post(path, fields, headers={**JSON, "cookie": shown, "origin": "http://testserver"})

    assert status.startswith("200" if cookie else "403")
    assert full.status_code == int(status[:3])
    assert {name: value for name, value in full.headers.items() if name not in _OF_PAGES} == {
        name: value for name, value in short.items() if name not in _OF_PAGES
    }


class Sentences(HTMLParser):
    """What a reader meets in a page: its texts and labels, without those marked as of another language."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self._language = language
        self._open: list[tuple[str, bool]] = []
        self.found: set[str] = set()
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        foreign = bool(self._open and self._open[-1][1]) or named.get("lang", self._language) != self._language
        if tag == "html":
            self.language = named.get("lang") or ""
        if tag not in {"input", "img", "link", "meta", "br", "hr", "use", "path", "source"}:
            self._open.append((tag, foreign or tag in {"script", "style"}))
        if not foreign:
            self.found |= {str(named[name]) for name in ("title", "aria-label", "placeholder", "alt") if named.get(name)}

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.found.add(" ".join(data.split()))


def _catalogue() -> dict[str, str]:
    """English sentences and what Indonesians read instead, where the two differ."""
    found: dict[str, str] = {}
    for folder in settings.LOCALE_PATHS:
        file = folder / "id" / "LC_MESSAGES" / "django.mo"
        if file.exists():
            with file.open("rb") as compiled:
                words = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
            found |= {english: indonesian for english, indonesian in words.items() if isinstance(english, str) and english}
    return {
        english: word for english, word in found.items() if english != word and "%(" not in english and "\x04" not in english
    }


def shown(mall: WholeMall, language: str) -> Iterator[tuple[Address, Sentences]]:
    """Whole pages. A display hangs for everybody: it speaks both languages, whatever a browser prefers."""
    for address in addresses():
        if address.name.startswith("display") and language != "id":
            continue
        if page := mall.page(address, language=language):
            sentences = Sentences(language)
            sentences.feed(page)
            yield address, sentences


def test_every_page_speaks_indonesian(mall):
    catalogue = _catalogue()
    indonesian = {*catalogue.values()}
    pages = 0
    for address, page in shown(mall, "id"):
        pages += 1
        assert page.language in {"id", ""}, address.name  # A fragment says it in its header.
        assert not (page.found & catalogue.keys()) - indonesian, address.name
    assert pages > 25


def test_every_page_speaks_english(mall):
    """Names of services, counters and days are the mall's own and stay."""
    catalogue = _catalogue()
    english = {*catalogue}
    for address, page in shown(mall, "en"):
        assert page.language in {"en", ""}, address.name
        untranslated = {sentence for sentence in page.found & {*catalogue.values()} - english if len(sentence.split()) > 2}
        assert not untranslated, address.name


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_that_is_not_there_says_so_in_both_languages(mall, client, language):
    client.cookies["bahasa"] = language
    for path in ("/tidak-ada", f"/m/{mall.mall.code}/layanan/tidak-ada", "/m/tidak-ada/", "/t/SALAH"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert f'lang="{language}"' in answer.content.decode()
        assert ALWAYS.items() <= answer.headers.items()


def test_every_refusal_says_what_to_do():
    def all_of(kind: type[DomainError]) -> Iterator[type[DomainError]]:
        for one in kind.__subclasses__():
            yield one
            yield from all_of(one)

    by_name = {f"{one.__module__}.{one.__qualname__}": one for one in all_of(DomainError)}
    ours = [one for name, one in by_name.items() if name.startswith("pendopo.")]
    assert len(ours) > 30
    codes = [one.code for one in ours if "code" in vars(one)]
    assert len(codes) == len(set(codes))
    for one in ours:
        assert 400 <= one.status < 500 or one.status == 503, one
        assert str(one.message).rstrip().endswith((".", "?", "!", ")s")), one  # Or with a sentence from elsewhere.
