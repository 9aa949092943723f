"""Choosing a post: the counters a person may open, who has them open, and opening one in this browser."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pendopo.accounts.models import User
from pendopo.accounts.sessions import note_lease
from pendopo.directory.doors import AT_COUNTERS, GREETING, MANAGING, counter_for, counters_for, may_found_mall, may_take_over
from pendopo.directory.models import Counter, Post, Role
from pendopo.kernel import clock
from pendopo.kernel.clock import zone
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.open_desk import HeldElsewhere, OfficerElsewhere, OpenedDesk, open_desk
from pendopo.queue.reads.desk_visitor import ticket_here
from pendopo.queue.reads.posts import PostCounter, counters_to_open
from pendopo.web.audience import Audience, audience
from pendopo.web.desk.fields import wants_json
from pendopo.web.desk.lease import desk_of_person, remember_lease


@require_GET
@audience(Audience.SIGNED_IN)
def choose(request: HttpRequest) -> HttpResponse:
    """Says too when a desk was asked for that is not open in this browser."""
    return _show(request, clock.now(), asked=request.GET.get("loket", ""))


@require_POST
@audience(Audience.OFFICER)
def open_counter(request: HttpRequest) -> HttpResponse:
    """Opens a counter; `ambil_alih` takes it from another window, where the door allows."""
    at, officer = clock.now(), _person(request)
    counter = counter_for(officer, request.POST.get("loket", ""), at, mall=request.POST.get("mal", ""))
    held = desk_of_person(request, officer, at)
    if held is not None and held.counter_id == counter.id:
        return _opened(request, counter, None)
    try:
        opened = _open(request, counter, officer, at)
    except (HeldElsewhere, OfficerElsewhere) as refusal:
        if wants_json(request):
            raise
        return _show(request, at, asked=counter.code, mall=counter.mall.code, refusal=refusal)
    return _opened(request, counter, opened)


def _open(request: HttpRequest, counter: Counter, officer: User, at: datetime) -> OpenedDesk:
    take_over = request.POST.get("ambil_alih") == "ya"
    if take_over:
        (shown,) = counters_to_open([counter], lease=None, at=at)
        take_over = _may_take_over(request.posts, counter, shown, officer)  # type: ignore[attr-defined]
    return open_desk(counter=counter, officer=officer, at=at, take_over=take_over)


def _opened(request: HttpRequest, counter: Counter, opened: OpenedDesk | None) -> HttpResponse:
    if wants_json(request):
        response = HttpResponse(orjson.dumps(_facts(counter)), content_type="application/json")
    else:
        response = redirect("web:desk", counter_code=counter.code)
    if opened is not None:
        remember_lease(response, opened)
        note_lease(request.session, opened.lease)
    return response


def _facts(counter: Counter) -> dict[str, Any]:
    """The counter, and the visitor whom a desk that was taken over already has in front of it."""
    here = ticket_here(counter.id)
    visitor = {"ticket": here.id, "number": here.label, "state": str(here.state)} if here else {}
    return {"counter": counter.id, **visitor}


@dataclass(frozen=True, slots=True)
class Card:
    """A counter as this person sees it. `mine`: the person's own, in another window."""

    counter: PostCounter
    mine: bool
    may_take_over: bool


@dataclass(frozen=True, slots=True)
class Room:
    """Where a post leads that has no counter."""

    address: str
    words: str
    mall: str


def _show(
    request: HttpRequest, at: datetime, *, asked: str, mall: str = "", refusal: DomainError | None = None
) -> HttpResponse:
    """`asked` is the code of the counter one wanted, `mall` whose it is when that is known."""
    person, posts = _person(request), request.posts  # type: ignore[attr-defined]
    held = desk_of_person(request, person, at)
    counters = counters_for(person, at)
    shown = counters_to_open(counters, lease=held.id if held else None, at=at)
    cards = [_card(one, counter, person, posts) for one, counter in zip(shown, counters, strict=True)]
    meant = [card for card in cards if card.counter.code == asked and mall in ("", card.counter.mall)]
    cards.sort(key=lambda card: (not card.counter.here, card not in meant))
    context = {
        "cards": cards, "posts": posts, "refusal": refusal, "mall": _mall(posts), "person": {"name": person.name}, "now": at,
        "asked": next(iter(meant), None), "several_malls": len({one.mall for one in shown}) > 1,
        "here": next((card for card in cards if card.counter.here), None),
        "elsewhere": next((card for card in cards if card.mine), None),
        "manages": any(post.role in MANAGING for post in posts), "greets": any(post.role in GREETING for post in posts),
        "rooms": _rooms(posts), "founds": not posts and may_found_mall(person),
    }  # fmt: skip
    with timezone.override(zone(posts[0].mall.time_zone if posts else "Asia/Jakarta")):
        return render(request, "desk/posts.html", context, status=refusal.status if refusal else 200)


def _card(shown: PostCounter, counter: Counter, person: User, posts: Sequence[Post]) -> Card:
    mine = shown.holder_id == person.id and not shown.here
    return Card(shown, mine, not shown.free and not shown.here and _may_take_over(posts, counter, shown, person))


def _may_take_over(posts: Sequence[Post], counter: Counter, shown: PostCounter, person: User) -> bool:
    return shown.holder_id is None or may_take_over(posts, counter, person=person.id, holder=shown.holder_id)


def _rooms(posts: Sequence[Post]) -> tuple[Room, ...]:
    """Where posts lead that have no counter: the figures, the record."""
    found = {
        Room(reverse(f"web:{name}", args=[post.mall.code]), words, post.mall.name): None
        for post in posts
        for role, name, words in _rooms_by_role()
        if post.role == role
    }
    return tuple(found)


def _rooms_by_role() -> Iterator[tuple[str, str, str]]:
    yield Role.AGENCY_HEAD, "data", _("My agency")
    yield Role.EXECUTIVE, "figures", _("Today's figures")
    yield Role.AUDITOR, "history", _("History")
    yield Role.AUDITOR, "looks", _("Who looked")
    for role in (Role.ADMIN, Role.SYSTEM, Role.AUDITOR):
        yield role, "breaches", _("Breaches")
    for role in sorted({*AT_COUNTERS, *GREETING}):
        yield role, "rights", _("Rights of visitors")


def _mall(posts: Sequence[Post]) -> dict[str, str]:
    return {"name": posts[0].mall.name, "place": posts[0].mall.address} if posts else {"name": "Pendopo"}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotFound
    return request.user
