"""What every page of one mall is given."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from pendopo.directory.models import Mall
from pendopo.directory.opening import kept_schedule_of
from pendopo.kernel import clock
from pendopo.web.public.mall_head import mall_head


def public_page(request: HttpRequest, mall: Mall, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Times in a page are the mall's own."""
    with timezone.override(kept_schedule_of(mall).tzinfo):
        at = timezone.localtime(clock.now())
        return render(
            request,
            template,
            {
                **context,
                "mall": mall_head(mall),
                "home_url": reverse("web:portal", args=[mall.code]),
                "now": at,
                "today": at.date(),
            },
        )
