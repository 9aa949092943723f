"""What an officer does: open the counter, call, serve, and everything that comes in between."""

from dataclasses import dataclass

from pendopo.crowd import habits
from pendopo.crowd.agenda import Part, Rest, Script, Wait
from pendopo.crowd.commands import Answer, AtDesk, CallNext, Person, SitDown
from pendopo.crowd.hall import Hall
from pendopo.crowd.plan import SeatPlan
from pendopo.crowd.visitors import come_back, fetch_something, one_more_thing

NOBODY_WAITING = "queue.nobody_waiting"
LEASE_LOST = "queue.lease_lost"
COUNTER_BUSY = "queue.counter_busy"
_STRANGERS_MINUTES = 5
# How soon an officer looks again whether the counter is free.
_ASKS_AGAIN = 180.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """An officer's own day in the crowd's seconds: when to sit down, when to rest and how long, when to go home."""

    begins: float
    rests: tuple[tuple[float, float, str], ...]
    leaves: float | None = None


def officer(hall: Hall, seat: SeatPlan, rhythm: Rhythm) -> Script:
    """Sit down at the counter again and again, until it is time to go home."""
    yield Wait(max(0.0, rhythm.begins - hall.now))
    rests, take_over = list(rhythm.rests), True
    while True:
        opened: Answer = yield SitDown(seat, take_over)
        # Only at first: later it may be a person who tries the hall out and has taken the counter.
        take_over = False
        if opened.refused:
            yield Wait(_ASKS_AGAIN)
            continue
        if held := opened.facts.get("ticket"):
            # Who is being served already has a part of it behind them.
            part = hall.chance.random()
            yield from _serve(hall, seat, str(held), str(opened.facts["label"]), str(opened.facts["state"]), part=part)
        if (yield from _work(hall, seat, rhythm, rests)):
            return


def _work(hall: Hall, seat: SeatPlan, rhythm: Rhythm, rests: list[tuple[float, float, str]]) -> Part:
    """Call and serve; True when the officer goes home, False when the counter is lost to another browser or day."""
    while True:
        if _time_to_go(hall, rhythm):
            answer: Answer = yield AtDesk(seat, "close", hall.key(), choice={"waiting": "keep"})
            return answer.done
        if rests and hall.now >= rests[0][0]:
            _at, seconds, reason = rests.pop(0)
            yield from _rest(hall, seat, seconds, reason)
        if back := hall.who_is_back(seat.counter):
            yield from _take_back(hall, seat, back)
            continue
        called: Answer = yield CallNext(seat, hall.key())
        if called.done:
            yield from _serve(hall, seat, str(called.facts["ticket"]), str(called.facts["label"]), "called")
        elif called.refused == NOBODY_WAITING:
            yield Rest((*seat.lines, seat.counter), hall.lean_back)
        elif called.refused in {LEASE_LOST, COUNTER_BUSY}:
            return False
        else:
            yield Wait(30)


def _take_back(hall: Hall, seat: SeatPlan, person: Person) -> Script:
    """Who was set aside goes on; who missed the call and stands here now is called out of turn, which is recorded."""
    answer: Answer = yield AtDesk(seat, "call_certain" if person.missed else "resume", hall.key(), person.ticket)
    if answer.refused:
        return
    if not person.missed:
        yield from _finish(hall, seat, person.ticket, person, person.line.minutes / 2)
        return
    person.comes, person.missed = True, False
    yield from _serve(hall, seat, person.ticket, person.label, "called")


def _serve(hall: Hall, seat: SeatPlan, ticket: str, label: str, state: str, *, part: float = 1.0) -> Script:
    """From the call to the end. Somebody whom the crowd does not know is a person who tries the hall out: they come."""
    person = hall.notebook.called(label, hall.now)
    if person:
        person.ticket = ticket
    if state == "called":
        if person and not person.comes:
            yield from _nobody_comes(hall, seat, ticket, person)
            return
        yield Wait(hall.chance.uniform(8, 45))
        if hall.often(habits.SAYS_ARRIVED):
            yield AtDesk(seat, "arrive", hall.key(), ticket)
            yield Wait(hall.chance.uniform(3, 20))
    if state != "serving":
        started: Answer = yield AtDesk(seat, "start", hall.key(), ticket)
        if started.refused:
            return
    yield from _finish(hall, seat, ticket, person, part * (person.line.minutes if person else _STRANGERS_MINUTES))


def _nobody_comes(hall: Hall, seat: SeatPlan, ticket: str, person: Person) -> Script:
    for _call in range(hall.chance.choice((1, 1, 2))):
        yield Wait(hall.chance.uniform(25, 50))
        yield AtDesk(seat, "recall", hall.key(), ticket)
    yield Wait(hall.chance.uniform(25, 50))
    answer: Answer = yield AtDesk(seat, "miss", hall.key(), ticket)
    if answer.done:
        person.missed = True
        hall.agenda.begin(come_back(hall, person, seat))


def _finish(hall: Hall, seat: SeatPlan, ticket: str, person: Person | None, minutes: float) -> Script:
    """The service itself, and how it ends."""
    seconds = habits.service_seconds(minutes, hall.chance)
    if person and hall.often(habits.PARK):
        yield Wait(seconds / 2)
        choice = {"reason": habits.chosen(habits.PARK_REASONS, hall.chance)}
        answer: Answer = yield AtDesk(seat, "park", hall.key(), ticket, choice)
        if answer.done:
            hall.agenda.begin(fetch_something(hall, person, seat))
        return
    if person and hall.often(habits.TRANSFER) and (line := hall.other_line(person.line)):
        yield Wait(seconds / 3)
        choice = {"line": str(line.id), "place": habits.chosen(habits.PLACES, hall.chance)}
        answer = yield AtDesk(seat, "transfer", hall.key(), ticket, choice)
        if answer.done:
            person.line = line
            hall.joins(person)
        return
    yield Wait(seconds)
    if hall.often(habits.WRITES_NOTE):
        yield AtDesk(seat, "note", hall.key(), ticket, {"note": hall.chance.choice(habits.NOTES)})
    choice = {"outcome": habits.chosen(habits.OUTCOMES, hall.chance)}
    answer = yield AtDesk(seat, "finish", hall.key(), ticket, choice)
    if answer.done and person and hall.often(habits.WANTS_MORE):
        hall.agenda.begin(one_more_thing(hall, person))
    yield Wait(hall.chance.uniform(2, 15))


def _rest(hall: Hall, seat: SeatPlan, seconds: float, reason: str) -> Script:
    answer: Answer = yield AtDesk(seat, "pause", hall.key(), choice={"reason": reason, "minutes": str(round(seconds / 60))})
    if answer.done:
        yield Wait(seconds)
        yield AtDesk(seat, "return", hall.key())


def _time_to_go(hall: Hall, rhythm: Rhythm) -> bool:
    if rhythm.leaves is not None and hall.now >= rhythm.leaves:
        return True
    return hall.closing and not hall.notebook.joined
