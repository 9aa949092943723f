"""A real browser whose questions Pendopo answers from within the test: one database, one clock, no server, no network."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Route

HERE = "http://localhost"


def answers() -> Callable[["Route"], None]:
    """A handler for `context.route("**/*", …)`: Django answers with the browser's own headers and cookies.

    Playwright calls it in a context of its own, in which Django would open another connection and not see the test's rows.
    """
    ours = connections[DEFAULT_DB_ALIAS]

    def answer(route: "Route") -> None:
        connections[DEFAULT_DB_ALIAS] = ours
        route.fulfill(**answer_to(route))

    return answer


def answer_to(route: "Route") -> dict[str, Any]:
    """What Pendopo says in the end, not yet sent: an intercepted browser does not follow redirections itself."""
    asked = route.request
    address = urlsplit(asked.url)
    headers = asked.all_headers()
    client = Client(SERVER_NAME="localhost")
    client.cookies.load(headers.pop("cookie", ""))
    before = {name: morsel.value for name, morsel in client.cookies.items()}
    got = client.generic(
        asked.method, f"{address.path}?{address.query}", asked.post_data_buffer or b"",
        content_type=headers.get("content-type", ""), headers=headers,
    )  # fmt: skip
    while got.status_code in (301, 302, 303):
        got = client.get(got["location"], headers={"accept": headers.get("accept", "")})
    set_here = [morsel for name, morsel in client.cookies.items() if morsel.value != before.get(name) or morsel["path"]]
    body = b"".join(got.streaming_content) if got.streaming else got.content
    told = dict(got.headers)
    if set_here:
        told["set-cookie"] = "\n".join(morsel.OutputString() for morsel in set_here)
    return {"status": got.status_code, "headers": told, "body": body}
