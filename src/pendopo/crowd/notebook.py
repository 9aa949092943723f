"""What the crowd saw of its day: numbers, waits, refusals, and how long answers took."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from pendopo.crowd.commands import Answer, AtDesk, Command, Person, kind_of


@dataclass(slots=True)
class Notebook:
    """Waits are seconds of the crowd's own time, from joining the line to the call; latencies are those of the wall's clock.

    `people` are today's visitors by their number.
    """

    people: dict[str, Person] = field(default_factory=dict)
    joined: dict[str, float] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    waiting: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lost: int = 0
    away: int = 0
    faults: list[str] = field(default_factory=list)

    def hear(self, command: Command, answer: Answer, _now: float) -> None:
        """Write down any answer."""
        kind = kind_of(command)
        self.latencies[kind].append(answer.seconds)
        self.lost += answer.lost
        self.away += answer.away
        if answer.refused:
            self.refusals[answer.refused] += 1
            return
        self.done[kind] += 1
        if isinstance(command, AtDesk) and command.verb == "finish":
            self.outcomes[command.choice["outcome"]] += 1

    def got_number(self, person: Person, *, how: str = "") -> None:
        """A new number, by the person's channel or as a further one of the same visit."""
        self.people[person.label] = person
        self.taken[how or person.channel] += 1

    def joins(self, person: Person, now: float) -> None:
        """The number stands in its line from now on."""
        if person.label and person.label not in self.joined:
            self.joined[person.label] = now
            self.waiting[person.line.prefix] += 1

    def leaves_line(self, person: Person, now: float, *, called: bool = True) -> None:
        since = self.joined.pop(person.label, None)
        if since is None:
            return
        self.waiting[person.line.prefix] -= 1
        if called:
            self.waits[person.line.zone].append(now - since)

    def called(self, label: str, now: float) -> Person | None:
        """Whose number this is; None for somebody who is not of the crowd."""
        person = self.people.get(label)
        if person:
            self.leaves_line(person, now)
        return person

    def forget_the_line(self) -> None:
        """A new day has begun: yesterday's numbers are no more."""
        self.people.clear()
        self.joined.clear()
        self.waiting.clear()
