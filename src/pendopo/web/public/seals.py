"""The seals of a mall's journal, for everybody to read and to save."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from pendopo.directory.doors import public_mall
from pendopo.journal.published import as_saved, published_seals
from pendopo.web.audience import Audience, audience
from pendopo.web.public.page import public_page

_ON_THE_PAGE = 31


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def seals(request: HttpRequest, mall: str) -> HttpResponse:
    """The last month's."""
    here = public_mall(mall)
    rows = [(date.fromisoformat(seal.day), seal) for seal in published_seals(here.id, latest=_ON_THE_PAGE)]
    return public_page(request, here, "public/seals.html", {"seals": rows})


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def seals_file(_request: HttpRequest, mall: str) -> HttpResponse:
    """All of them, in the form `./pendopo journal verify --against` reads."""
    here = public_mall(mall)
    saved = JsonResponse(as_saved(published_seals(here.id)), json_dumps_params={"indent": 1})
    saved["Content-Disposition"] = f'attachment; filename="segel-{here.code}.json"'
    return saved
