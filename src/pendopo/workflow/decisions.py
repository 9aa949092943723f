"""A small decision table: the first row whose condition holds says the facts. For fees and for who is asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from pendopo.workflow.conditions import Condition, Facts, Value


@dataclass(frozen=True, slots=True)
class Row:
    """`when` None is the last row: it holds for all that is left."""

    when: Condition | None
    says: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for row in self.rows for name, _value in row.says)

    @property
    def covers_all(self) -> bool:
        """Whether the last row, and no other, holds for whatever is left."""
        return bool(self.rows) and [row.when is None for row in self.rows] == [False] * (len(self.rows) - 1) + [True]

    def decide(self, facts: Facts) -> Mapping[str, Value]:
        """What the first fitting row says; a row does not see what it says itself. Empty when no row fits."""
        for row in self.rows:
            if row.when is None or row.when.holds(facts):
                return dict(row.says)
        return {}


def read_value(text: str) -> Value:
    """`75000` → a number, `true` → yes, else the text itself."""
    text = text.strip()
    if text in {"true", "false"}:
        return text == "true"
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text
