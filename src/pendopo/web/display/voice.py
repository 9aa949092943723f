"""What a display needs to speak: asked for once, and again when something about the voice has changed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from pendopo.directory.models import DeviceKind
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.voice.speech import speech_of
from pendopo.web.audience import Audience, audience
from pendopo.web.devices import device_in
from pendopo.web.sounds import address_of


@require_safe
@audience(Audience.DEVICE)
def speech(request: HttpRequest) -> HttpResponse:
    device = device_in(request, DeviceKind.DISPLAY, clock.now())
    if device.zone is None:
        raise NotFound
    answer = JsonResponse(speech_of(device.mall, device.zone, address_of).as_json())
    answer.headers["Cache-Control"] = "no-store"
    return answer
