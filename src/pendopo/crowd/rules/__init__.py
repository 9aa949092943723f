"""Whether what must always be true (DESIGN §5) was true: read from journal and tables after the fact.

`record` reads what happened once; each other file holds a few rules. A rule is a function that yields a sentence for every
breach it finds. `check_rules` asks all of them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.crowd.rules import counters, journal, numbers, steps, turns
from pendopo.crowd.rules.record import Record, read_record

Rule = Callable[[Record], Iterator[str]]
_SHOWN_AT_MOST = 5

# The number of the rule in DESIGN §5 stands first.
RULES: Mapping[str, tuple[Promise, Rule]] = {
    "1 numbers": (_("Numbers are consecutive and never given twice"), numbers.consecutive_and_unique),
    "2 one_holder": (_("A number is at one counter at a time"), counters.one_counter_per_ticket),
    "2 one_ticket": (_("A counter has one visitor at a time"), counters.one_ticket_per_counter),
    "2 one_visit": (_("A visitor is at one counter at a time"), counters.one_counter_per_visit),
    "3 overtaking": (_("Nobody is overtaken beyond the largest head start"), turns.nobody_overtaken),
    "4 lifecycle": (_("Numbers and counters take only steps that exist"), steps.only_steps_that_exist),
    "4 recorded": (_("Every change is recorded, and nothing that did not happen"), steps.every_change_recorded),
    "5 commands": (_("Each command has had its effect once"), journal.each_command_once),
    "6 day": (_("The day is the mall's own"), numbers.day_of_the_mall),
    "7 limit": (_("No more numbers than a line's limit"), numbers.within_the_limit),
    "10 privacy": (_("No personal data in the journal"), journal.no_personal_data),
    "13 shown": (_("Nobody is called by a number that was never shown"), turns.nobody_called_unseen),
    "order": (_("The journal's order has no gaps"), journal.order_without_gaps),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule: how often it was broken, and the first few breaches in words."""

    rule: str
    title: Promise
    breaches: int
    examples: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.breaches == 0


def check_rules(*, mall: UUID, days: tuple[date, ...] = ()) -> tuple[Finding, ...]:
    """Judge what happened in this mall on these business days, or ever."""
    record = read_record(mall, days)
    return tuple(_finding(name, title, rule(record)) for name, (title, rule) in RULES.items())


def _finding(name: str, title: Promise, breaches: Iterator[str]) -> Finding:
    examples = tuple(islice(breaches, _SHOWN_AT_MOST))
    return Finding(name, title, len(examples) + sum(1 for _breach in breaches), examples)
