"""Addresses as people outside this browser reach them: for QR codes and printed slips."""

from django.conf import settings
from django.http import HttpRequest


def public_address(request: HttpRequest, path: str) -> str:
    """The whole address of a page: by the configured public address, else by the host that was asked."""
    if settings.PUBLIC_ADDRESS:
        return settings.PUBLIC_ADDRESS.rstrip("/") + path
    return request.build_absolute_uri(path)


def origin_of(request: HttpRequest) -> str:
    """What every such address begins with: "https://mpp.lampungselatan.go.id"."""
    return public_address(request, "/").rstrip("/")
