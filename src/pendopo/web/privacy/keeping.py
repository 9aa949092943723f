"""How long personal data of each service are kept, and what law holds them."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.catalogue.models import Service
from pendopo.directory.doors import ADMINISTERING
from pendopo.directory.models import Mall
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.privacy.keeping import LONGEST_DAYS, keeping_of, set_keeping, usual_days
from pendopo.web.privacy.room import RESPONSIBLE, actor_of, show, staff_page


class DaysUnclear(DomainError):
    code = "privacy.days_unclear"
    status = 422
    message = _("Please write whole days, from 1 to %(most)s, or leave the field empty. Nothing was changed.")


class KeepingForm(forms.Form):
    """Days; empty means as everywhere, or not held."""

    simpan = forms.IntegerField(required=False, min_value=1, max_value=LONGEST_DAYS)
    tahan = forms.IntegerField(required=False, min_value=1, max_value=LONGEST_DAYS)
    alasan = forms.CharField(required=False, max_length=200)


@require_safe
@staff_page(RESPONSIBLE)
def keeping(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    may_change = any(post.mall_id == mall.id and post.role in ADMINISTERING for post in request.posts)  # type: ignore[attr-defined]
    context = {"rows": keeping_of(mall), "usual": usual_days(), "most": LONGEST_DAYS, "may_change": may_change}
    return show(request, "keeping.html", context, mall=mall, at=at)


@require_POST
@staff_page(ADMINISTERING)
def change(request: HttpRequest, mall: Mall, at: datetime, code: str) -> HttpResponse:
    service = Service.objects.filter(mall=mall, code=code, active=True).first()
    if service is None:
        raise NotFound
    form = KeepingForm(request.POST)
    if not form.is_valid():
        raise DaysUnclear(most=LONGEST_DAYS)
    set_keeping(
        service=service, keep_days=form.cleaned_data["simpan"], held_days=form.cleaned_data["tahan"],
        held_reason=form.cleaned_data["alasan"], at=at, actor=actor_of(request),
    )  # fmt: skip
    return redirect("web:keeping", mall=mall.code)
