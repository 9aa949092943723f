"""The second step of signing in: the code from the phone, or one from paper."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pendopo.accounts.second_factor import check_second_factor
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError
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
    person, wanted = waiting
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
    status = refusal.status if refusal else (422 if form.errors else 200)
    return render(request, "account/code.html", {"form": form, "refusal": refusal, "next": wanted}, status=status)
