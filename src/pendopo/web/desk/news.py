"""Asking for help, coming to help, reading what the hall says: presses that leave the visitor's card alone."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from pendopo.kernel.errors import DomainError
from pendopo.queue.alerts import ask_for_help, come_to_help, help_is_over
from pendopo.queue.message_desks import read_message
from pendopo.queue.models import DeskLease
from pendopo.queue.reads.desk_news import desk_news
from pendopo.web.desk.fields import from_htmx, the_id


def asks(desk: DeskLease, _form: QueryDict, at: datetime) -> None:
    ask_for_help(desk=desk, at=at)


def needs_no_more(desk: DeskLease, _form: QueryDict, at: datetime) -> None:
    help_is_over(desk=desk, at=at)


def comes(desk: DeskLease, form: QueryDict, at: datetime) -> None:
    come_to_help(desk=desk, alert=the_id(form, "panggilan"), at=at)


def has_read(desk: DeskLease, form: QueryDict, at: datetime) -> None:
    read_message(desk=desk, message=the_id(form, "pesan"), at=at)


NEWS: dict[str, Callable[[DeskLease, QueryDict, datetime], None]] = {
    "minta-bantuan": asks,
    "bantuan-selesai": needs_no_more,
    "saya-datang": comes,
    "sudah-baca": has_read,
}


def press_news(request: HttpRequest, word: str, desk: DeskLease, form: QueryDict, at: datetime) -> HttpResponse | None:
    """The news as a fragment; None where the whole desk answers. A refusal stands among the news, not over the visitor."""
    if not from_htmx(request):
        NEWS[word](desk, form, at)
        return None
    refusal: DomainError | None = None
    try:
        NEWS[word](desk, form, at)
    except DomainError as error:
        refusal = error
    return render(request, "desk/_news.html", {"news": desk_news(desk), "refusal": refusal, "oob": False})
