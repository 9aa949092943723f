"""When a backup and a rehearsal are due."""

from datetime import time, timedelta

from pendopo.config.keeping.record import BACKUP, REHEARSAL, Entry
from pendopo.config.keeping.schedule import due
from tests.situations.times import MONDAY, days, on

TWO = on(MONDAY, "02:00")
CLOCK = time(2, 0)


def at(*entries: Entry, when=TWO, time_zone: str = "Asia/Jakarta") -> str | None:
    return due(entries, clock=CLOCK, time_zone=time_zone, at=when)


def backup(when, *, well: bool = True) -> Entry:
    return Entry(BACKUP, when, well)


def rehearsal(when, *, well: bool = True) -> Entry:
    return Entry(REHEARSAL, when, well)


RECENTLY = rehearsal(TWO - days(3))


def test_the_first_backup_is_due_at_once():
    assert at(when=on(MONDAY, "11:20")) == BACKUP


def test_every_night_has_one():
    assert at(backup(TWO - days(1)), RECENTLY) == BACKUP
    assert at(backup(TWO), RECENTLY, when=TWO + timedelta(hours=21)) is None


def test_the_night_is_that_of_the_mall():
    assert at(backup(TWO - days(1)), RECENTLY, when=TWO - timedelta(hours=2)) is None
    assert at(backup(TWO - days(1)), RECENTLY, when=TWO - timedelta(hours=2), time_zone="Asia/Jayapura") == BACKUP


def test_a_machine_that_was_off_at_night_makes_up_for_it_in_the_morning():
    assert at(backup(TWO - days(3)), RECENTLY, when=on(MONDAY, "07:40")) == BACKUP


def test_what_failed_is_tried_again_after_an_hour():
    failed = backup(TWO, well=False)

    assert at(backup(TWO - days(1)), failed, RECENTLY, when=TWO + timedelta(minutes=59)) is None
    assert at(backup(TWO - days(1)), failed, RECENTLY, when=TWO + timedelta(minutes=60)) == BACKUP


def test_yesterdays_failure_does_not_delay_tonight():
    assert at(backup(TWO - timedelta(minutes=5), well=False), RECENTLY) == BACKUP


def test_a_rehearsal_follows_the_first_backup_and_then_every_month_at_night():
    assert at(backup(TWO)) == REHEARSAL
    assert at(backup(TWO), rehearsal(TWO - days(29))) is None
    assert at(backup(TWO), rehearsal(TWO - days(30))) == REHEARSAL
    assert at(backup(TWO), rehearsal(TWO - days(30)), when=TWO + timedelta(hours=7)) is None


def test_who_is_off_at_night_rehearses_by_day_a_week_later():
    assert at(backup(TWO), rehearsal(TWO - days(37)), when=TWO + timedelta(hours=7)) == REHEARSAL


def test_a_rehearsal_that_failed_is_tried_again_the_next_day():
    failed = rehearsal(TWO, well=False)

    assert at(backup(TWO), failed, when=TWO + timedelta(hours=2)) is None
    assert at(backup(TWO), failed, backup(TWO + days(1)), when=TWO + days(1)) == REHEARSAL
