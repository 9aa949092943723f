"""`journal verify`: a changed or removed event is found."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.utils import translation

from pendopo.journal.models import Event, Seal
from pendopo.journal.relay import give_positions
from pendopo.journal.seal import seal_day, seal_days
from pendopo.journal.verify import verify
from tests.situations.events import A_MALL, ANOTHER_MALL, an_event, many_numbered_events
from tests.situations.times import MONDAY, NINE, TUESDAY, days, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def tampered(statement, *values):
    """What someone with the database's own password can do: switch the triggers off, change, switch them on again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(statement, values)
            for _name, sql in triggers:
                cursor.execute(sql)
        else:
            for table in ("journal_event", "journal_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement, values)
            for table in ("journal_event", "journal_seal"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_whole_journal_has_no_faults():
    many_numbered_events(40)
    many_numbered_events(5, mall=ANOTHER_MALL)
    many_numbered_events(2, mall=None)
    seal_days(malls=[A_MALL, ANOTHER_MALL, None], day=MONDAY, at=NINE)
    many_numbered_events(3)

    verification = verify()

    assert (verification.events, verification.seals, verification.unsealed) == (50, 3, 3)
    assert verification.faults == ()


def test_seals_made_together_equal_seals_made_one_by_one():
    many_numbered_events(7)
    many_numbered_events(4, mall=ANOTHER_MALL)
    many_numbered_events(3)
    together = {seal.mall: seal.root for seal in seal_days(malls=[A_MALL, ANOTHER_MALL], day=MONDAY, at=NINE)}
    tampered("DELETE FROM journal_seal")

    one_by_one = {mall: seal_day(mall=mall, day=MONDAY, at=NINE).root for mall in (A_MALL, ANOTHER_MALL)}

    assert together == one_by_one


def test_a_seal_goes_on_where_the_last_one_ended():
    many_numbered_events(5)
    monday = seal_day(mall=A_MALL, day=MONDAY, at=NINE)
    an_event()
    give_positions()
    tuesday = seal_day(mall=A_MALL, day=TUESDAY, at=NINE + days(1))

    assert (monday.after_position, monday.up_to_position, monday.events) == (0, 5, 5)
    assert (tuesday.after_position, tuesday.up_to_position, tuesday.events) == (5, 6, 1)
    assert verify().faults == ()


def test_one_altered_or_removed_event_among_a_hundred_thousand_is_found():
    many_numbered_events(100_000)
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)
    assert verify().faults == ()

    assert "was changed" in faults_after("UPDATE journal_event SET actor = 'nobody' WHERE position = 61803")
    assert "missing: positions 61803 to 61803" in faults_after("DELETE FROM journal_event WHERE position = 61803")


def faults_after(statement):
    """What verify says after one change, which is then taken back."""
    faults = ""
    with suppress(TakenBack), transaction.atomic():
        tampered(statement)
        faults = " ".join(verify().faults)
        raise TakenBack
    return faults


class TakenBack(Exception):
    """Rolls the change back."""


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE journal_event SET facts = '{}' WHERE position = 10", "was changed"),
        ("UPDATE journal_event SET at = '2026-11-23 02:00:01+00:00' WHERE position = 1", "was changed"),
        ("DELETE FROM journal_event WHERE position = 1", "missing: positions 1 to 1"),
        ("DELETE FROM journal_event WHERE position = 10", "missing: positions 10 to 10"),
        ("DELETE FROM journal_event", "10 events were sealed, 0 are there"),
    ],
)
def test_the_first_and_the_last_event_are_no_exception(statement, fault):
    many_numbered_events(10)
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)

    assert fault in faults_after(statement)


def test_two_events_that_changed_places_are_found():
    many_numbered_events(10)
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)

    tampered("UPDATE journal_event SET position = 1003 WHERE position = 3")
    tampered("UPDATE journal_event SET position = 3 WHERE position = 4")
    tampered("UPDATE journal_event SET position = 4 WHERE position = 1003")

    assert any("was changed" in sentence for sentence in verify().faults)


def test_an_event_moved_to_another_mall_is_found():
    many_numbered_events(10)
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)
    tampered("UPDATE journal_event SET mall = %s WHERE position = 5", str(ANOTHER_MALL).replace("-", ""))

    assert any("10 events were sealed, 9 are there" in sentence for sentence in verify().faults)


@pytest.mark.parametrize("change", ["root = ''", "events = 9", "up_to_position = 9", "day = '2026-11-01'"])
def test_a_changed_seal_is_found(change):
    many_numbered_events(10)
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)

    tampered(f"UPDATE journal_seal SET {change}")

    assert any("the seal was changed" in sentence for sentence in verify().faults)


def test_a_removed_seal_between_two_is_found():
    for n in range(3):
        many_numbered_events(3)
        seal_day(mall=A_MALL, day=MONDAY + days(n), at=NINE + days(n))

    tampered("DELETE FROM journal_seal WHERE day = %s", (MONDAY + days(1)).isoformat())

    assert any("seal before this one is missing" in sentence for sentence in verify().faults)


def test_a_removed_event_that_no_seal_covers_yet_is_found_by_its_position():
    many_numbered_events(10)
    tampered("DELETE FROM journal_event WHERE position = 4")

    assert verify().faults == ("Events are missing: positions 4 to 4.",)


def test_an_event_reads_the_same_whoever_wrote_it():
    """The hot verbs write by SQL, the others through the ORM; what was sealed must read back the same."""
    an_event(at=NINE + minutes(0.0001))
    give_positions()
    before = Event.objects.get()
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)

    assert Event.objects.get().at == before.at
    assert (Seal.objects.get().events, verify().faults) == (1, ())
