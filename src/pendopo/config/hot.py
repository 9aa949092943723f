"""The short way to the two addresses that a full hall presses all day.

A kiosk or desk that asks for JSON needs no session, no page language and no templates: its secret is checked inside the verb's
own statement. What remains of the middleware is done here, plainly: the Origin check, refusals as problem documents, the
security headers, and an ordinary 500 with a traceback in the log for a bug. Everything else takes Django's full way.
"""

import logging
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.module_loading import import_string

from pendopo.config.middleware import from_our_pages, language_of
from pendopo.kernel.errors import DomainError
from pendopo.kernel.out_of_reach import out_of_reach
from pendopo.web.problems import ForeignOrigin, Unreadable, away, problem

logger = logging.getLogger(__name__)

StartResponse = Callable[[str, list[tuple[str, str]]], Any]

# Address and view; the same views stand in the rooms' urls for those who ask for a page.
_VIEWS = {"/k/nomor": "pendopo.web.kiosk.take_number.take", "/d/panggil": "pendopo.web.desk.call.call"}
_JSON = "application/json"


def is_for_the_hot_way(environ: dict[str, Any]) -> bool:
    return environ["PATH_INFO"] in _VIEWS and environ["REQUEST_METHOD"] == "POST" and environ.get("HTTP_ACCEPT") == _JSON


def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one hot request. Django's request signals are not sent: connections stay, as they do with CONN_MAX_AGE None."""
    request = WSGIRequest(environ)
    try:
        _refuse_more_than_a_press(environ)
        response = _view(environ["PATH_INFO"])(request) if from_our_pages(request) else _refused(request, ForeignOrigin())
    except DomainError as refusal:
        response = _refused(request, refusal)
    except (SuspiciousOperation, BadRequest, MultiPartParserError):
        # Too large, wrongly encoded, for a host that is not ours: nothing to look into.
        response = _refused(request, Unreadable())
    except Exception as error:
        if trouble := out_of_reach(error):
            with translation.override(language_of(request)):
                response = away(request, trouble, error)
        else:
            logger.exception("%s failed", environ["PATH_INFO"])
            response = HttpResponse(b"{}", status=500, content_type=_JSON)
    headers = [
        *response.items(),
        ("Content-Length", str(len(response.content))),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ]
    headers += [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    start_response(f"{response.status_code} {response.reason_phrase}", headers)
    return [response.content]


def _refuse_more_than_a_press(environ: dict[str, Any]) -> None:
    """Files too: what a form may hold without them is far more than a button sends. Raises RequestDataTooBig."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig


def _refused(request: WSGIRequest, refusal: DomainError) -> HttpResponse:
    """The sentence in the language of the screen."""
    with translation.override(language_of(request)):
        return problem(request, refusal)


@cache
def _view(address: str) -> Callable[[WSGIRequest], HttpResponse]:
    return import_string(_VIEWS[address])
