"""Pictures of floor plans: everybody in the hall may see them. Their address is their content, so they may be kept for ever."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pendopo.directory.doors import plan_picture_file
from pendopo.web.audience import Audience, audience


@require_safe
@audience(Audience.PUBLIC)
def serve_picture(request: HttpRequest, sha256: str) -> HttpResponse:
    path, media_type = plan_picture_file(sha256)
    answer = HttpResponse(path.read_bytes(), content_type=media_type)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Content-Disposition"] = "inline"
    # Were it ever opened by itself, nothing in it may run.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
