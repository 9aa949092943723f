"""Find a changed or removed event."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from pendopo.journal.merkle import MerkleTree
from pendopo.journal.models import Event, Seal
from pendopo.journal.relay import last_position
from pendopo.journal.seal import leaf, signature_holds

_STEP = 5000


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read and what is wrong with it; `faults` are sentences for the operator, none when all holds.

    `unsealed` events are not yet covered by a seal: of these only a removal can be found, not a change.
    """

    events: int
    seals: int
    unsealed: int
    faults: tuple[str, ...]


def verify(*, progress: Callable[[int], None] = lambda _events: None) -> Verification:
    """Read the whole journal once, in order: positions without gaps, every seal's tree, chain and signature."""
    seals = _seals_by_mall()
    faults = [fault for of_mall in seals.values() for fault in _faults_of_chain(of_mall)]
    count = sum(map(len, seals.values()))
    readers = {mall: _SealReader(deque(of_mall)) for mall, of_mall in seals.items()}
    events, sealed, expected = 0, 0, 1
    for event in Event.objects.filter(position__isnull=False).order_by("position").iterator(chunk_size=_STEP):
        position = event.position or 0
        faults.extend(_faults_of_gap(expected, position))
        expected = position + 1
        events += 1
        if reader := readers.get(event.mall):
            sealed += reader.read(position, event)
        if events % _STEP == 0:
            progress(events)
    faults.extend(_faults_of_gap(expected, last_position() + 1))
    faults.extend(fault for reader in readers.values() for fault in reader.finish())
    return Verification(events, count, events - sealed, tuple(faults))


class _SealReader:
    """Compares one mall's seals with its events as they pass by."""

    def __init__(self, seals: deque[Seal]) -> None:
        self._seals = seals
        self._tree = MerkleTree()
        self._faults: list[str] = []

    def read(self, position: int, event: Event) -> bool:
        """Whether a seal covers this event."""
        while self._seals and position > self._seals[0].up_to_position:
            self._close()
        if not self._seals or position <= self._seals[0].after_position:
            return False
        self._tree.add(leaf(event))
        return True

    def finish(self) -> list[str]:
        while self._seals:
            self._close()
        return self._faults

    def _close(self) -> None:
        seal, tree, self._tree = self._seals.popleft(), self._tree, MerkleTree()
        words = {"day": seal.day.isoformat(), "first": seal.after_position + 1, "last": seal.up_to_position}
        if tree.size != seal.events:
            words |= {"sealed": seal.events, "found": tree.size}
            self._faults.append(_("%(day)s: %(sealed)s events were sealed, %(found)s are there.") % words)
        elif tree.root().hex() != seal.root:
            self._faults.append(_("%(day)s: an event between positions %(first)s and %(last)s was changed.") % words)


def _seals_by_mall() -> dict[UUID | None, list[Seal]]:
    by_mall: dict[UUID | None, list[Seal]] = defaultdict(list)
    for seal in Seal.objects.order_by("up_to_position", "day"):
        by_mall[seal.mall].append(seal)
    return by_mall


def _faults_of_chain(seals: list[Seal]) -> Iterator[str]:
    after = 0
    for seal in seals:
        words = {"day": seal.day.isoformat(), "first": after + 1, "last": seal.after_position}
        if not signature_holds(seal):
            yield _("%(day)s: the seal was changed, or it was not made with this installation's key.") % words
        if seal.after_position != after:
            yield _("%(day)s: a seal before this one is missing (positions %(first)s to %(last)s).") % words
        after = seal.up_to_position


def _faults_of_gap(expected: int, found: int) -> Iterator[str]:
    if found > expected:
        words = {"first": expected, "last": found - 1}
        yield _("Events are missing: positions %(first)s to %(last)s.") % words
