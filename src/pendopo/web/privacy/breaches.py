"""The register of breaches with its clock, and the letters to print."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.directory.models import Mall
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.privacy.breaches import (
    AUTHORITY,
    PERSONS,
    BreachFacts,
    amend_breach,
    breach_of,
    breaches_of,
    clock_of,
    close_breach,
    enter_breach,
    tell_breach,
)
from pendopo.privacy.models import Breach
from pendopo.web.privacy.room import RESPONSIBLE, actor_of, person_of, show, staff_page
from pendopo.web.privacy.words import ClockWords

LETTERS = {"orang": PERSONS, "lembaga": AUTHORITY}
_MINUTE = "%Y-%m-%dT%H:%M"


class ToldUnclear(DomainError):
    code = "privacy.told_unclear"
    status = 422
    message = _("Please enter day and time at which they were told. Nothing was changed.")


def _minute(label: object, help_text: object = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE)
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget, input_formats=[_MINUTE, f"{_MINUTE}:%S"])  # type: ignore[arg-type]


def _text(label: object, help_text: object) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))  # type: ignore[arg-type]


class BreachForm(forms.Form):
    """What is known. The texts name nobody."""

    noticed_at = _minute(_("Noticed at"), _("From here the 72 hours run."))
    happened = _text(_("What happened, when and how"), _("Write no names: say “an officer”, “a visitor”."))
    kinds = _text(_("Which data"), _("For example: notes of visits, e-mail addresses of officers."))
    persons = _text(_("Whom it concerns"), _("For example: visitors of zone A on 3 March."))
    persons_count = forms.IntegerField(label=_("How many people, as far as is known"), min_value=0, max_value=1_000_000_000)
    measures = _text(
        _("What was done, and what will be"), _("How it was stopped, how people are helped, how it will not happen again.")
    )

    def facts(self) -> BreachFacts:
        return BreachFacts(**self.cleaned_data)


class ToldForm(forms.Form):
    told_at = _minute(_("Told at"))


@require_http_methods(["GET", "POST"])
@staff_page(RESPONSIBLE)
def breaches(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    form = BreachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_breach(mall=mall, facts=form.facts(), person=person_of(request), at=at)
        except DomainError as refusal:
            form.add_error("noticed_at", str(refusal))
        else:
            return redirect("web:breach", mall=mall.code, breach=made.pk)
    rows = [(row, ClockWords(clock_of(row, at))) for row in breaches_of(mall)]
    status = 422 if request.method == "POST" else 200
    return show(request, "breaches.html", {"rows": rows, "form": form}, mall=mall, at=at, status=status)


@require_http_methods(["GET", "POST"])
@staff_page(RESPONSIBLE)
def breach(request: HttpRequest, mall: Mall, at: datetime, breach: UUID) -> HttpResponse:
    found = breach_of(mall, breach)
    form = BreachForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            amend_breach(breach=found, facts=form.facts(), actor=actor_of(request), at=at)
        except DomainError as refusal:
            form.add_error("noticed_at", str(refusal))
        else:
            return redirect("web:breach", mall=mall.code, breach=found.pk)
    return _page(request, mall, at, found, form, status=422 if request.method == "POST" else 200)


@require_POST
@staff_page(RESPONSIBLE)
def act(request: HttpRequest, mall: Mall, at: datetime, breach: UUID, word: str) -> HttpResponse:
    """`orang` and `lembaga` say when they were told, `tutup` closes."""
    found = breach_of(mall, breach)
    try:
        if word in LETTERS:
            form = ToldForm(request.POST)
            if not form.is_valid():
                raise ToldUnclear
            tell_breach(breach=found, whom=LETTERS[word], told_at=form.cleaned_data["told_at"], actor=actor_of(request), at=at)
        elif word == "tutup":
            close_breach(breach=found, actor=actor_of(request), at=at)
        else:
            raise NotFound
    except NotFound:
        raise
    except DomainError as refusal:
        return _page(request, mall, at, found, BreachForm(initial=_initial(found)), refusal=refusal, status=refusal.status)
    return redirect("web:breach", mall=mall.code, breach=found.pk)


@require_safe
@staff_page(RESPONSIBLE)
def letter(request: HttpRequest, mall: Mall, at: datetime, breach: UUID, whom: str) -> HttpResponse:
    """To be printed, signed and sent: `orang` to those concerned, `lembaga` to the authority."""
    if whom not in LETTERS:
        raise NotFound
    found = breach_of(mall, breach)
    context = {"breach": found, "to_authority": whom == "lembaga"}
    return show(request, "letter.html", context, mall=mall, at=at)


def _page(
    request: HttpRequest, mall: Mall, at: datetime, found: Breach, form: BreachForm, *, refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "breach": found, "clock": ClockWords(clock_of(found, at)), "form": form, "refusal": refusal,
        "told": ToldForm(initial={"told_at": at}, auto_id="lapor_%s"),
    }  # fmt: skip
    return show(request, "breach.html", context, mall=mall, at=at, status=status)


def _initial(found: Breach) -> dict[str, object]:
    return {name: getattr(found, name) for name in BreachForm.base_fields}
