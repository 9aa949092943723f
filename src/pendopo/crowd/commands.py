"""What people in the hall do, as data. `hands` know how it is done; `visitors` and `officers` know when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from pendopo.crowd.plan import LinePlan, SeatPlan, ServicePlan

_phones = count(1)


def _an_address() -> str:
    """One that providers give to phones (RFC 6598), for each person another."""
    number = next(_phones) % (1 << 22)
    return f"100.{64 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"


@dataclass(slots=True, eq=False)
class Person:
    """A visitor, with the number and the link that the hall gave them.

    `comes` when called, or has gone for a while; `missed` the last call.
    `cookies` are those of the phone, `address` its own on the internet; `at_kiosk` checks in there, not by phone.
    """

    line: LinePlan
    service: ServicePlan
    channel: str
    priority: str
    code: str = ""
    ticket: str = ""
    label: str = ""
    comes: bool = True
    missed: bool = False
    at_kiosk: bool = False
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = field(default_factory=_an_address)


@dataclass(frozen=True, slots=True)
class TakeNumber:
    """At the kiosk, by phone in the hall, or from home. The same key again must give the same number."""

    person: Person
    key: UUID


@dataclass(frozen=True, slots=True)
class ConfirmShown:
    """The kiosk's screen has shown the number."""

    person: Person


@dataclass(frozen=True, slots=True)
class ByPhone:
    """On the page behind the ticket's link: look, check_in, rejoin, cancel, or add (a further service)."""

    person: Person
    verb: str
    key: UUID
    service: ServicePlan | None = None


@dataclass(frozen=True, slots=True)
class SitDown:
    """Sign in, take the post at this counter and open it; with `take_over` also when another browser still holds it."""

    seat: SeatPlan
    take_over: bool = False


@dataclass(frozen=True, slots=True)
class CallNext:
    seat: SeatPlan
    key: UUID


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A press on the desk's page: arrive, start, recall, miss, park, resume, call_certain, note, transfer, finish, pause …

    `ticket` is the number it is about; `choice` are the words chosen with it (outcome, reason, line, place …).
    """

    seat: SeatPlan
    verb: str
    key: UUID
    ticket: str = ""
    choice: Mapping[str, str] = field(default_factory=dict)


Command = TakeNumber | ConfirmShown | ByPhone | SitDown | CallNext | AtDesk


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `refused` is the refusal's code, empty when it was done. `seconds` are those of the wall's clock.

    `lost` counts answers that never came, because the server was away, `away` those that said that the records were out of
    reach; the command was then given again.
    """

    refused: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    lost: int = 0
    away: int = 0

    @property
    def done(self) -> bool:
        return not self.refused


def kind_of(command: Command) -> str:
    """The word under which the notebook keeps the time it took."""
    match command:
        case TakeNumber(person):
            return f"take_{person.channel}"
        case ConfirmShown():
            return "shown"
        case ByPhone(verb=verb):
            return f"phone_{verb}"
        case SitDown():
            return "sit_down"
        case CallNext():
            return "call"
        case AtDesk(verb=verb):
            return verb
