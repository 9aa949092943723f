"""The clips that come with Pendopo: one folder per language, one file per word, all spoken by a machine and marked so."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CLIPS = Path(__file__).with_name("static") / "pendopo" / "voice"
SYNTHETIC_TAG = "COMMENT=synthetic: spoken by a machine (espeak-ng)"
_VERSION_SIGNS = 12


@dataclass(frozen=True, slots=True)
class ShippedClip:
    """`path` lies below the static address; `version` changes when the sound does."""

    path: str
    version: str


@cache
def shipped_clips(language: str) -> Mapping[str, ShippedClip]:
    """By word."""
    files = sorted((CLIPS / language).glob("*.ogg"))
    return {path.stem: ShippedClip(f"pendopo/voice/{language}/{path.name}", _version(path)) for path in files}


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_VERSION_SIGNS]
