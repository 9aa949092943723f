"""An event as a follower without Django reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Happened:
    """Ids are the usual dashed text, whichever database they come from."""

    position: int
    type: str
    mall: str | None
    subject: str
    at: datetime
    facts: Mapping[str, Any]
