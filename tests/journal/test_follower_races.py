"""Order is given after commit: nothing is lost between open transactions, two relays, or a dump and a restore."""

from threading import Event as Signal
from uuid import UUID

import pytest
from django.db import connection, transaction

from pendopo.journal.events import history_of
from pendopo.journal.follow import events_after, follow
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.journal.models import Cursor, Event
from pendopo.journal.protection import missing_protection
from pendopo.journal.relay import give_positions, last_position
from pendopo.journal.seal import seal_day
from pendopo.journal.verify import verify
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.events import DeskPaused
from pendopo.queue.lifecycle import LEASE
from pendopo.queue.models import DeskLease
from pendopo.queue.open_desk import open_desk
from tests.situations.at_once import at_once
from tests.situations.events import A_MALL, an_event
from tests.situations.hall import a_counter, an_officer
from tests.situations.own_database import OwnDatabase, a_fresh_database, postgresql_program, run
from tests.situations.times import MONDAY, NINE, minutes

pytestmark = pytest.mark.race


def test_an_event_committed_late_is_not_overtaken_for_good(own_database):
    """The first transaction writes first and commits last; a follower that has read on still hears it."""
    inserted, may_commit = Signal(), Signal()
    slow, quick = uuid7(), uuid7()
    heard: list[UUID] = []

    def the_slow_one():
        with transaction.atomic():
            an_event(subject=slow, at=NINE)
            inserted.set()
            assert may_commit.wait(20)

    def everybody_else():
        assert inserted.wait(20)
        if own_database.vendor == "postgresql":
            an_event(subject=quick, at=NINE + minutes(1))
        give_positions()
        follow("screen", lambda batch: heard.extend(event.subject for event in batch))
        heard_before = list(heard)
        may_commit.set()
        return heard_before

    _none, before = at_once(the_slow_one, everybody_else)
    give_positions()
    follow("screen", lambda batch: heard.extend(event.subject for event in batch))

    # SQLite lets one transaction write at a time, so there the others hear nothing yet.
    assert before == ([quick] if own_database.vendor == "postgresql" else [])
    assert heard == [*before, slow]
    assert [event.position for event in events_after(0)] == list(range(1, len(heard) + 1))


def test_two_relays_by_mistake_give_every_position_once(own_database):
    subjects = [uuid7() for _n in range(3)]

    def write(subject):
        for n in range(40):
            with transaction.atomic():
                an_event(subject=subject, at=NINE + minutes(n))

    def relay():
        while Event.objects.filter(position__isnull=False).count() < 120:
            give_positions(limit=7)

    at_once(*[lambda s=subject: write(s) for subject in subjects], relay, relay)

    assert [event.position for event in events_after(0)] == list(range(1, 121))
    assert last_position() == 120
    for subject in subjects:
        positions = [event.position for event in history_of(subject)]
        assert positions == sorted(positions), "an effect came before its cause"


def test_of_many_who_move_a_row_at_once_one_moves_it(own_database):
    counter = a_counter()
    opened = open_desk(counter=counter, officer=an_officer(counter), at=NINE)

    def pause():
        lease = DeskLease.objects.get(pk=opened.lease)
        event = DeskPaused(counter=counter.id, reason="rest", back_at=None)
        try:
            with transaction.atomic():
                LEASE.move(lease, "pause", at=NINE + minutes(1), actor="officer:x", event=event)
        except AlreadyMoved:
            return False
        return True

    won = at_once(*[pause] * 6)

    assert won.count(True) == 1
    assert [event.type for event in history_of(opened.lease)] == ["queue.desk.opened", "queue.desk.paused"]


def test_a_command_given_twice_in_one_moment_has_one_event(own_database):
    key = uuid7()

    def give():
        try:
            with transaction.atomic():
                an_event(command_key=key)
        except Exception as error:
            return type(error).__name__
        return "recorded"

    assert sorted(at_once(*[give] * 4)) == ["CommandRepeated"] * 3 + ["recorded"]


def test_a_restored_database_goes_on_where_it_stopped(own_database, tmp_path):
    heard: list[int] = []
    for _n in range(5):
        an_event()
    give_positions()
    follow("screen", lambda batch: heard.extend(event.position for event in batch), limit=3)
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)
    an_event()  # Not numbered yet when the dump is taken.

    with a_fresh_database(tmp_path / "restored") as fresh:
        dump_and_restore(own_database, fresh, tmp_path)
        with fresh.in_use():
            an_event()
            assert give_positions() == 2
            while follow("screen", lambda batch: heard.extend(event.position for event in batch)):
                pass

            assert heard == [1, 2, 3, 4, 5, 6, 7]
            assert Cursor.objects.get(name="relay").position == 7
            assert missing_protection(connection) == frozenset()
            assert verify().faults == ()


def dump_and_restore(source: OwnDatabase, target: OwnDatabase, folder) -> None:
    if source.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target.file)])
        return
    dump = folder / "dump.sql"
    run([postgresql_program("pg_dump"), "--no-owner", f"--dbname={source.address}", f"--file={dump}"])
    run([postgresql_program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={target.address}", f"--file={dump}"])
