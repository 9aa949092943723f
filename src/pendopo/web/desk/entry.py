"""`/d/<word>`: a command when it is posted, a sheet or a part of the desk when it is asked for."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pendopo.web.audience import Audience, audience
from pendopo.web.desk.commands import command
from pendopo.web.desk.sheets import sheet


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.DESK)
def desk(request: HttpRequest, word: str) -> HttpResponse:
    return command(request, word) if request.method == "POST" else sheet(request, word)
