"""A refusal becomes a notice on the page, a fragment for htmx, or a problem document (RFC 9457) for a script."""

import logging
import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error

from pendopo.kernel.errors import DomainError
from pendopo.kernel.out_of_reach import out_of_reach

logger = logging.getLogger(__name__)

# When a page that could not be had is asked for again.
_AGAIN_SECONDS = 10
# A kiosk or display stays what it is: no button leads its visitors to somewhere else.
_SCREENS_OF_THE_HALL = ("/k/", "/layar/")


class Forged(DomainError):
    code = "web.forged"
    status = 403
    message = _("This page has been open for too long. Go back, reload it and try again.")


class ForeignOrigin(DomainError):
    code = "web.foreign_origin"
    status = 403
    message = _("This command did not come from Pendopo's own page, so nothing was done.")


class Unreadable(DomainError):
    """Broken or hostile: too large, wrongly encoded, or with a sign that no database keeps."""

    code = "web.unreadable"
    status = 400
    message = _("What was sent could not be read, so nothing was done. Please go back and enter it again.")


class TooLarge(DomainError):
    code = "web.too_large"
    status = 413
    message = _("What was sent is too large, so nothing was done. Please send a smaller file.")


def problem(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer with the error's sentence and status, in the form the asker reads."""
    if "application/json" in request.META.get("HTTP_ACCEPT", ""):
        document = {"type": error.code, "status": error.status, "title": str(error)}
        return JsonResponse(document, status=error.status, content_type="application/problem+json")
    if request.META.get("HTTP_HX_REQUEST") == "true":
        response = render(request, "components/problem.html", {"error": error}, status=error.status)
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "problem.html", {"error": error}, status=error.status)


def away(request: HttpRequest, trouble: DomainError, error: BaseException | None) -> HttpResponse:
    """Database or disk do not do their part. The page needs nothing that lies there, and asks again by itself."""
    logger.warning("%s: %s (%s)", request.resolver_match and request.resolver_match.route, trouble.code, _first_line(error))
    if "application/json" in request.META.get("HTTP_ACCEPT", "") or request.META.get("HTTP_HX_REQUEST") == "true":
        response = problem(request, trouble)
    else:
        words = {
            "error": trouble, "again": _AGAIN_SECONDS if request.method == "GET" else 0,
            "leads_on": not request.path_info.startswith(_SCREENS_OF_THE_HALL),
        }  # fmt: skip
        response = HttpResponse(render_to_string("away.html", words), status=trouble.status)
    response.headers["Retry-After"] = str(_AGAIN_SECONDS)
    # It was said above, once and without the address, which may carry somebody's code: Django would write it down as a fault.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """What no view has caught: trouble of the database also on the way to a view and back, or a bug."""
    error = sys.exc_info()[1]
    trouble = out_of_reach(error)
    return away(request, trouble, error) if trouble else server_error(request)


def _first_line(error: BaseException | None) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:120]


def foreign_origin(request: HttpRequest) -> HttpResponse:
    return problem(request, ForeignOrigin())


def unreadable(request: HttpRequest) -> HttpResponse:
    return problem(request, Unreadable())


def too_large(request: HttpRequest) -> HttpResponse:
    return problem(request, TooLarge())


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(request, Forged())
