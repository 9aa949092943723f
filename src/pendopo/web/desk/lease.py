"""The cookie `meja`: one browser's hold on a counter, `<lease id>.<secret>`. Scripts cannot read it, other sites cannot send it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from pendopo.accounts.models import User
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.keys import token_hash
from pendopo.queue.doors import LeaseLost, desk_of
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease
from pendopo.queue.open_desk import OpenedDesk
from pendopo.queue.pause_desk import return_to_desk
from pendopo.queue.signs_of_life import desk_seen
from pendopo.web.desk.fields import from_htmx, wants_json

COOKIE = "meja"
#: By which a browser speaks up; one without JavaScript asks for it as for a picture, once with each page.
BEAT, WITHOUT_SCRIPT = "/d/detak", "tanpa"
# A mall's day. The lease itself ends with the business date, whatever the cookie says.
_LASTS = timedelta(hours=14)


def lease_shown(request: HttpRequest) -> tuple[UUID, str]:
    """Lease id and hash of the secret. Raises LeaseLost when the cookie is missing or does not have that form."""
    written, _, secret = request.COOKIES.get(COOKIE, "").partition(".")
    try:
        return UUID(written), token_hash(secret)
    except ValueError:
        raise LeaseLost from None


def desk_in(request: HttpRequest, at: datetime) -> DeskLease:
    """The desk this browser holds, noted as heard from. Raises LeaseLost.

    A pause whose end is past ends here: nothing depends on a timer.
    """
    lease, secret_hash = lease_shown(request)
    desk = desk_of(lease=lease, secret_hash=secret_hash, at=at)
    desk_seen(desk=desk, at=at, by_hand=_by_hand(request))
    if desk.state != LeaseState.PAUSED or desk.back_at is None or desk.back_at > at:
        return desk
    try:
        return return_to_desk(desk=desk, at=at)
    except AlreadyMoved:
        return desk_of(lease=lease, secret_hash=secret_hash, at=at)


def _by_hand(request: HttpRequest) -> bool | None:
    """Whether the browser has no JavaScript: a form that comes as a page says so, and the picture that only such a browser asks for.

    A page that is asked for says neither.
    """
    if from_htmx(request) or wants_json(request):
        return False
    if request.path == BEAT:
        return WITHOUT_SCRIPT in request.GET
    return True if request.method == "POST" else None


def desk_of_person(request: HttpRequest, person: User | AnonymousUser, at: datetime) -> DeskLease | None:
    """The desk this browser holds, when it is this person's; who sits down at a colleague's machine does not inherit it."""
    try:
        desk = desk_in(request, at)
    except LeaseLost:
        return None
    return desk if desk.officer_id == person.pk else None


def remember_lease(response: HttpResponse, opened: OpenedDesk) -> None:
    response.set_cookie(
        COOKIE, f"{opened.lease}.{opened.secret}", max_age=int(_LASTS.total_seconds()), path="/", httponly=True,
        samesite="Strict", secure=settings.HTTPS,
    )  # fmt: skip


def forget_lease(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path="/", samesite="Strict")
