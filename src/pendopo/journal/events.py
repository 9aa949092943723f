"""Event types are frozen dataclasses; this is their register and the one way to write one.

A type is declared beside the verbs of its package:

    @event_type("queue.ticket.called")
    @dataclass(frozen=True, slots=True)
    class TicketCalled: ...

Facts are ids, numbers, instants and stable words. No name, no NIK, no text typed by people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pendopo.journal.models import Event
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import uuid7


class EventFacts(Protocol):
    """Any registered event dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T")
_PLAIN = frozenset({str, int, bool, type(None)})
_types: dict[str, type] = {}
_names: dict[type, str] = {}
_fields: dict[type, tuple[str, ...]] = {}


def event_type(name: str) -> Callable[[type[T]], type[T]]:
    """Register a dataclass as the facts of events of this CloudEvents type."""

    def register(cls: type[T]) -> type[T]:
        if name in _types:
            raise ValueError(f"two classes for the event type {name}")
        _types[name] = cls
        _names[cls] = name
        _fields[cls] = tuple(field.name for field in fields(cls))  # type: ignore[arg-type]
        return cls

    return register


def registered() -> Mapping[str, type]:
    """Every event type of the installed packages and the dataclass of its facts."""
    return dict(_types)


def type_of(event: EventFacts | type) -> str:
    return _names[event if isinstance(event, type) else type(event)]


def facts_of(event: EventFacts) -> dict[str, Any]:
    """The event's facts as JSON values: ids and instants as text, everything else as it is."""
    return {name: as_fact(getattr(event, name)) for name in _fields[type(event)]}


def as_fact(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        # Always UTC with six digits, so that the hot SQL writes the very same text.
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple | list):
        return [as_fact(part) for part in value]
    return value


def facts_in_sql(event: type, expressions: Mapping[str, str]) -> str:
    """The event's facts as a PostgreSQL expression; `expressions` names one for every field of the dataclass.

    For the hot verbs, whose facts are known only inside their statement. Raises ValueError when a field is missing or unknown.
    """
    names = [field.name for field in fields(event)]
    if set(names) != set(expressions):
        raise ValueError(f"{event.__name__}: {set(names) ^ set(expressions)}")
    return "jsonb_build_object(" + ", ".join(f"'{name}', {expressions[name]}" for name in names) + ")"


def instant_in_sql(expression: str) -> str:
    """A timestamptz as `as_fact` writes it."""
    return f"""to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


class CommandRepeated(Exception):
    """A command key was used twice at the same moment; its first effect stands. Ask `effect_of` again."""


def append(
    event: EventFacts, *, mall: UUID | None, subject: UUID, at: datetime, actor: str, command_key: UUID | None = None
) -> None:
    """Write one event inside the caller's transaction.

    `actor` is an opaque reference such as `officer:<uuid>`, `device:<uuid>`, `visitor`, `system`.
    """
    row = Event(
        id=uuid7(), type=type_of(event), mall=mall, subject=subject, at=at, actor=actor, facts=facts_of(event),
        command_key=command_key,
    )  # fmt: skip
    try:
        row.save(force_insert=True)
    except IntegrityError as error:
        if command_key is not None and "command" in str(error):
            raise CommandRepeated from error
        raise


class KeyOfAnother(DomainError):
    code = "journal.key_of_another"
    message = _("This press could not be told from another one. Please look at the screen and press again.")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a command did when it was first given."""

    type: str
    subject: UUID
    at: datetime
    facts: Mapping[str, Any]


def effect_of(command_key: UUID | None, *, actor: str) -> Effect | None:
    """The first effect of this command, or None when it is new. Raises KeyOfAnother for somebody else's key."""
    if command_key is None:
        return None
    event = Event.objects.filter(command_key=command_key).first()
    if event is None:
        return None
    if event.actor != actor:
        raise KeyOfAnother
    return Effect(event.type, event.subject, event.at, event.facts)


def history_of(subject: UUID) -> tuple[Event, ...]:
    """All that happened to one thing, in order; committed events that have no position yet stand at the end."""
    return tuple(Event.objects.filter(subject=subject).order_by("at", "id"))
