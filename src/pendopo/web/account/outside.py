"""Signing in by a service outside (OpenID Connect), beside the password: there and back, or the page that says why not.

What it proves stands for the password only: who has a second step here is asked for it all the same.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from pendopo.accounts.models import User
from pendopo.accounts.oidc import Kept, Service, hear_back, send_there
from pendopo.accounts.passkeys import note_signed_in
from pendopo.accounts.person_outside import link_identity, person_outside, unlink_identity
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError
from pendopo.web.account.fresh import must_be_fresh
from pendopo.web.account.own import page, person_of
from pendopo.web.addresses import public_address
from pendopo.web.audience import Audience, audience
from pendopo.web.desk.sign_in import ask, go_on

_SENT = "luar_dikirim"
_BACK_WITHIN = timedelta(minutes=15)
# A stranger's session is kept no longer than the way there and back takes.
_STRANGERS_SESSION_SECONDS = int(_BACK_WITHIN.total_seconds())


@never_cache
@require_GET
@audience(Audience.PUBLIC)
def leave(request: HttpRequest) -> HttpResponse:
    """To the service. A link and no form, since what a form leads to may not be another site."""
    service: Service | None = settings.OIDC
    if service is None:
        return redirect("web:sign_in")
    try:
        sent = send_there(service, back=_back(request))
    except DomainError as refusal:
        return ask(request, refusal=refusal, status=refusal.status)
    if not request.user.is_authenticated:
        request.session.set_expiry(_STRANGERS_SESSION_SECONDS)
    wanted = request.GET.get("next", "")[:500]
    request.session[_SENT] = {**sent.kept.as_json(), "next": wanted, "at": clock.now().isoformat()}
    return redirect(sent.address)


@never_cache
@require_GET
@audience(Audience.PUBLIC)
def come_back(request: HttpRequest) -> HttpResponse:
    """From the service. Whoever was not sent there from this browser begins at the door."""
    service: Service | None = settings.OIDC
    sent: dict[str, Any] | None = request.session.pop(_SENT, None)
    at = clock.now()
    if service is None or not sent or at - datetime.fromisoformat(sent["at"]) > _BACK_WITHIN:
        return redirect("web:sign_in")
    if sent.get("link"):
        return _linked(request, service, sent, at)
    try:
        said = hear_back(service, answer=request.GET.dict(), kept=_kept(sent), back=_back(request), at=at)
        person = person_outside(said=said, service=service.name, at=at)
    except DomainError as refusal:
        return ask(request, refusal=refusal, status=refusal.status)
    note_signed_in(person=person, way="oidc", at=at)
    return go_on(request, person, wanted=sent["next"])


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def link(request: HttpRequest) -> HttpResponse:
    """From one's own account: whatever the addresses, who signs in there is this person here. Says where to go on."""
    service: Service | None = settings.OIDC
    at = clock.now()
    if service is None:
        return redirect("web:account")
    try:
        must_be_fresh(request, at)
        sent = send_there(service, back=_back(request))
    except DomainError as refusal:
        return page(request, refusal=refusal, status=refusal.status)
    request.session[_SENT] = {**sent.kept.as_json(), "link": str(person_of(request).pk), "at": at.isoformat()}
    return page(request, go_there=sent.address)


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def unlink(request: HttpRequest) -> HttpResponse:
    service: Service | None = settings.OIDC
    at = clock.now()
    if service is not None:
        try:
            must_be_fresh(request, at)
        except DomainError as refusal:
            return page(request, refusal=refusal, status=refusal.status)
        person = person_of(request)
        unlink_identity(person=person, issuer=service.issuer, at=at, actor=f"officer:{person.pk}")
    return redirect("web:account")


def _linked(request: HttpRequest, service: Service, sent: dict[str, Any], at: datetime) -> HttpResponse:
    """Only for who set out, and is still signed in here."""
    if not isinstance(request.user, User) or str(request.user.pk) != sent["link"]:
        return redirect("web:sign_in")
    try:
        said = hear_back(service, answer=request.GET.dict(), kept=_kept(sent), back=_back(request), at=at)
        link_identity(person=request.user, said=said, service=service.name, at=at)
    except DomainError as refusal:
        return ask(request, refusal=refusal, status=refusal.status)
    return redirect("web:account")


def _kept(sent: dict[str, Any]) -> Kept:
    return Kept(sent["state"], sent["nonce"], sent["verifier"])


def _back(request: HttpRequest) -> str:
    """The address that is registered with the service."""
    return public_address(request, reverse("web:outside_back"))
