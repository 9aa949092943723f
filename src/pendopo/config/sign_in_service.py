"""The sign-in service of the settings `PENDOPO_OIDC_*`, whole or not at all."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import ValidationError

if TYPE_CHECKING:
    from pendopo.accounts.oidc import Service


def safe_address(address: str) -> None:
    """Raises ValidationError for an issuer that is neither https nor this machine."""
    from pendopo.accounts.oidc_transport import is_safe

    if address and not is_safe(address):
        raise ValidationError("must begin with https:// (http:// only for this machine)")


def sign_in_service(*, issuer: str, client: str, secret_file: Path | None, name: str) -> "Service | None":
    """None without an issuer. Raises ImproperlyConfigured when half of it is set, or the secret cannot be read."""
    if not issuer:
        return None
    if not client or secret_file is None:
        raise ImproperlyConfigured("PENDOPO_OIDC_ISSUER needs PENDOPO_OIDC_CLIENT and PENDOPO_OIDC_SECRET_FILE as well.")
    try:
        secret = secret_file.read_text(encoding="utf-8").strip()
    except OSError as trouble:
        raise ImproperlyConfigured(f"PENDOPO_OIDC_SECRET_FILE: {secret_file} cannot be read: {trouble.strerror}.") from trouble
    from pendopo.accounts.oidc import Service

    return Service(issuer=issuer, client=client, secret=secret, name=name or urlsplit(issuer).hostname or issuer)
