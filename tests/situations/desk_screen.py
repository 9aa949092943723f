"""A desk as its officer's browser sees it: the session, the lease's cookie, and presses of its buttons."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any
from uuid import UUID

from django.test import Client

from pendopo.catalogue.models import Line
from pendopo.directory.models import Counter
from pendopo.queue.models import Ticket
from tests.situations.hall import a_counter
from tests.situations.line import Desk, a_key, a_ticket, again, an_open_desk
from tests.situations.times import NINE, minutes

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


@dataclass
class DeskScreen:
    """Budi's browser with counter open. `press` is a script's, `click` a person's with JavaScript, `plain` without."""

    desk: Desk
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.cookies["meja"] = f"{self.desk.opened.lease}.{self.desk.opened.secret}"

    @property
    def counter(self) -> Counter:
        return self.desk.counter

    @property
    def line(self) -> Line:
        return self.counter.counter_lines.order_by("pk").first().line

    def signed_in(self) -> "DeskScreen":
        self.client.force_login(self.desk.officer)
        return self

    def press(self, word: str, *, key: UUID | None = None, **fields: Any) -> Any:
        return self._post(word, JSON, key, fields)

    def click(self, word: str, *, key: UUID | None = None, **fields: Any) -> Any:
        return self._post(word, HTMX, key, fields)

    def plain(self, word: str, *, key: UUID | None = None, **fields: Any) -> Any:
        return self._post(word, {}, key, fields)

    def sheet(self, word: str, **query: Any) -> Any:
        return self.client.get(f"/d/{word}", {name: str(value) for name, value in query.items()}, headers=HTMX)

    def page(self) -> Any:
        return self.client.get(f"/loket/{self.counter.code}/")

    def call(self) -> Ticket:
        return again(UUID(self.press("panggil").json()["ticket"]))

    def serve(self) -> Ticket:
        """Call the next and begin."""
        ticket = self.call()
        self.press("datang", tiket=ticket.id)
        return again(ticket)

    def _post(self, word: str, headers: dict[str, str], key: UUID | None, fields: dict[str, Any]) -> Any:
        posted = {"kunci": str(key or a_key()), **{name: str(value) for name, value in fields.items()}}
        return self.client.post(f"/d/{word}", posted, headers=headers)


def a_desk_screen(counter: Counter | None = None, *, at: datetime = NINE, **fields: Any) -> DeskScreen:
    return DeskScreen(an_open_desk(counter or a_counter(), at=at, **fields))


def a_desk_with_waiting(people: int = 1, *, at: datetime = NINE) -> tuple[DeskScreen, list[Ticket]]:
    """A desk and those who wait for it, who joined a minute apart."""
    screen = a_desk_screen(at=at)
    return screen, [a_ticket(screen.line, at=at - minutes(people - place)) for place in range(people)]


def words_of(answer: Any) -> str:
    """What a person reads in an answer, in one line."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def button(answer: Any, word: str) -> dict[str, str]:
    """The attributes of the button or link that presses or opens a word; empty when the page does not offer it."""
    html = answer.content.decode()
    found = re.search(rf'<(?:button|a)\b[^>]*(?:formaction|href)="/d/{re.escape(word)}(?:\?[^"]*)?"[^>]*>', html)
    if found is None:
        return {}
    given = dict(re.findall(r'([\w-]+)="([^"]*)"', found[0]))
    return {**given, "disabled": "yes"} if " disabled" in found[0] else given
