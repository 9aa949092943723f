"""Seals: a signed Merkle tree per mall and day, so that a changed or removed event is found.

The tree is that of RFC 6962; the signature is Ed25519 over the seal's own words. A seal covers the mall's events after its
previous seal up to the last position given when it is made, and is never rebuilt.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db import IntegrityError

from pendopo.journal.merkle import MerkleTree, leaf_hash
from pendopo.journal.models import Event, Seal
from pendopo.journal.relay import last_position
from pendopo.kernel.keys import key_ring
from pendopo.kernel.transactions import writing

PURPOSE = "journal-seal"
KEY_NUMBER = 1


def leaf(event: Event) -> bytes:
    """The hash of one event: every column, in one canonical form on both databases."""
    words = [
        str(event.id), event.position, event.type, str(event.mall or ""), str(event.subject),
        event.at.astimezone(UTC).isoformat(timespec="microseconds"), event.actor, event.facts, str(event.command_key or ""),
    ]  # fmt: skip
    return leaf_hash(orjson.dumps(words, option=orjson.OPT_SORT_KEYS))


def seal_day(*, mall: UUID | None, day: date, at: datetime) -> Seal | None:
    """Seal what this mall wrote since its last seal; None when `day` is sealed already."""
    sealed = seal_days(malls=[mall], day=day, at=at)
    return sealed[0] if sealed else None


def seal_days(*, malls: Iterable[UUID | None], day: date, at: datetime) -> tuple[Seal, ...]:
    """Seal `day` of several malls with one reading of the journal; those already sealed are passed over.

    None stands for what happened outside any mall. Events that get their position after this moment belong to the next seal.
    """
    up_to = last_position()
    after = {mall: _sealed_up_to(mall) for mall in malls if not Seal.objects.filter(mall=mall, day=day).exists()}
    trees = {mall: MerkleTree() for mall in after}
    if not after:
        return ()
    # Read outside a transaction: what has a position never changes.
    covered = Event.objects.filter(position__gt=min(after.values()), position__lte=up_to).order_by("position")
    if len(after) == 1:
        covered = covered.filter(mall=next(iter(after)))
    for event in covered.iterator(chunk_size=2000):
        if event.mall in trees and (event.position or 0) > after[event.mall]:
            trees[event.mall].add(leaf(event))
    seals = (_signed(mall, day, after[mall], up_to, tree, at) for mall, tree in trees.items())
    return tuple(seal for seal in seals if _kept(seal))


def statement_of(seal: Seal) -> bytes:
    """The words that are signed."""
    return orjson.dumps(
        ["pendopo-journal-seal", str(seal.mall or ""), seal.day.isoformat(), seal.after_position, seal.up_to_position,
         seal.events, seal.root, seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")]
    )  # fmt: skip


def signature_holds(seal: Seal) -> bool:
    key = key_ring(Path(settings.KEYS_DIRECTORY)).signing_key(PURPOSE, seal.key_number).public_key()
    try:
        key.verify(bytes.fromhex(seal.signature), statement_of(seal))
    except (InvalidSignature, ValueError):
        return False
    return True


def _sealed_up_to(mall: UUID | None) -> int:
    previous = Seal.objects.filter(mall=mall).order_by("-up_to_position", "-day").first()
    return previous.up_to_position if previous else 0


def _signed(mall: UUID | None, day: date, after: int, up_to: int, tree: MerkleTree, at: datetime) -> Seal:
    seal = Seal(
        mall=mall, day=day, after_position=after, up_to_position=up_to, events=tree.size, root=tree.root().hex(),
        key_number=KEY_NUMBER, sealed_at=at,
    )  # fmt: skip
    key = key_ring(Path(settings.KEYS_DIRECTORY)).signing_key(PURPOSE, KEY_NUMBER)
    seal.signature = key.sign(statement_of(seal)).hex()
    return seal


def _kept(seal: Seal) -> bool:
    try:
        with writing():
            seal.save(force_insert=True)
    except IntegrityError:
        return False  # Another process sealed this day in the same moment; its seal stands.
    return True
