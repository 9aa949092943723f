"""What a mall changes about its voice, for others to hear."""

from dataclasses import dataclass

from pendopo.journal.events import event_type


@event_type("voice.settings.changed")
@dataclass(frozen=True, slots=True)
class VoiceSettingsChanged:
    """Languages, reading or volume of the mall's announcements were set; `quiet_hours` counts them. `subject` is the mall."""

    languages: str
    reading: str
    volume: int
    quiet_hours: int


@event_type("voice.display.set")
@dataclass(frozen=True, slots=True)
class DisplayVoiceSet:
    """Whether a display speaks, and how loud, in percent. `subject` is the device."""

    speaks: bool
    volume: int


@event_type("voice.clip.recorded")
@dataclass(frozen=True, slots=True)
class ClipRecorded:
    """A word got a recording of the mall's own. `subject` is the mall; `sha256` is that of the sound."""

    language: str
    word: str
    sha256: str
    milliseconds: int


@event_type("voice.clip.removed")
@dataclass(frozen=True, slots=True)
class ClipRemoved:
    """A word is said by the shipped clip again, or not at all when there is none. `subject` is the mall."""

    language: str
    word: str
