"""Sending a visitor on: to a line, a service, a counter or a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from pendopo.queue.doors import line_at, officer_at, open_counter_at, service_at
from pendopo.queue.models import DeskLease, Ticket
from pendopo.queue.rank import BY_TIME, PLACES
from pendopo.queue.transfer import transfer
from pendopo.web.desk.fields import PressUnclear, wants_json
from pendopo.web.desk.screen import Notice


def send_on(request: HttpRequest, desk: DeskLease, ticket: Ticket, form: QueryDict, at: datetime, key: UUID | None) -> Any:
    place = form.get("tempat") or BY_TIME
    if place not in PLACES:
        raise PressUnclear
    destination, name = _destination(desk, form.get("tujuan", ""))
    note = form.get("catatan")
    sent = transfer(desk=desk, ticket=ticket, at=at, place=place, note=note, command_key=key, **destination)
    if wants_json(request):
        return sent
    return Notice("good", _("%(number)s was sent on to %(destination)s.") % {"number": sent.label, "destination": name})


def _destination(desk: DeskLease, chosen: str) -> tuple[dict[str, Any], str]:
    """What `jalur:ID`, `layanan:ID`, `loket:ID` or `petugas:ID` means for the verb, and its name. Raises NotFound, PressUnclear."""
    kind, _colon, written = chosen.partition(":")
    try:
        target = UUID(written)
    except ValueError:
        raise PressUnclear from None
    match kind:
        case "jalur":
            line = line_at(desk, target)
            return {"line": line}, line.name
        case "layanan":
            service = service_at(desk, target)
            return {"service": service}, service.name
        case "loket":
            counter = open_counter_at(desk, target)
            return {"reserved_for": counter.id}, _("counter %(number)s") % {"number": counter.number}
        case "petugas":
            officer = officer_at(desk, target)
            return {"reserved_for": officer.id}, officer.name
    raise PressUnclear
