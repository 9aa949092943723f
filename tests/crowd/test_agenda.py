"""The agenda: scripts happen in order of time, whether the clock is waited for or not."""

import time
from dataclasses import dataclass, field
from threading import Event, Lock, current_thread
from uuid import UUID

import pytest

from pendopo.crowd.agenda import Agenda, Rest, Wait
from pendopo.crowd.commands import Answer, CallNext
from pendopo.crowd.plan import SeatPlan

SEAT = SeatPlan(UUID(int=1), "loket-1", "1", "A", (), "budi@contoh.example", "Budi")


@dataclass
class Listening:
    """Hands that note when they were asked; each takes a moment."""

    moment: float = 0.0
    asked: list[float] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    threads: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def obey(self, command, now):
        with self.lock:
            self.asked.append(now)
            self.threads.add(current_thread().name)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self.moment)
        with self.lock:
            self.at_once -= 1
        return Answer(facts={"order": len(self.asked)})


def call(number: int = 0) -> CallNext:
    return CallNext(SEAT, UUID(int=number))


def test_a_leaping_agenda_waits_for_nobody_and_keeps_the_order():
    hands, told = Listening(), []

    def somebody(name, seconds):
        yield Wait(seconds)
        yield call()
        told.append(name)

    agenda = Agenda(hands, speed=None, threads=0)
    agenda.begin(somebody("late", 7200))
    agenda.begin(somebody("early", 60))
    began = time.monotonic()
    agenda.run()

    assert time.monotonic() - began < 1
    assert told == ["early", "late"]
    assert hands.asked == [60, 7200]
    assert agenda.now == 7200


def test_what_lies_close_together_happens_side_by_side():
    hands = Listening(moment=0.05)

    def somebody(seconds):
        yield Wait(seconds)
        yield call()

    agenda = Agenda(hands, speed=None, threads=4)
    for seconds in (0, 1, 2, 3, 500):
        agenda.begin(somebody(seconds))
    agenda.run()

    assert hands.most_at_once == 4
    assert hands.asked[-1] == 500
    assert "MainThread" not in hands.threads


def test_a_paced_agenda_runs_so_many_times_faster_than_the_wall():
    def somebody():
        yield Wait(20)

    agenda = Agenda(Listening(), speed=100)
    agenda.begin(somebody())
    began = time.monotonic()
    agenda.run()

    assert 0.19 <= time.monotonic() - began < 0.6


def test_who_rests_is_called_or_looks_up_by_themselves():
    told = []

    def resting(name, at_most):
        called = yield Rest(("line",), at_most)
        told.append((name, called, agenda.now))

    def calling():
        yield Wait(10)
        agenda.call_out("line", delay=2)

    agenda = Agenda(Listening(), speed=None, threads=0)
    agenda.begin(resting("first", 100))
    agenda.begin(resting("second", 50))
    agenda.begin(calling())
    agenda.run()

    assert told == [("first", True, 12), ("second", False, 50)]


def test_the_day_ends_though_somebody_would_go_on():
    def forever():
        while True:
            yield Wait(60)

    agenda = Agenda(Listening(), speed=None, threads=0)
    agenda.begin(forever())
    agenda.run(until=3600)

    assert agenda.now == 3600


def test_a_stop_is_heard():
    stop = Event()

    def somebody():
        stop.set()
        yield Wait(1000)

    agenda = Agenda(Listening(), speed=1)
    agenda.begin(somebody())
    agenda.run(stop=stop)

    assert agenda.now < 1


def test_a_day_may_go_on_with_other_hands():
    first, later = Listening(), Listening()

    def somebody():
        yield call()
        yield Wait(3600)
        yield call()

    agenda = Agenda(first, speed=None, threads=0)
    agenda.begin(somebody())
    agenda.run(until=1800)
    agenda.hands, agenda.threads = later, 2
    agenda.run()

    assert (first.asked, later.asked) == ([0], [3600])


def test_trouble_in_the_hands_is_not_swallowed():
    class Broken:
        def obey(self, command, now):
            raise ValueError("no such button")

    def somebody():
        yield call()

    agenda = Agenda(Broken(), speed=None, threads=1)
    agenda.begin(somebody())
    with pytest.raises(ValueError, match="no such button"):
        agenda.run()


def test_after_trouble_the_others_go_on():
    told = []

    class Away:
        def obey(self, command, now):
            if command.key == UUID(int=1):
                raise ConnectionError("nobody answers")
            return Answer(facts={"key": command.key})

    def somebody(number):
        told.append((yield call(number)).facts["key"])

    agenda = Agenda(Away(), speed=None, threads=2)
    for number in (1, 2, 3):
        agenda.begin(somebody(number))
    with pytest.raises(ConnectionError):
        agenda.run()
    agenda.run()

    assert sorted(told) == [UUID(int=2), UUID(int=3)]
