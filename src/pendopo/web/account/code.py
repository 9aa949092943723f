"""The second step of signing in: the code from the phone, or one from paper."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pendopo.accounts.passkeys import has_passkey, passkeys_of
from pendopo.accounts.second_factor import check_second_factor, has_second_factor, recovery_codes_left
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError
from pendopo.web.account.passkey_site import site_of
from pendopo.web.account.pending import forget_waiting, waited_for
from pendopo.web.audience import Audience, audience
from pendopo.web.desk.sign_in import come_in


class CodeForm(forms.Form):
    kode = forms.CharField(
        label=_("Code"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )  # fmt: skip


@never_cache
@sensitive_post_parameters("kode")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PUBLIC)
def code_page(request: HttpRequest) -> HttpResponse:
    """Who has given no password yet, or long ago, begins there."""
    at = clock.now()
    waiting = waited_for(request, at)
    if waiting is None:
        return redirect("web:sign_in")
    person, _wanted = waiting
    form = CodeForm(request.POST or None)
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            check_second_factor(person=person, code=form.cleaned_data["kode"], at=at)
        except DomainError as refused:
            refusal = refused
        else:
            forget_waiting(request)
            return come_in(request, person)
    return code_screen(request, form=form, refusal=refusal)


def code_screen(request: HttpRequest, *, form: CodeForm | None = None, refusal: DomainError | None = None) -> HttpResponse:
    """The page of the second step, for whoever is waited for."""
    waiting = waited_for(request, clock.now())
    if waiting is None:
        return redirect("web:sign_in")
    person, wanted = waiting
    site = site_of(request)
    context = {
        "form": form or CodeForm(), "refusal": refusal, "next": wanted, "has_code": has_second_factor(person),
        "papers": recovery_codes_left(person), "passkeys": bool(site and passkeys_of(person, host=site.host)),
        "passkeys_elsewhere": has_passkey(person),
    }  # fmt: skip
    status = refusal.status if refusal else (422 if form and form.errors else 200)
    return render(request, "account/code.html", context, status=status)
