"""What happens to personal data, for others to hear: that it happened, never what it was."""

from dataclasses import dataclass
from datetime import datetime

from pendopo.journal.events import event_type


@event_type("privacy.visit.copied")
@dataclass(frozen=True, slots=True)
class VisitCopied:
    """A copy of all that is held of a visit was given. `given_by` is holder or staff. `subject` is the visit."""

    given_by: str


@event_type("privacy.visit.corrected")
@dataclass(frozen=True, slots=True)
class VisitCorrected:
    """Personal data of a visit were corrected; `parts` says which (language, priority, notes). `subject` is the visit."""

    parts: tuple[str, ...]


@event_type("privacy.visit.erased")
@dataclass(frozen=True, slots=True)
class VisitErased:
    """Nothing personal is left of a visit, and its link is no longer good. `asked`: its visitor wanted it, else its time was over.
    `subject` is the visit."""

    asked: bool


@event_type("privacy.service.keeping_changed")
@dataclass(frozen=True, slots=True)
class KeepingChanged:
    """How long personal data of a service are kept and held, in days; null: as everywhere, not at all. `subject` is the service."""

    keep_days: int | None
    held_days: int | None


@event_type("privacy.breach.entered")
@dataclass(frozen=True, slots=True)
class BreachEntered:
    """A breach stands in the register; its 72 hours run from `noticed_at`. `subject` is the breach."""

    noticed_at: datetime
    persons_count: int


@event_type("privacy.breach.amended")
@dataclass(frozen=True, slots=True)
class BreachAmended:
    """What is known of a breach was written anew; `parts` are what changed. `subject` is the breach."""

    parts: tuple[str, ...]


@event_type("privacy.breach.told")
@dataclass(frozen=True, slots=True)
class BreachTold:
    """Those concerned (`persons`) or the `authority` were told of a breach. `subject` is the breach."""

    whom: str
    told_at: datetime


@event_type("privacy.breach.closed")
@dataclass(frozen=True, slots=True)
class BreachClosed:
    """Everybody was told, and nothing is left to do. `subject` is the breach."""

    hours: int
