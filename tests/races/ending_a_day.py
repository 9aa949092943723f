"""Tasks about the moment in which a line's day is ended by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from pendopo.accounts.models import User
from pendopo.catalogue.models import Line
from pendopo.kernel.errors import DomainError
from pendopo.queue.close_day import SEND_HOME, close_day_of_line
from pendopo.queue.models import Ticket
from pendopo.queue.take_ticket import take_ticket
from tests.situations.hall import a_manager
from tests.situations.times import NINE, minutes

_AT = NINE + minutes(30)


def a_manager_of(*, line: str) -> str:
    return str(a_manager(Line.objects.select_related("mall").get(pk=line).mall).pk)


def end_day(*, line: str, person: str) -> int:
    """Gives how many numbers it closed."""
    found = Line.objects.select_related("mall", "agency").get(pk=line)
    return close_day_of_line(
        line=found, reason="safety", waiting=SEND_HOME, person=User.objects.get(pk=person), at=_AT
    ).sent_home


def take_or_hear_why(*, mall: str, service: str, line: str) -> str:
    try:
        taken = take_ticket(mall=UUID(mall), service=UUID(service), channel="hall", actor="visitor", at=_AT, command_key=None)
    except DomainError as refusal:
        return refusal.code
    return taken.label


def states_of_line(*, line: str) -> list[list[object]]:
    """Number, state and counter of every ticket."""
    return [
        [number, state, counter is not None]
        for number, state, counter in Ticket.objects.filter(line=line)
        .order_by("number")
        .values_list("number", "state", "counter")
    ]


DAY_TASKS: dict[str, Callable[..., Any]] = {
    task.__name__: task for task in (a_manager_of, end_day, take_or_hear_why, states_of_line)
}
