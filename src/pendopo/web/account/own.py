"""The page of one's own account: the code from the phone is set up and taken away here."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from pendopo.accounts.models import User
from pendopo.accounts.second_factor import (
    check_second_factor,
    confirm_second_factor,
    has_second_factor,
    offer_second_factor,
    offered_again,
    recovery_codes_left,
    remove_second_factor,
)
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import readable_code
from pendopo.web.account.code import CodeForm
from pendopo.web.account.pending import CODE_DUE, note_whether_due
from pendopo.web.audience import Audience, audience
from pendopo.web.qr import qr


@never_cache
@require_safe
@audience(Audience.SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    return _page(request)


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def begin(request: HttpRequest) -> HttpResponse:
    """Show a new secret, for the phone to photograph."""
    if has_second_factor(_person(request)):
        return redirect("web:account")
    offered = offer_second_factor(person=_person(request))
    return _page(request, offered=offered, offered_qr=qr(offered.link), form=CodeForm())


@never_cache
@sensitive_post_parameters("kode")
@require_POST
@audience(Audience.SIGNED_IN)
def confirm(request: HttpRequest) -> HttpResponse:
    """The phone's first code sets it; the codes for paper are shown this once."""
    at, form = clock.now(), CodeForm(request.POST)
    try:
        papers = confirm_second_factor(person=_person(request), code=request.POST.get("kode", ""), at=at)
    except DomainError as refusal:
        offered = offered_again(_person(request))
        drawn = qr(offered.link) if offered else ""
        return _page(request, offered=offered, offered_qr=drawn, form=form, refusal=refusal, status=refusal.status)
    note_whether_due(request, _person(request), at)
    return _page(request, papers=[readable_code(paper) for paper in papers])


@never_cache
@sensitive_post_parameters("kode")
@require_POST
@audience(Audience.SIGNED_IN)
def remove(request: HttpRequest) -> HttpResponse:
    """Only who holds the phone or a code on paper; an unwatched browser is not enough."""
    at = clock.now()
    try:
        check_second_factor(person=_person(request), code=request.POST.get("kode", ""), at=at)
    except DomainError as refusal:
        return _page(request, refusal=refusal, status=refusal.status)
    remove_second_factor(person=_person(request), at=at, actor=f"officer:{_person(request).pk}")
    note_whether_due(request, _person(request), at)
    return redirect("web:account")


def _person(request: HttpRequest) -> User:
    """The audience lets nobody else in."""
    return cast("User", request.user)


def _page(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "mall": {"name": "Pendopo", "place": ""}, "person": {"name": str(_person(request)), "role": _person(request).email},
        "set": has_second_factor(_person(request)), "left": recovery_codes_left(_person(request)),
        "due": request.session.get(CODE_DUE, False), "form": CodeForm(), **more,
    }  # fmt: skip
    return render(request, "account/account.html", context, status=status)
