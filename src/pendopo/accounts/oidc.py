"""OpenID Connect, the side that relies: the authorization code with PKCE, state and nonce; the ID token with every check.

    sent = send_there(service, back="https://mpp.go.id/masuk/luar/kembali")   # the browser goes to sent.address
    ... and comes back with ?state= and ?code= ...
    said = hear_back(service, code=code, sent=sent.kept, back=..., at=now())   # who the service says it is

Sources: OpenID Connect Core 1.0 (3.1), RFC 7636, RFC 9207, RFC 9700.
"""

import logging
import threading
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from authlib.common.security import generate_token  # type: ignore[import-untyped]
from authlib.common.urls import add_params_to_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from pendopo.accounts.oidc_transport import NoAnswer, ask, is_safe
from pendopo.kernel.errors import DomainError

logger = logging.getLogger(__name__)

_SCOPE = "openid email"
# Signatures by a key that only the service has; never a shared secret, never none.
_ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA", "RS384", "RS512", "ES384", "ES512", "PS384", "PS512")
_CLOCKS_APART_SECONDS = 120
_KNOWN_SECONDS, _AWAY_SECONDS = 60, 15
_remembered: dict[str, tuple[float, dict[str, Any] | None]] = {}
_turn = threading.Lock()


class ServiceAway(DomainError):
    """It does not answer, or not as such a service does."""

    code = "accounts.service_away"
    status = 503
    message = _("%(service)s does not answer just now. Please sign in with your password here.")


class ServiceRefused(DomainError):
    """What came back does not belong to what was sent, or its signature, issuer, audience or time does not fit."""

    code = "accounts.service_refused"
    status = 403
    message = _("Signing in by %(service)s did not succeed. Please try again, or sign in with your password here.")


@dataclass(frozen=True, slots=True)
class Service:
    """Where and as whom; `name` is what people call it."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What this browser's session keeps until it comes back."""

    state: str
    nonce: str
    verifier: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sent:
    address: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class Said:
    """Who the service says it is. `email` is empty unless the service says that it has verified it."""

    issuer: str
    subject: str
    email: str


def send_there(service: Service, *, back: str) -> Sent:
    """Where the browser goes. Raises ServiceAway, so that nobody is sent to a service that does not answer."""
    found = _discover(service)
    kept = Kept(generate_token(32), generate_token(32), generate_token(64))
    words = {
        "response_type": "code", "client_id": service.client, "redirect_uri": back, "scope": _SCOPE, "state": kept.state,
        "nonce": kept.nonce, "code_challenge": create_s256_code_challenge(kept.verifier), "code_challenge_method": "S256",
    }  # fmt: skip
    return Sent(str(add_params_to_uri(found["authorization_endpoint"], list(words.items()))), kept)


def hear_back(service: Service, *, answer: Mapping[str, str], kept: Kept, back: str, at: datetime) -> Said:
    """`answer` is the query with which the browser came back. Raises ServiceAway, ServiceRefused."""
    if answer.get("state") != kept.state or answer.get("iss", service.issuer) != service.issuer or not answer.get("code"):
        raise ServiceRefused(service=service.name)
    found = _discover(service)
    tokens = _exchange(service, found, code=answer["code"], verifier=kept.verifier, back=back)
    keys = _asked(service, found["jwks_uri"])
    claims = checked_id_token(
        service, str(tokens.get("id_token", "")), keys=keys, nonce=kept.nonce, access_token=tokens.get("access_token"), at=at
    )
    return _said(service, found, claims, str(tokens.get("access_token", "")))


def checked_id_token(
    service: Service, written: str, *, keys: Mapping[str, Any], nonce: str, access_token: object, at: datetime
) -> dict[str, Any]:
    """What the token says, when the service has signed it for us, now, and for this very request. Raises ServiceRefused."""
    try:
        token = jwt.decode(written, KeySet.import_key_set(dict(keys)), algorithms=list(_ALGORITHMS))  # type: ignore[arg-type]
        claims = CodeIDToken(
            token.claims, token.header,
            options={"iss": {"essential": True, "value": service.issuer}, "aud": {"essential": True, "value": service.client}},
            params={"nonce": nonce, "client_id": service.client, "access_token": access_token},
        )  # fmt: skip
        claims.validate(now=int(at.timestamp()), leeway=_CLOCKS_APART_SECONDS)
    except (JoseError, ValueError, KeyError, TypeError) as wrong:
        logger.warning("ID token refused: %s", type(wrong).__name__)
        raise ServiceRefused(service=service.name) from wrong
    return dict(claims)


def _said(service: Service, found: Mapping[str, Any], claims: Mapping[str, Any], access_token: str) -> Said:
    """The address may stand in the token, or be told when asked for: only for the same subject."""
    subject = str(claims["sub"])
    told = claims
    if "email" not in claims and found.get("userinfo_endpoint") and access_token:
        told = _asked(service, found["userinfo_endpoint"], {"Authorization": f"Bearer {access_token}"})
        if told.get("sub") != subject:
            raise ServiceRefused(service=service.name)
    email = str(told.get("email", "")) if told.get("email_verified") is True else ""
    return Said(service.issuer, subject, email)


def _exchange(service: Service, found: Mapping[str, Any], *, code: str, verifier: str, back: str) -> dict[str, Any]:
    words = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if "client_secret_basic" in found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        # Each part is form-encoded first (RFC 6749, 2.3.1), which is not done by every library.
        headers["Authorization"] = _basic(quote(service.client, safe=""), quote(service.secret, safe=""))
    else:
        words |= {"client_id": service.client, "client_secret": service.secret}
    try:
        return ask(found["token_endpoint"], headers=headers, body=urlencode(words))
    except NoAnswer as trouble:
        logger.warning("sign-in service: %s", trouble)
        raise ServiceRefused(service=service.name) from trouble


def _basic(client: str, secret: str) -> str:
    return "Basic " + b64encode(f"{client}:{secret}".encode()).decode()


def _discover(service: Service) -> dict[str, Any]:
    """What the service says of itself, remembered for a minute; that it is away, for a quarter of one.

    So strangers who press the button again and again keep no worker waiting for a service that is slow. Raises ServiceAway.
    """
    with _turn:
        at, found = _remembered.get(service.issuer, (0.0, None))
        if at and time.monotonic() - at < (_KNOWN_SECONDS if found else _AWAY_SECONDS):
            if found is None:
                raise ServiceAway(service=service.name)
            return found
        _remembered[service.issuer] = (time.monotonic(), None)
        found = _discovered(service)
        _remembered[service.issuer] = (time.monotonic(), found)
        return found


def _discovered(service: Service) -> dict[str, Any]:
    """It must speak of itself."""
    found = _asked(service, service.issuer.rstrip("/") + "/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != service.issuer or not all(is_safe(str(found.get(name, ""))) for name in needed):
        logger.warning("sign-in service: it names another issuer, or an address without https")
        raise ServiceAway(service=service.name)
    return found


def _asked(service: Service, address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    try:
        return ask(address, headers=headers)
    except NoAnswer as trouble:
        logger.warning("sign-in service: %s", trouble)
        raise ServiceAway(service=service.name) from trouble
