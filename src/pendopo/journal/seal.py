"""Seals: a signed Merkle tree per mall and day, so that a changed or removed event is found.

Tree and prefixes as in RFC 6962 §2.1; the signature is Ed25519 over the seal's own words.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidSignature
from django.conf import settings

from pendopo.journal.models import Event, Seal
from pendopo.journal.relay import last_position
from pendopo.kernel.keys import key_ring
from pendopo.kernel.transactions import writing

PURPOSE = "journal-seal"
KEY_NUMBER = 1


def leaf(event: Event) -> bytes:
    """The hash of one event: every column, in one canonical form on both databases."""
    words = [
        str(event.id), event.position, event.type, str(event.mall or ""), str(event.subject), event.at.isoformat(),
        event.actor, event.facts, str(event.command_key or ""),
    ]  # fmt: skip
    return hashlib.sha256(b"\x00" + orjson.dumps(words, option=orjson.OPT_SORT_KEYS)).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The RFC 6962 tree hash; of nothing, the hash of the empty string."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        # Pairing level by level gives the RFC's tree: an odd last node rises unchanged.
        paired = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def seal_day(*, mall: UUID | None, day: date, at: datetime) -> Seal | None:
    """Seal what this mall wrote since its last seal; None when `day` is sealed already.

    Events that got their position after this moment belong to the next day's seal.
    """
    if Seal.objects.filter(mall=mall, day=day).exists():
        return None
    previous = Seal.objects.filter(mall=mall).order_by("-up_to_position", "-day").first()
    after = previous.up_to_position if previous else 0
    up_to = last_position()
    leaves = [leaf(event) for event in _covered(mall, after, up_to)]
    seal = Seal(
        mall=mall, day=day, after_position=after, up_to_position=up_to, events=len(leaves),
        root=merkle_root(leaves).hex(), key_number=KEY_NUMBER, sealed_at=at,
    )  # fmt: skip
    key = key_ring(Path(settings.KEYS_DIRECTORY)).signing_key(PURPOSE, KEY_NUMBER)
    seal.signature = key.sign(statement_of(seal)).hex()
    with writing():
        seal.save(force_insert=True)
    return seal


def statement_of(seal: Seal) -> bytes:
    """The words that are signed."""
    return orjson.dumps(
        ["pendopo-journal-seal", str(seal.mall or ""), seal.day.isoformat(), seal.after_position, seal.up_to_position,
         seal.events, seal.root]
    )  # fmt: skip


def signature_holds(seal: Seal) -> bool:
    key = key_ring(Path(settings.KEYS_DIRECTORY)).signing_key(PURPOSE, seal.key_number).public_key()
    try:
        key.verify(bytes.fromhex(seal.signature), statement_of(seal))
    except (InvalidSignature, ValueError):
        return False
    return True


def _covered(mall: UUID | None, after: int, up_to: int) -> Sequence[Event]:
    return list(
        Event.objects.filter(mall=mall, position__gt=after, position__lte=up_to).order_by("position").iterator(2000)
    )
