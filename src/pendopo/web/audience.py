"""Every view names its audience; whoever does not belong to it hears that the page is not there.

    @audience(Audience.OFFICER)
    def desk(request, counter_code): ...

A test walks all addresses and demands the name (`view.audience`). The decorator answers "may this kind of person come here at
all"; which mall, counter or ticket it is, the package's door answers inside the view (STYLE §7).

Somebody who is not signed in is asked to, and comes back to the page afterwards: whatever the address, so that nothing is said
about what exists. Somebody signed in without a fitting post gets 404. Posts in force are left on `request.posts`, so that
the view need not ask for them again.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.sessions import note_seen
from pendopo.directory import doors
from pendopo.directory.agency_doors import LEADING
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.web.account.pending import CODE_DUE

View = Callable[..., HttpResponse]


class Audience(StrEnum):
    """Who may ask for an address. The first four are nobody's account: what they hold is checked by the view's own door."""

    PUBLIC = "public"  #: everybody
    TICKET = "ticket"  #: who holds a visit's link
    DEVICE = "device"  #: a paired kiosk or display
    DESK = "desk"  #: the browser that holds a counter's lease (hot: no session is read)
    INVITED = "invited"  #: who holds a one-time link: a person's invitation, a screen's pairing code
    SIGNED_IN = "signed_in"  #: anyone with an account, also without a post (choosing a post, leaving)
    OFFICER = "officer"  #: posts that may sit at a counter
    GREETER = "greeter"  #: posts that welcome visitors at the entrance
    MANAGER = "manager"  #: posts that run a mall: its manager and its administrators
    AGENCY_HEAD = "agency_head"  #: posts that look after one agency: its head, and those that run the mall
    FIGURES = "figures"  #: posts that read a mall's figures: an executive, and those that run the mall
    AUDITOR = "auditor"  #: posts that read who did what, and do nothing else


# Where an administrator without a code may go: to setting it up, and out.
_WITHOUT_CODE = frozenset(
    {"account", "code_begin", "code_confirm", "code_remove", "passkey_begin", "passkey_add", "passkey_remove", "sign_out"}
)
_ROLES: dict[Audience, tuple[str, ...]] = {
    Audience.SIGNED_IN: (),
    Audience.OFFICER: tuple(doors.AT_COUNTERS),
    Audience.GREETER: tuple(doors.GREETING),
    Audience.MANAGER: tuple(doors.MANAGING),
    Audience.AGENCY_HEAD: (*LEADING, *doors.MANAGING),
    Audience.FIGURES: tuple(doors.READING_FIGURES),
    Audience.AUDITOR: tuple(doors.AUDITING),
}


class SignInFirst(DomainError):
    code = "web.sign_in_first"
    status = 401
    message = _("Please sign in first. What you were doing is kept.")


def audience(who: Audience) -> Callable[[View], View]:
    """Name the view's audience, and turn others away."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if who in _ROLES:
                if not request.user.is_authenticated:
                    return _ask_to_sign_in(request)
                if request.session.get(CODE_DUE) and not _leads_to_code(request):
                    return _ask_for_code(request)
                _refuse_strangers(request, who)
                note_seen(request.session, at=clock.now())
            return view(request, *args, **kwargs)

        guarded.audience = who  # type: ignore[attr-defined]
        return guarded

    return decorate


class SetUpCodeFirst(DomainError):
    code = "web.set_up_code_first"
    status = 403
    message = _("Please set up the code from your phone first, on the page of your account.")


def _leads_to_code(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in _WITHOUT_CODE


def _ask_for_code(request: HttpRequest) -> HttpResponse:
    if "application/json" in request.META.get("HTTP_ACCEPT", "") or request.META.get("HTTP_HX_REQUEST") == "true":
        raise SetUpCodeFirst
    return redirect("web:account")


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """A page is asked for again afterwards. A command cannot be: its sentence says so."""
    if "application/json" in request.META.get("HTTP_ACCEPT", ""):
        raise SignInFirst
    if request.META.get("HTTP_HX_REQUEST") == "true":
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = resolve_url("web:sign_in")
        return response
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else resolve_url("web:posts")
    return redirect_to_login(wanted, resolve_url("web:sign_in"))


def _refuse_strangers(request: HttpRequest, who: Audience) -> None:
    posts = doors.posts_of(request.user, clock.now())
    request.posts = posts  # type: ignore[attr-defined]
    if who is Audience.SIGNED_IN:
        return
    if not any(post.role in _ROLES[who] for post in posts):
        raise NotFound
