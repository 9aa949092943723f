"""Speaking to the sign-in service: small JSON answers, quickly or not at all, and never to another place than asked."""

import json
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

_SECONDS = 5
_BYTES_AT_MOST = 512 * 1024
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class NoAnswer(Exception):
    """The service is away, or says something that no such service says. The text is for the log: nothing secret stands in it."""


class _NoRedirects(HTTPRedirectHandler):
    """What is sent there (codes, secrets) is not carried on to elsewhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        raise NoAnswer(f"{code} redirect")


_opener = build_opener(_NoRedirects)


def is_safe(address: str) -> bool:
    """HTTPS, or this very machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))


def ask(address: str, *, headers: Mapping[str, str] | None = None, body: str | None = None) -> dict[str, Any]:
    """The JSON object at this address; with `body` it is posted there as a form. Raises NoAnswer."""
    if not is_safe(address):
        raise NoAnswer("neither https nor this machine")
    more = {"Accept": "application/json", **(headers or {})}
    request = Request(address, data=None if body is None else body.encode(), headers=more)  # noqa: S310 - looked at above
    try:
        with _opener.open(request, timeout=_SECONDS) as response:
            content = response.read(_BYTES_AT_MOST + 1)
    except HTTPError as refused:
        raise NoAnswer(f"{urlsplit(address).path}: {refused.code}") from refused
    except (OSError, HTTPException, ValueError) as trouble:
        raise NoAnswer(f"{urlsplit(address).path}: {type(trouble).__name__}") from trouble
    try:
        said = json.loads(content) if len(content) <= _BYTES_AT_MOST else None
    except ValueError as trouble:
        raise NoAnswer(f"{urlsplit(address).path}: no JSON") from trouble
    if not isinstance(said, dict):
        raise NoAnswer(f"{urlsplit(address).path}: no object")
    return said
