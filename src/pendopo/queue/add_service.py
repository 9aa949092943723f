"""A further service in the same visit: one more number, the same link."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.journal.events import effect_of
from pendopo.kernel.errors import DomainError
from pendopo.queue.models import FINAL, Channel, Ticket, Visit
from pendopo.queue.take_ticket import Taken, take_ticket


class AlreadyInThatLine(DomainError):
    code = "queue.already_in_that_line"
    message = _("You already hold number %(ticket)s for this service.")


def add_service(
    *, visit: Visit, service: UUID, actor: str, at: datetime, channel: str = Channel.HALL, command_key: UUID | None = None,
    network: str = "",
) -> Taken:  # fmt: skip
    """The visit keeps its priority and language. Raises AlreadyInThatLine and whatever `take_ticket` raises."""
    held = Ticket.objects.filter(visit=visit, service=service).exclude(state__in=FINAL).first()
    if held and effect_of(command_key, actor=actor) is None:
        raise AlreadyInThatLine(ticket=held.label)
    return take_ticket(
        mall=visit.mall_id, service=service, channel=channel, actor=actor, at=at, command_key=command_key,
        priority=visit.priority, language=visit.language, visit=visit, network=network,
    )  # fmt: skip
