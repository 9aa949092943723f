"""How the history tells a change: words of people for the cells of the workbook."""

from collections.abc import Iterable
from dataclasses import dataclass

from pendopo.catalogue.changes.reads import ChangeCard, Field
from pendopo.web.backoffice.thing_words import SECTIONS, heading_word, told


@dataclass(frozen=True, slots=True)
class ToldField:
    """`row` names the row where there are several; `before` and `after` are empty for an empty cell."""

    row: str
    word: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToldChange:
    card: ChangeCard
    fields: tuple[ToldField, ...]


def told_changes(cards: Iterable[ChangeCard]) -> tuple[ToldChange, ...]:
    return tuple(ToldChange(card, tuple(_told(field) for field in card.fields)) for card in cards)


def _told(field: Field) -> ToldField:
    word = heading_word(field.heading) if field.heading else str(SECTIONS[field.sheet][0])
    return ToldField(
        field.row, word, told(field.sheet, field.heading, field.before), told(field.sheet, field.heading, field.after)
    )
