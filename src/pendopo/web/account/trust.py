"""The page that hands out the root of the installation's own authority, with the steps for each kind of device."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pendopo.kernel.authority import root_certificate
from pendopo.kernel.errors import NotFound
from pendopo.web.addresses import public_address
from pendopo.web.audience import Audience, audience
from pendopo.web.qr import qr

_FRAME = {"mall": {"name": "Pendopo", "place": ""}}


@require_safe
@audience(Audience.PUBLIC)
def trust(request: HttpRequest) -> HttpResponse:
    """Where a bought certificate or a proxy answers, the page says that nothing has to be done."""
    root = root_certificate(Path(settings.KEYS_DIRECTORY))
    here = public_address(request, request.path)
    return render(request, "account/trust.html", {**_FRAME, "root": root, "here": here, "here_qr": qr(here)})


@require_safe
@audience(Audience.PUBLIC)
def root(request: HttpRequest) -> HttpResponse:
    """The certificate itself: no secret. Raises NotFound where there is no authority."""
    found = root_certificate(Path(settings.KEYS_DIRECTORY))
    if found is None:
        raise NotFound
    answer = HttpResponse(found.der, content_type="application/x-x509-ca-cert")
    answer.headers["Content-Disposition"] = 'attachment; filename="pendopo.crt"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
