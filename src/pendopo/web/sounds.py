"""Where the clips of the voice are: the shipped ones are static files, a mall's own lie under the hash of their sound."""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from pendopo.voice.doors import recording
from pendopo.voice.shipped import ShippedClip
from pendopo.voice.sound_file import MEDIA_TYPE
from pendopo.voice.words import OwnClip
from pendopo.web.audience import Audience, audience


def address_of(clip: ShippedClip | OwnClip) -> str:
    if isinstance(clip, ShippedClip):
        return f"{static(clip.path)}?v={clip.version}"
    return reverse("web:recording", args=[clip.sha256])


@require_safe
@audience(Audience.PUBLIC)
def serve_recording(request: HttpRequest, sha256: str) -> HttpResponse:
    """A word that the hall hears anyway. Its address is its content, so it may be kept for ever."""
    answer = HttpResponse(recording(sha256).read_bytes(), content_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Content-Disposition"] = "inline"
    return answer
