"""Rules about the journal itself."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pendopo.accounts.models import User
from pendopo.crowd.rules.record import Record
from pendopo.journal.models import Event
from pendopo.journal.relay import last_position

_ACTOR = re.compile(r"(officer|device):[0-9a-f-]{36}|visitor|system")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Ids, instants, dates, numbers and stable words: nothing that a person has typed.
_FACT = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")
_NIK_OR_PHONE = re.compile(r"(?<![0-9a-f])(\d{16}|(\+62|62|0)8\d{8,11})(?![0-9a-f])")


def each_command_once(record: Record) -> Iterator[str]:
    keys = Counter(event.command_key for event in record.events if event.command_key is not None)
    for key, times in keys.items():
        if times > 1:
            yield f"{key}: {times} effects"


def no_personal_data(record: Record) -> Iterator[str]:
    names = {name.casefold() for pair in User.objects.values_list("name", "email") for name in pair if name}
    for event in record.events:
        if not _ACTOR.fullmatch(event.actor):
            yield f"{event.type}: an actor who is not a reference"
        for fact, value in event.facts.items():
            if any(_personal(word, names) for word in _words(value)):
                yield f"{event.type}: {fact} says more than ids, numbers and stable words"


def order_without_gaps(_record: Record) -> Iterator[str]:
    """Positions are 1, 2, 3 …, whichever mall they belong to, up to what the relay has given."""
    positions = list(Event.objects.filter(position__isnull=False).order_by("position").values_list("position", flat=True))
    for expected, position in enumerate(positions, start=1):
        if position != expected:
            yield f"position {expected} is missing"
            return
    if len(positions) != last_position():
        yield f"{len(positions)} positions, the relay has given {last_position()}"


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, str):
        yield value


def _personal(word: str, names: set[str]) -> bool:
    if _UUID.fullmatch(word):
        return False
    return not _FACT.fullmatch(word) or word.casefold() in names or bool(_NIK_OR_PHONE.search(word))
