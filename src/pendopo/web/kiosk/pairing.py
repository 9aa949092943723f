"""Pairing: a one-time code makes the browser that opens it a kiosk or a display.

The link asks first and a POST pairs, so that whoever merely previews the link does not use the code up. On a screen without a
keyboard the page presses its own button (js/pairing.js).
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pendopo.directory.models import DeviceKind
from pendopo.directory.pair_device import PairingCodeRefused, device_offered, pair_device
from pendopo.directory.pairing_limits import TooManyCodes
from pendopo.kernel import clock
from pendopo.web.audience import Audience, audience
from pendopo.web.devices import HOMES, remember_device
from pendopo.web.network import network_of


@require_http_methods(["GET"])
@audience(Audience.PUBLIC)
def ask_pairing_code(request: HttpRequest) -> HttpResponse:
    """A form for the code, for a screen to which no link can be sent."""
    if code := request.GET.get("kode", "").strip():
        return HttpResponseRedirect(f"/pasang/{''.join(sign for sign in code if sign.isalnum())[:20]}")
    return render(request, "kiosk/pairing.html", {"device": None, "error": None})


@require_http_methods(["GET", "POST"])
@audience(Audience.INVITED)
def pair(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    try:
        device = device_offered(code, at, network=network_of(request))
        if request.method == "GET":
            return render(request, "kiosk/pairing.html", {"device": device, "code": code, "error": None})
        paired = pair_device(code=code, at=at)
    except (PairingCodeRefused, TooManyCodes) as error:
        return render(request, "kiosk/pairing.html", {"device": None, "error": error}, status=error.status)
    response = HttpResponseRedirect(HOMES[DeviceKind(paired.kind)])
    remember_device(response, paired)
    return response
