"""Find a changed or removed event."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from pendopo.journal.models import Event, Seal
from pendopo.journal.relay import last_position
from pendopo.journal.seal import leaf, merkle_root, signature_holds


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read and what is wrong with it; `faults` are sentences for the operator, none when all holds."""

    events: int
    seals: int
    unsealed: int
    faults: tuple[str, ...]


def verify() -> Verification:
    """Read the whole journal once, in order: positions without gaps, every seal's tree and signature."""
    seals = _seals_by_mall()
    leaves: dict[UUID | None, list[tuple[int, bytes]]] = defaultdict(list)
    faults: list[str] = []
    expected = 1
    for event in Event.objects.filter(position__isnull=False).order_by("position").iterator(chunk_size=5000):
        position = event.position or 0
        if position != expected:
            faults.append(f"events {expected} to {position - 1} are missing")
        expected = position + 1
        leaves[event.mall].append((position, leaf(event)))
    if expected - 1 < last_position():
        faults.append(f"events {expected} to {last_position()} are missing")
    sealed = 0
    for mall, of_mall in seals.items():
        sealed += sum(seal.events for seal in of_mall)
        faults.extend(_faults_of(of_mall, leaves.get(mall, [])))
    return Verification(expected - 1, sum(map(len, seals.values())), max(expected - 1 - sealed, 0), tuple(faults))


def _seals_by_mall() -> dict[UUID | None, list[Seal]]:
    by_mall: dict[UUID | None, list[Seal]] = defaultdict(list)
    for seal in Seal.objects.order_by("up_to_position", "day"):
        by_mall[seal.mall].append(seal)
    return by_mall


def _faults_of(seals: list[Seal], leaves: list[tuple[int, bytes]]) -> Iterator[str]:
    after = 0
    for seal in seals:
        if not signature_holds(seal):
            yield f"the seal of {seal.day} does not carry this installation's signature"
        if seal.after_position != after:
            yield f"a seal before {seal.day} is missing: events {after + 1} to {seal.after_position} are unsealed"
        covered = [hash_ for position, hash_ in leaves if seal.after_position < position <= seal.up_to_position]
        if len(covered) != seal.events:
            yield f"{seal.day}: {seal.events} events were sealed, {len(covered)} are there"
        elif merkle_root(covered).hex() != seal.root:
            yield f"{seal.day}: an event between {seal.after_position + 1} and {seal.up_to_position} was changed"
        after = seal.up_to_position
