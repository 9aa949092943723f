"""What a press of a button carries, read and refused in one place."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError

_LONGEST_ABSENCE = 8 * 60


class PressUnclear(DomainError):
    code = "desk.press_unclear"
    status = 400
    message = _("Something was missing in what you pressed. Please look at the desk and press again.")


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.META.get("HTTP_ACCEPT", "")


def from_htmx(request: HttpRequest) -> bool:
    return request.META.get("HTTP_HX_REQUEST") == "true"


def the_key(form: QueryDict) -> UUID | None:
    """The idempotency key, None for a hand-made request without one. Raises PressUnclear when it is no UUID."""
    return the_id(form, "kunci") if form.get("kunci") else None


def the_id(form: QueryDict, name: str) -> UUID:
    try:
        return UUID(form.get(name, ""))
    except ValueError:
        raise PressUnclear from None


def the_return(form: QueryDict, at: datetime) -> datetime | None:
    """When somebody will be back, from `menit`; None when it is not known."""
    written = form.get("menit", "")
    if not written:
        return None
    if not (written.isdecimal() and len(written) <= 4) or not 0 < int(written) <= _LONGEST_ABSENCE:
        raise PressUnclear
    return at + timedelta(minutes=int(written))
