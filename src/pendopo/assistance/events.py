"""What happens to requests for assistance, for others to hear. `subject` is the request."""

from dataclasses import dataclass
from uuid import UUID

from pendopo.journal.events import event_type


@event_type("assistance.request.asked")
@dataclass(frozen=True, slots=True)
class AssistanceAsked:
    """A visitor asked for help. `kind` is an AssistanceKind, `asked_from` is phone, kiosk or greeter."""

    kind: str
    asked_from: str
    visit: UUID | None
    device: UUID | None


@event_type("assistance.request.taken")
@dataclass(frozen=True, slots=True)
class AssistanceTaken:
    """Somebody of the hall is on the way."""

    kind: str
    waited_seconds: int


@event_type("assistance.request.handed_back")
@dataclass(frozen=True, slots=True)
class AssistanceHandedBack:
    """Who was on the way cannot come; somebody else must."""

    kind: str


@event_type("assistance.request.finished")
@dataclass(frozen=True, slots=True)
class AssistanceFinished:
    """The visitor was helped."""

    kind: str


@event_type("assistance.request.withdrawn")
@dataclass(frozen=True, slots=True)
class AssistanceWithdrawn:
    """The visitor does not need it any more."""

    kind: str
