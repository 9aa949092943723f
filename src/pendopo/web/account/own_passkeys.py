"""The passkeys of one's own account: each is made on the device that keeps it, has a name, and can be taken away."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pendopo.accounts.passkeys import PasskeyRefused, add_passkey, offer_passkey, passkeys_of, remove_passkeys
from pendopo.accounts.second_factor import first_recovery_codes
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import readable_code
from pendopo.web.account.fresh import must_be_fresh
from pendopo.web.account.own import page, person_of
from pendopo.web.account.passkey_site import asked_before, remember_asked, site_of
from pendopo.web.account.pending import note_whether_due
from pendopo.web.audience import Audience, audience

_PURPOSE = "add"


class PasskeyForm(forms.Form):
    nama = forms.CharField(
        label=_("A name for it"), max_length=60, help_text=_("So that you know it again: “My phone”, “The stick on my keys”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    jawaban = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def begin(request: HttpRequest) -> HttpResponse:
    """What the browser's own dialog needs."""
    at, site = clock.now(), site_of(request)
    must_be_fresh(request, at)
    if site is None:
        raise PasskeyRefused
    asked = offer_passkey(person=person_of(request), site=site)
    remember_asked(request, asked, purpose=_PURPOSE, at=at)
    return HttpResponse(asked.options, content_type="application/json")


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def add(request: HttpRequest) -> HttpResponse:
    """With the first one come codes for paper, where there are none: for the day on which the device is lost."""
    at, site, form, person = clock.now(), site_of(request), PasskeyForm(request.POST), person_of(request)
    try:
        must_be_fresh(request, at)
        if site is None or not form.is_valid():
            raise PasskeyRefused
        challenge = asked_before(request, purpose=_PURPOSE, at=at)
        facts: dict[str, Any] = form.cleaned_data
        add_passkey(person=person, answer=facts["jawaban"], challenge=challenge, site=site, name=facts["nama"], at=at)
    except DomainError as refusal:
        return page(request, refusal=refusal, status=refusal.status)
    papers = first_recovery_codes(person=person)
    note_whether_due(request, person, at)
    return page(request, papers=[readable_code(paper) for paper in papers]) if papers else redirect("web:account")


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def remove(request: HttpRequest, passkey: UUID) -> HttpResponse:
    """One's own only; for another's there is nothing here."""
    at, person = clock.now(), person_of(request)
    if all(one.pk != passkey for one in passkeys_of(person)):
        raise NotFound
    try:
        must_be_fresh(request, at)
    except DomainError as refusal:
        return page(request, refusal=refusal, status=refusal.status)
    remove_passkeys(person=person, at=at, actor=f"officer:{person.pk}", only=passkey)
    note_whether_due(request, person, at)
    return redirect("web:account")
