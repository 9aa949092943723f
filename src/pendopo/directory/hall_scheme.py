"""A scheme of the hall from zones, counters and facilities alone: tidy, not to scale, better than no map."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from pendopo.directory.hall_drawing import Block, Drawing, Mark, facility_letters
from pendopo.directory.models import Counter, Facility, Zone

_WIDTH = 1000
_GAP = 40
_BLOCK = (_WIDTH - 3 * _GAP) // 2
_CELL = 84
_PER_ROW = 5
_HEAD = 84
_FACILITY_ROW = 64


def schemes(zones: Sequence[Zone], counters: Sequence[Counter], facilities: Sequence[Facility]) -> tuple[Drawing, ...]:
    """One drawing for each floor of each building, in the order of its zones."""
    floors = groupby(sorted(zones, key=lambda zone: (_floor(zone), zone.letter)), key=_floor)
    drawings = [(place, _scheme(place, list(there), counters, facilities)) for place, there in floors]
    return tuple(drawing for _place, drawing in drawings)


def _floor(row: Zone | Facility) -> tuple[str, str]:
    return row.site.name, row.floor


def _scheme(
    place: tuple[str, str], zones: Sequence[Zone], counters: Sequence[Counter], facilities: Sequence[Facility]
) -> Drawing:
    blocks: list[Block] = []
    marks: list[Mark] = []
    y = _GAP
    for first in range(0, len(zones), 2):
        row = zones[first : first + 2]
        here = [sorted((one for one in counters if one.zone_id == zone.id), key=_by_number) for zone in row]
        height = _HEAD + max(-(-len(there) // _PER_ROW) for there in here) * _CELL + 16
        for column, (zone, there) in enumerate(zip(row, here, strict=True)):
            x = _GAP + column * (_BLOCK + _GAP)
            blocks.append(Block(zone.letter, zone.name, x, y, _BLOCK, height))
            marks += [_counter(counter, place_, x, y) for place_, counter in enumerate(there)]
        y += height + _GAP
    beside = [one for one in facilities if _floor(one) == place]
    letters = facility_letters(facility.id for facility in beside)
    for place_, facility in enumerate(beside):
        x = _GAP + 30 + (place_ % 2) * (_BLOCK + _GAP)
        marks.append(Mark("facility", letters[facility.id], facility.name, x, y + 30 + place_ // 2 * _FACILITY_ROW, wide=True))
    y += -(-len(beside) // 2) * _FACILITY_ROW
    marks.append(Mark("entrance", "", _("Entrance"), _WIDTH // 2, y + 40))
    name = ", ".join(part for part in (place[0], _("floor %(floor)s") % {"floor": place[1]} if place[1] else "") if part)
    return Drawing(name, _WIDTH, y + 100, "", tuple(blocks), tuple(marks), "")


def _by_number(counter: Counter) -> str:
    return counter.number.zfill(6)


def _counter(counter: Counter, place: int, x: int, y: int) -> Mark:
    return Mark(
        "counter", counter.number, _("Counter %(number)s") % {"number": counter.number},
        x + 46 + place % _PER_ROW * _CELL, y + _HEAD + 36 + place // _PER_ROW * _CELL, counter.zone.letter, counter.id,
    )  # fmt: skip
