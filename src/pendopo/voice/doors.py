"""The door to a mall's own recordings: a sound is asked for by the SHA-256 of its content."""

from pathlib import Path

from pendopo.kernel.errors import NotFound
from pendopo.voice.clip_files import recordings
from pendopo.voice.models import Clip


def recording(sha256: str) -> Path:
    """The file of a recording that is in use. Raises NotFound."""
    path = recordings.path_of(sha256)
    if not Clip.objects.filter(sha256=sha256).exists() or not path.is_file():
        raise NotFound
    return path
