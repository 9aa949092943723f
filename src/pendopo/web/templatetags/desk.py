"""Attributes by which the desk's buttons, sheets and forms work with htmx, and plainly without it."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pendopo.kernel.identifiers import uuid7
from pendopo.web.components.words import PRIORITY_WORDS, WAIT_WORDS
from pendopo.web.desk.words import CHANNEL_WORDS, RANK_WORDS, park_word

register = template.Library()

# One press at a time: what is pressed while an answer is on its way is dropped, not queued. Settled at once: for a moment longer
# the new buttons would be plain ones, and a quick key would leave the page.
_SWAP = 'hx-target="#meja" hx-swap="outerHTML settle:0ms" hx-sync="body:drop"'


@register.simple_tag
def press(word: str) -> SafeString:
    """<button {% press "selesai" %}>: presses POST /d/selesai with the fields of its form and an idempotency key of its own.

    Every answer renders new keys, so the same button pressed twice has its effect once and two buttons never share a key.
    """
    return format_html('type="submit" name="kunci" value="{0}" formaction="/d/{1}" hx-post="/d/{1}" ' + _SWAP, uuid7(), word)


@register.simple_tag
def press_news(word: str) -> SafeString:
    """<button {% press_news "saya-datang" %}>: like `press`, yet only the news is shown anew and the visitor's card stays."""
    return format_html(
        'type="submit" name="kunci" value="{0}" formaction="/d/{1}" hx-post="/d/{1}" hx-target="#berita" '
        'hx-swap="outerHTML settle:0ms" hx-sync="this:drop"', uuid7(), word
    )  # fmt: skip


@register.simple_tag
def sheet_form(word: str) -> SafeString:
    """<form {% sheet_form "jeda" %}>: posts /d/jeda and shows the desk; a refusal stays in the sheet."""
    return format_html('method="post" action="/d/{0}" hx-post="/d/{0}" ' + _SWAP, word)


@register.simple_tag
def sheet_key() -> SafeString:
    """The idempotency key of a sheet's form, and the word that it comes from a sheet."""
    return format_html('<input type="hidden" name="kunci" value="{}"><input type="hidden" name="dari" value="lembar">', uuid7())


@register.simple_tag
def opens(word: str, **query: Any) -> SafeString:
    """<a {% opens "tahan" tiket=id %}>: opens the sheet /d/tahan as a dialog; a page of its own without JavaScript."""
    given = {name: value for name, value in query.items() if value not in (None, "")}
    address = f"/d/{word}" + (f"?{urlencode(given)}" if given else "")
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#lembar" hx-swap="innerHTML settle:0ms" hx-sync="body:drop"', address
    )


@register.simple_tag
def searches(word: str) -> SafeString:
    """<input {% searches "alihkan" %}>: asks /d/alihkan anew while one types and takes over its list alone."""
    return format_html(
        'name="q" hx-get="/d/{}" hx-trigger="input changed delay:250ms" hx-target="#pilihan" hx-select="#pilihan" '
        'hx-swap="outerHTML settle:0ms" hx-include="closest form" hx-sync="this:replace"', word
    )  # fmt: skip


@register.filter
def park_reason(reason: str) -> Any:
    return park_word(reason)


@register.filter
def channel_word(channel: str) -> Any:
    return CHANNEL_WORDS.get(channel, "")


@register.filter
def rank_word(reason: str) -> Any:
    """The mark of a rank that is not the class's own: came back, sent on. Empty otherwise."""
    return RANK_WORDS.get(reason, "")


@register.filter
def spoken_level(level: str) -> Any:
    return WAIT_WORDS[level]


@register.filter
def is_put_forward(priority: str) -> bool:
    """Whether the class is one that is put forward, and so has a mark."""
    return priority in PRIORITY_WORDS and priority != "none"
