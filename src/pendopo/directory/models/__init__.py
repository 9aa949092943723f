"""Tables of the directory, one file per subject."""

from pendopo.directory.models.device import SCREENS, Device, DeviceKind, PairingAttempt, PairingCode, SoundState
from pendopo.directory.models.duty import Duty
from pendopo.directory.models.hall import (
    Agency,
    AgencyKind,
    Counter,
    Direction,
    Facility,
    Mall,
    Site,
    SiteKind,
    Zone,
)
from pendopo.directory.models.hours import Break, Hours, Pause, SpecialDay
from pendopo.directory.models.outside import OutsideLine
from pendopo.directory.models.people import Post, Role
from pendopo.directory.models.plan import FloorPlan, MarkKind, PlanMark
from pendopo.directory.models.region import Holiday, HolidayChange, HolidayKind, ReferenceData, Region, RegionLevel

__all__ = [
    "SCREENS",
    "Agency",
    "AgencyKind",
    "Break",
    "Counter",
    "Device",
    "DeviceKind",
    "Direction",
    "Duty",
    "Facility",
    "FloorPlan",
    "Holiday",
    "HolidayChange",
    "HolidayKind",
    "Hours",
    "Mall",
    "MarkKind",
    "OutsideLine",
    "PairingAttempt",
    "PairingCode",
    "Pause",
    "PlanMark",
    "Post",
    "ReferenceData",
    "Region",
    "RegionLevel",
    "Role",
    "Site",
    "SiteKind",
    "SoundState",
    "SpecialDay",
    "Zone",
]
