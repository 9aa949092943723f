"""The guides: a list of them, and each as one page that can be printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pendopo.web.audience import Audience, audience
from pendopo.web.guides.reading import GUIDES, guide


@require_safe
@audience(Audience.PUBLIC)
def guides(request: HttpRequest) -> HttpResponse:
    return render(
        request, "guides/guides.html", {"guides": [guide(code) for code in GUIDES], "mall": _NO_MALL, "home_url": "/"}
    )


@require_safe
@audience(Audience.PUBLIC)
def one_guide(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "guides/guide.html", {"guide": guide(code), "mall": _NO_MALL, "home_url": "/"})


#: Guides are the same in every mall.
_NO_MALL = {"name": "Pendopo", "place": ""}
