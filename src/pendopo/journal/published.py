"""Seals as the world may keep them. Who has saved them elsewhere finds out when a journal was written anew, signatures and all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _

from pendopo.journal.models import Seal
from pendopo.journal.seal import KEY_NUMBER, PURPOSE
from pendopo.kernel.keys import key_ring


@dataclass(frozen=True, slots=True)
class PublishedSeal:
    """A seal in words: `day` and `sealed_at` in ISO 8601; positions `first` to `last`; `root` and `signature` in hexadecimal digits."""

    mall: str
    day: str
    first: int
    last: int
    events: int
    root: str
    sealed_at: str
    signature: str


def published_seals(mall: UUID, *, latest: int | None = None) -> tuple[PublishedSeal, ...]:
    """The newest first; one query."""
    seals = Seal.objects.filter(mall=mall).order_by("-day")
    return tuple(_published(seal) for seal in (seals if latest is None else seals[:latest]))


def as_saved(seals: Iterable[PublishedSeal]) -> dict[str, Any]:
    """What the file holds that one saves; `key` is the public Ed25519 key (RFC 8032) in hexadecimal digits."""
    key = key_ring(Path(settings.KEYS_DIRECTORY)).signing_key(PURPOSE, KEY_NUMBER).public_key()
    return {"key": key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex(), "seals": [asdict(seal) for seal in seals]}


def faults_against(saved: Mapping[str, Any]) -> Iterator[str]:
    """Sentences on every saved seal that is not here as it was. Raises KeyError, TypeError or ValueError when this is no such file."""
    for one in saved["seals"]:
        seal = Seal.objects.filter(mall=UUID(one["mall"]), day=one["day"]).first()
        words = {"day": one["day"]}
        if seal is None:
            yield _("%(day)s: the seal that was saved elsewhere is not here any more.") % words
        elif (seal.root, seal.up_to_position, seal.signature) != (one["root"], one["last"], one["signature"]):
            yield _("%(day)s: the seal is not the one that was saved elsewhere: the journal was written anew.") % words


def _published(seal: Seal) -> PublishedSeal:
    return PublishedSeal(
        mall=str(seal.mall), day=seal.day.isoformat(), first=seal.after_position + 1, last=seal.up_to_position, events=seal.events,
        root=seal.root, sealed_at=seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"), signature=seal.signature,
    )  # fmt: skip
