"""What happens to devices and to the hall as a whole, for others to hear."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.journal.events import event_type


@event_type("directory.device.made")
@dataclass(frozen=True, slots=True)
class DeviceMade:
    """A kiosk or display was added, or got another zone; until it is paired, no browser is it. `subject` is the device."""

    kind: str
    zone: UUID | None


@event_type("directory.device.pairing_offered")
@dataclass(frozen=True, slots=True)
class PairingOffered:
    """A one-time code was given out by which a browser becomes this device. `subject` is the device."""

    expires_at: datetime


@event_type("directory.device.paired")
@dataclass(frozen=True, slots=True)
class DevicePaired:
    """A browser became this device; a browser that was it before is it no longer. `subject` is the device."""

    kind: str


@event_type("directory.device.revoked")
@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """The device is out of service; its browser is refused from now on. `subject` is the device."""

    kind: str


@event_type("directory.device.doubled")
@dataclass(frozen=True, slots=True)
class DeviceDoubled:
    """The device asks from two places by turns: somebody else holds its token. Told once for each pairing. `subject` is the device."""

    kind: str


@event_type("directory.hall.paused")
@dataclass(frozen=True, slots=True)
class HallPaused:
    """The whole hall takes a break. `subject` is the pause."""

    starts_at: datetime
    ends_at: datetime


@event_type("directory.hall.pause_ended")
@dataclass(frozen=True, slots=True)
class HallPauseEnded:
    """A pause ended earlier than planned, or was called off. `subject` is the pause."""

    ends_at: datetime


@event_type("directory.outside.lost")
@dataclass(frozen=True, slots=True)
class OutsideLost:
    """The mall's line to the internet is cut since then; `by_hand` says that a person said so. `subject` is the mall."""

    since: datetime
    by_hand: bool


@event_type("directory.outside.back")
@dataclass(frozen=True, slots=True)
class OutsideBack:
    """The mall's line to the internet is there again. `subject` is the mall."""


@event_type("directory.reference_data.loaded")
@dataclass(frozen=True, slots=True)
class ReferenceDataLoaded:
    """An edition of regions or holidays was loaded; outside any mall. `subject` stands for the file."""

    name: str
    fingerprint: str
    changed: int


@event_type("directory.holiday.added")
@dataclass(frozen=True, slots=True)
class HolidayAdded:
    """A holiday of the nation or of one region. `subject` is the holiday."""

    date: str
    kind: str
    region_code: str


@event_type("directory.holiday.corrected")
@dataclass(frozen=True, slots=True)
class HolidayCorrected:
    """A holiday was moved, renamed or became collective leave. `subject` is the holiday; the two days may be the same."""

    date_before: str
    date: str
    kind: str
    region_code: str


@event_type("directory.holiday.removed")
@dataclass(frozen=True, slots=True)
class HolidayRemoved:
    """A holiday was taken back: written by mistake, or moved by decree. `subject` is the holiday."""

    date: str
    kind: str
    region_code: str


@event_type("directory.post.given")
@dataclass(frozen=True, slots=True)
class PostGiven:
    """A person got a post in the whole mall. `subject` is the person."""

    mall: UUID
    role: str


@event_type("directory.post.ended")
@dataclass(frozen=True, slots=True)
class PostEnded:
    """A person's post is over at once, or was taken back before it began. `subject` is the person."""

    mall: UUID
    role: str


@event_type("directory.plan.drawn")
@dataclass(frozen=True, slots=True)
class PlanDrawn:
    """A floor plan was changed. `part` is picture, mark, mark_removed, way or removed; `subject` is the plan."""

    part: str
    marked: UUID | None
