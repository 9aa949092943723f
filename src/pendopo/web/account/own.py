"""The page of one's own account: passkeys, the code from the phone, and where one is signed in."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from pendopo.accounts.models import User
from pendopo.accounts.passkeys import passkeys_of
from pendopo.accounts.person_outside import is_linked
from pendopo.accounts.second_factor import (
    check_second_factor,
    confirm_second_factor,
    has_second_factor,
    offer_second_factor,
    offered_again,
    recovery_codes_left,
    remove_second_factor,
)
from pendopo.accounts.sessions import places_of
from pendopo.kernel import clock
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import readable_code
from pendopo.web.account.code import CodeForm
from pendopo.web.account.fresh import is_fresh
from pendopo.web.account.passkey_site import site_of
from pendopo.web.account.pending import CODE_DUE, note_whether_due
from pendopo.web.audience import Audience, audience
from pendopo.web.qr import qr


@never_cache
@require_safe
@audience(Audience.SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    return page(request)


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def begin(request: HttpRequest) -> HttpResponse:
    """Show a new secret, for the phone to photograph."""
    if has_second_factor(person_of(request)):
        return redirect("web:account")
    if not is_fresh(request, clock.now()):
        # An unwatched browser is not enough to bind a stranger's phone to the account.
        return redirect(f"{resolve_url('web:sign_in')}?lagi=ya&next={resolve_url('web:account')}")
    offered = offer_second_factor(person=person_of(request))
    return page(request, offered=offered, offered_qr=qr(offered.link), form=CodeForm())


@never_cache
@sensitive_post_parameters("kode")
@require_POST
@audience(Audience.SIGNED_IN)
def confirm(request: HttpRequest) -> HttpResponse:
    """The phone's first code sets it; the codes for paper are shown this once."""
    at, form = clock.now(), CodeForm(request.POST)
    try:
        papers = confirm_second_factor(person=person_of(request), code=request.POST.get("kode", ""), at=at)
    except DomainError as refusal:
        offered = offered_again(person_of(request))
        drawn = qr(offered.link) if offered else ""
        return page(request, offered=offered, offered_qr=drawn, form=form, refusal=refusal, status=refusal.status)
    note_whether_due(request, person_of(request), at)
    return page(request, papers=[readable_code(paper) for paper in papers])


@never_cache
@sensitive_post_parameters("kode")
@require_POST
@audience(Audience.SIGNED_IN)
def remove(request: HttpRequest) -> HttpResponse:
    """Only who holds the phone or a code on paper; an unwatched browser is not enough."""
    at = clock.now()
    try:
        check_second_factor(person=person_of(request), code=request.POST.get("kode", ""), at=at)
    except DomainError as refusal:
        return page(request, refusal=refusal, status=refusal.status)
    remove_second_factor(person=person_of(request), at=at, actor=f"officer:{person_of(request).pk}")
    note_whether_due(request, person_of(request), at)
    return redirect("web:account")


def person_of(request: HttpRequest) -> User:
    """The audience lets nobody else in."""
    return cast("User", request.user)


def page(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    at, person, site = clock.now(), person_of(request), site_of(request)
    posts = request.posts  # type: ignore[attr-defined]
    zone_name = posts[0].mall.time_zone if posts else "Asia/Jakarta"
    context = {
        "mall": {"name": "Pendopo", "place": ""}, "person": {"name": str(person), "role": person.email},
        "set": has_second_factor(person), "left": recovery_codes_left(person), "due": request.session.get(CODE_DUE, False),
        "form": CodeForm(), "passkeys": passkeys_of(person), "service": settings.OIDC.name if settings.OIDC else "",
        "linked": bool(settings.OIDC and is_linked(person, settings.OIDC.issuer)), "host": site.host if site else "",
        "fresh": is_fresh(request, at), "places": places_of(person, here=request.session.session_key, at=at),
        "today": business_date(at, zone_name), **more,
    }  # fmt: skip
    with timezone.override(zone(zone_name)):
        return render(request, "account/account.html", context, status=status)
