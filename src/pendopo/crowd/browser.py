"""A browser of the crowd: cookies, forms, and a connection that stays open."""

import http.client
import json
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

# How long somebody goes on pressing while the server is away, and how soon they press again (the wall's seconds).
PATIENCE = 60.0
_PRESS_AGAIN_AFTER = 0.25
_TIMEOUT = 30.0

# With this an installation believes the crowd, which comes from this machine, that its people come from everywhere.
BELIEVED = {"PENDOPO_PROXIES": "127.0.0.1"}


class ServerAway(Exception):
    """Nobody answered, however often one asked."""


class Refused(Exception):
    """A button said no; `code` is the refusal's, or the page's status where a page speaks to people only."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands on the page; `fields` are what would be sent without touching anything."""

    action: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """An answer. `asked` is the path of the request, to which a form without an action goes back."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    asked: str

    @cached_property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        reader = _FormReader(self.asked)
        reader.feed(self.text)
        return tuple(reader.found)

    def form(self, ending: str) -> Form:
        """The first form whose action ends like this. Raises Refused when the page does not offer it."""
        for form in self.forms:
            if urlsplit(form.action).path.endswith(ending):
                return form
        raise Refused("page.not_offered")

    @property
    def facts(self) -> dict[str, Any]:
        """The JSON document; empty when there is none."""
        try:
            document = json.loads(self.body) if self.body else {}
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    def granted(self) -> "Page":
        """This page, unless it says no: raises Refused."""
        if self.status >= 400:
            raise Refused(str(self.facts.get("type") or f"page.{self.status}"))
        return self

    @property
    def goes_to(self) -> str:
        """Where it redirects to."""
        return self.headers.get("location", "")


class Connections:
    """One open connection a thread, to one server."""

    def __init__(self, address: str, *, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.address = address.rstrip("/")
        parts = urlsplit(self.address)
        self._host, self._port, self._secure = parts.hostname or "127.0.0.1", parts.port, parts.scheme == "https"
        self._own = threading.local()
        #: What stands behind the names of cookies where installations share an address; the plain names are understood too.
        self.mark = f"-{self._port}"

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> http.client.HTTPResponse:
        """One request; the answer is not read yet. Raises OSError or HTTPException when there is none."""
        connection: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is None:
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            connection = self._own.connection = kind(self._host, self._port, timeout=_TIMEOUT)
        connection.request(method, path, body, dict(headers))
        return connection.getresponse()

    def drop(self) -> None:
        """Begin anew with the next request."""
        if connection := getattr(self._own, "connection", None):
            connection.close()
            self._own.connection = None


@dataclass(slots=True)
class Browser:
    """One person's or device's browser. Asked again with the same words when an answer is lost: commands carry their keys.

    `address` is whence it says to come, where the server believes it (`BELIEVED`). `seconds`, `lost` (no
    answer came) and `away` (the answer was that the hall's records are out of reach) add up over its requests.
    """

    connections: Connections
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = ""
    seconds: float = 0.0
    lost: int = 0
    away: int = 0

    def get(self, path: str) -> Page:
        return self._ask("GET", path, {"Accept": "text/html"}, None)

    def press(self, form: Form, **more: str) -> Page:
        """Send a form of a page."""
        return self._post(form.action, {**form.fields, **more}, "text/html")

    def command(self, path: str, fields: Mapping[str, str]) -> Page:
        """Send what a page's script sends: fields, and the answer as JSON."""
        return self._post(path, fields, "application/json")

    def _post(self, path: str, fields: Mapping[str, str], accept: str) -> Page:
        headers = {
            "Accept": accept, "Origin": self.connections.address, "Content-Type": "application/x-www-form-urlencoded",
            "Referer": self.connections.address + "/",
        }  # fmt: skip
        return self._ask("POST", path, headers, urlencode(fields).encode())

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Page:
        path = path.removeprefix(self.connections.address)
        sent = {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if self.address:
            sent["X-Forwarded-For"] = self.address
        until = time.monotonic() + self.connections.patience
        while True:
            began = time.perf_counter()
            try:
                response = self.connections.ask(method, path, sent, body)
                page = Page(response.status, _lowered(response.getheaders()), response.read(), path)
            except (OSError, http.client.HTTPException):
                page = None
            if page is not None and page.status not in {502, 503, 504}:
                self.seconds += time.perf_counter() - began
                self._keep_cookies(response)
                return page
            self.connections.drop()
            if page is None:
                self.lost += 1
            else:
                self.away += 1
            if time.monotonic() > until:
                raise ServerAway(f"{self.connections.address} does not answer")
            time.sleep(_PRESS_AGAIN_AFTER)

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or ():
            for written, morsel in SimpleCookie(line).items():
                name = written.removesuffix(self.connections.mark)
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)


def _lowered(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


class _FormReader(HTMLParser):
    """Reads the forms of a page, with what is filled in and chosen already."""

    def __init__(self, asked: str) -> None:
        super().__init__(convert_charrefs=True)
        self._asked = asked
        self._fields: dict[str, str] | None = None
        self.found: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = {}
            self.found.append(Form(named.get("action") or self._asked, self._fields))
        elif tag == "input" and self._fields is not None and named.get("name"):
            chosen = named.get("type") not in {"radio", "checkbox"} or "checked" in named
            if chosen and named.get("type") not in {"submit", "button", "image", "file"}:
                self._fields[named["name"]] = named.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
