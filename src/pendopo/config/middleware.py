"""Middleware, with a short way for the hot addresses.

Addresses under `/k/` (kiosk) and `/d/` (desk commands) are pressed hundreds of times an hour by paired devices and leased
desks. They carry their own secret, checked by the database inside the verb's statement, so they pass by session, sign-in and
form token; what protects them from other sites is the Origin header, which every browser sends with a POST.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from pendopo.kernel.errors import DomainError
from pendopo.kernel.out_of_reach import out_of_reach
from pendopo.web.kiosk.room import LANGUAGE_COOKIE as KIOSK_LANGUAGE
from pendopo.web.languages import offered_at
from pendopo.web.problems import away, foreign_origin, problem, too_large, unreadable

Respond = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)

HOT = ("/k/", "/d/")


def is_hot(request: HttpRequest) -> bool:
    return request.path_info.startswith(HOT)


class Sessions(SessionMiddleware):
    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if is_hot(request) else super().__call__(request)


class People(AuthenticationMiddleware):
    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if is_hot(request) else super().__call__(request)


class Languages(LocaleMiddleware):
    """Indonesian unless the person chose otherwise; the browser's own preference is not asked, since hall devices are shared."""

    def __call__(self, request: HttpRequest) -> Any:
        request.LANGUAGE_CODE = language = language_of(request)
        with translation.override(language):
            response: Any = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
        response.headers.setdefault("Content-Language", language)
        return response


class BodyLimit:
    """Refuses what is larger than any page wants before a byte of it is read. A body without a length is never read at all."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        written = request.META.get("CONTENT_LENGTH") or "0"
        if written.isdigit() and int(written) > settings.BODY_BYTES_AT_MOST:
            return too_large(request)
        return self.get_response(request)


def language_of(request: HttpRequest) -> str:
    """What was chosen at this screen; a kiosk keeps its visitor's choice apart from that of whoever set it up."""
    cookie = KIOSK_LANGUAGE if request.path_info.startswith("/k/") else settings.LANGUAGE_COOKIE_NAME
    chosen = request.COOKIES.get(cookie, settings.LANGUAGE_CODE)
    return chosen if chosen in offered_at(request.path_info, dict(settings.LANGUAGES)) else settings.LANGUAGE_CODE


class ForgeryProtection(CsrfViewMiddleware):
    def __call__(self, request: HttpRequest) -> Any:
        if not is_hot(request):
            return super().__call__(request)
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        if request.method == "POST" and not from_our_pages(request):
            return foreign_origin(request)
        return self.get_response(request)


def from_our_pages(request: HttpRequest) -> bool:
    """Whether the command came from a page of this very origin: scheme, host and port."""
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") in {"same-origin", "none"}
    return origin == f"{request.scheme}://{request.get_host()}"


class DomainErrors:
    """The one place where a refusal becomes a notice, a fragment or a problem document."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return problem(request, exception)
        # PostgreSQL keeps no text with a NUL in it, and no person types one.
        if isinstance(exception, DataError) and "NUL" in str(exception):
            return unreadable(request)
        trouble = out_of_reach(exception)
        return away(request, trouble, exception) if trouble else None


_ONE_YEAR = 365 * 24 * 3600


class SecurityHeaders:
    """What every answer carries. The policy names the exact origin of the event stream and nothing else outside."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        if headers.get("Content-Type", "").startswith("text/html"):
            from pendopo.web.context import live_origin

            headers.setdefault(
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
                f"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self' {live_origin(request)}",
            )
            headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        # Only with a given certificate: a browser that once believed our own authority could not be let in again without it.
        if settings.CERTIFICATE and request.is_secure():
            headers.setdefault("Strict-Transport-Security", f"max-age={_ONE_YEAR}")
        return response
