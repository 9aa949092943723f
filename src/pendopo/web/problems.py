"""A refusal becomes a notice on the page, a fragment for htmx, or a problem document (RFC 9457) for a script."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError


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


def foreign_origin(request: HttpRequest) -> HttpResponse:
    return problem(request, ForeignOrigin())


def unreadable(request: HttpRequest) -> HttpResponse:
    return problem(request, Unreadable())


def too_large(request: HttpRequest) -> HttpResponse:
    return problem(request, TooLarge())


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(request, Forged())
