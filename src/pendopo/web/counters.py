"""Counters as people say them."""

from collections.abc import Sequence


def counter_range(numbers: Sequence[str]) -> str:
    """A run as "1–5", others as "2, 4, 9"."""
    if len(numbers) > 2 and all(number.isdigit() for number in numbers):
        values = [int(number) for number in numbers]
        if values == list(range(values[0], values[0] + len(values))):
            return f"{values[0]}–{values[-1]}"
    return ", ".join(numbers)
