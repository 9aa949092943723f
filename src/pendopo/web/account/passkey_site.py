"""Under which host this browser sees us, for passkeys, and what was asked of it: both must fit when the answer comes."""

from datetime import datetime, timedelta
from ipaddress import ip_address

from django.http import HttpRequest
from django.http.request import split_domain_port

from pendopo.accounts.passkeys import Asked, PasskeyRefused, Site

_ASKED = "kunci_ditanya"
_ANSWERED_WITHIN = timedelta(minutes=5)


def site_of(request: HttpRequest) -> Site | None:
    """None where no browser keeps passkeys: without HTTPS (this machine itself excepted), and where the address is a number."""
    host, _port = split_domain_port(request.get_host())
    if not host or _is_number(host) or not (request.is_secure() or host == "localhost" or host.endswith(".localhost")):
        return None
    return Site(host, f"{request.scheme}://{request.get_host()}")


def remember_asked(request: HttpRequest, asked: Asked, *, purpose: str, at: datetime) -> None:
    """`purpose` keeps an answer for one page from counting on another."""
    request.session[_ASKED] = {"challenge": asked.challenge, "for": purpose, "at": at.isoformat()}


def asked_before(request: HttpRequest, *, purpose: str, at: datetime) -> str:
    """The challenge, for one answer. Raises PasskeyRefused when none was asked, or long ago."""
    asked = request.session.pop(_ASKED, None)
    if not asked or asked["for"] != purpose or at - datetime.fromisoformat(asked["at"]) > _ANSWERED_WITHIN:
        raise PasskeyRefused
    return str(asked["challenge"])


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
