"""What a visitor does: take a number, wait, perhaps lose patience; come back after a missed call or from the copy shop."""

from collections.abc import Callable, Iterable

from pendopo.crowd import habits
from pendopo.crowd.agenda import Part, Script, Wait
from pendopo.crowd.commands import Answer, ByPhone, ConfirmShown, Person, TakeNumber
from pendopo.crowd.day import Arrival
from pendopo.crowd.hall import Hall
from pendopo.crowd.plan import LinePlan, SeatPlan

# More than so many minutes of work before one, and people come back another day.
_TOO_LONG_MINUTES = 75
IN_THE_SAME_VISIT = "same_visit"


def coming(hall: Hall, arrivals: Iterable[Arrival], *, choosy: bool = False) -> Script:
    """Let each visitor in at their time. `choosy` visitors turn away from a line that is far too long."""
    for arrival in arrivals:
        yield Wait(max(0.0, arrival.at - hall.now))
        if hall.closing:
            return
        if not (choosy and _too_long(hall, arrival)):
            person = Person(
                arrival.line, arrival.service, arrival.channel, arrival.priority, comes=not hall.often(habits.NO_SHOW),
                at_kiosk=hall.often(habits.CHECKS_IN_AT_KIOSK),
            )  # fmt: skip
            hall.agenda.begin(visit(hall, person))


def keep_company(hall: Hall, line: LinePlan, *, waiting: Callable[[], int], at_least: int) -> Script:
    """See to it that somebody waits in a line whose counter is left to a person who tries the hall out."""
    while True:
        if waiting() < at_least:
            person = Person(line, hall.chance.choice(line.services), "kiosk", "none")
            hall.agenda.begin(visit(hall, person))
        yield Wait(hall.chance.uniform(15, 45))


def visit(hall: Hall, person: Person) -> Script:
    """From the wish to the place in the line; what happens at the counter is the officer's script."""
    order = TakeNumber(person, hall.key())
    taken: Answer = yield order
    if taken.refused:
        return
    _keep(person, taken)
    hall.notebook.got_number(person)
    if hall.often(habits.PRESSES_TWICE):
        again: Answer = yield order
        if again.done and again.facts["label"] != person.label:
            hall.notebook.faults.append(f"one press, two numbers: {person.label} and {again.facts['label']}")
    if person.channel == "kiosk":
        if hall.often(habits.WALKS_AWAY_FROM_KIOSK):
            return
        yield Wait(hall.chance.uniform(1, 4))
        yield ConfirmShown(person)
    elif person.channel == "home":
        arrived = yield from _travel(hall, person)
        if not arrived:
            return
    hall.joins(person)
    yield from _wait_for_the_call(hall, person)


def come_back(hall: Hall, person: Person, seat: SeatPlan) -> Script:
    """After a missed call: many were only outside. Some go straight to the counter that called them."""
    if not hall.often(habits.RETURNS_AFTER_MISS):
        return
    yield Wait(hall.chance.uniform(60, 15 * 60))
    if hall.often(habits.RETURNS_TO_THE_COUNTER):
        hall.is_back(seat.counter, person)
        return
    answer: Answer = yield ByPhone(person, "rejoin", hall.key())
    if answer.done:
        person.comes, person.missed = True, False
        hall.joins(person)


def fetch_something(hall: Hall, person: Person, seat: SeatPlan) -> Script:
    """Set aside at the counter: the copy shop, a document at home."""
    yield Wait(hall.chance.uniform(3 * 60, 14 * 60))
    hall.is_back(seat.counter, person)


def one_more_thing(hall: Hall, person: Person) -> Script:
    """A further service in the same visit: one more number behind the same link."""
    line = hall.other_line(person.line)
    if line is None:
        return
    service = hall.chance.choice(line.services)
    answer: Answer = yield ByPhone(person, "add", hall.key(), service)
    if answer.done:
        more = Person(line, service, "hall", person.priority, code=person.code)
        _keep(more, answer)
        hall.notebook.got_number(more, how=IN_THE_SAME_VISIT)
        hall.joins(more)


def _travel(hall: Hall, person: Person) -> Part:
    if hall.often(habits.NEVER_COMES_FROM_HOME):
        return False
    yield Wait(hall.chance.uniform(10 * 60, 45 * 60))
    answer: Answer = yield ByPhone(person, "check_in", hall.key())
    return answer.done


def _wait_for_the_call(hall: Hall, person: Person) -> Script:
    if hall.often(habits.GIVES_UP):
        yield Wait(hall.chance.uniform(15 * 60, 40 * 60))
        if person.label in hall.notebook.joined:
            answer: Answer = yield ByPhone(person, "cancel", hall.key())
            if answer.done:
                hall.notebook.leaves_line(person, hall.now, called=False)
        return
    for _look in range(3):
        if not hall.often(habits.LOOKS_AT_PHONE):
            return
        yield Wait(hall.chance.uniform(2 * 60, 8 * 60))
        if person.label not in hall.notebook.joined:
            return
        yield ByPhone(person, "look", hall.key())


def _too_long(hall: Hall, arrival: Arrival) -> bool:
    desks = sum(1 / len(seat.lines) for seat in hall.plan.seats if arrival.line.id in seat.lines)
    ahead = hall.notebook.waiting[arrival.line.prefix]
    return ahead >= 4 and ahead * arrival.line.minutes / max(desks, 0.2) > _TOO_LONG_MINUTES


def _keep(person: Person, answer: Answer) -> None:
    person.ticket, person.label, person.code = (str(answer.facts[name]) for name in ("ticket", "label", "code"))
