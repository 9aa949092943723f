"""What the kiosk says of a line, and which picture it shows."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from pendopo.queue.presence import SERVED, Attendance, LinePresence
from pendopo.queue.reads.load import LineLoad
from pendopo.queue.wait import WaitRange
from pendopo.web.components.icons import names_for
from pendopo.web.counters import counter_range
from pendopo.web.kiosk import pictures
from pendopo.web.kiosk.pictures import picture_of
from pendopo.web.kiosk.words import minutes, nobody_there, people
from tests.situations.line import a_key
from tests.situations.times import MONDAY, NINE, WIB


def a_load(**fields) -> LineLoad:
    at_rest = {
        "line": a_key(), "ahead": 0, "open_counters": 0, "paused_counters": 0, "back_at": None, "free": False,
        "presence": LinePresence(Attendance.LATE), "turn_minutes": 10.0, "wait": None,
    }  # fmt: skip
    return LineLoad(**{**at_rest, **fields})


@pytest.mark.parametrize(
    ("wait", "indonesian", "english"),
    [
        (WaitRange(0, 0), "langsung dilayani", "served at once"),
        (WaitRange(15, 40), "15–40 menit", "15–40 minutes"),
        (WaitRange(90, 195), "90–195 menit", "90–195 minutes"),
        (WaitRange(120, 260), "lebih dari 2 jam", "more than 2 hours"),
    ],
)
def test_a_wait_is_a_range_and_beyond_two_hours_only_that(wait, indonesian, english):
    assert minutes(wait) == indonesian
    with translation.override("en"):
        assert minutes(wait) == english


@pytest.mark.parametrize(
    ("load", "says"),
    [
        (a_load(presence=SERVED), ""),
        (a_load(), "Belum ada petugas di loket"),
        (a_load(presence=LinePresence(Attendance.LATE, NINE)), "Loket masih kosong; seharusnya ada petugas sejak 09.00"),
        (a_load(presence=LinePresence(Attendance.COMING, NINE)), "Petugas datang pukul 09.00"),
        (a_load(presence=LinePresence(Attendance.AWAY)), "Petugas sedang keluar sebentar"),
        (a_load(presence=LinePresence(Attendance.AWAY, NINE)), "Petugas kembali sekitar 09.00"),
        (a_load(presence=LinePresence(Attendance.AWAY, NINE + timedelta(days=1))), "Petugas kembali sekitar besok 09.00"),
    ],
)
def test_an_empty_counter_is_explained(load, says):
    with timezone.override(WIB):
        assert nobody_there(load, MONDAY) == says


def test_people_are_counted_in_both_languages():
    assert [people(count) for count in (0, 1, 12)] == ["0 orang", "1 orang", "12 orang"]
    with translation.override("en"):
        assert [people(count) for count in (0, 1, 12)] == ["0 people", "1 person", "12 people"]


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((), ""),
        (("3",), "3"),
        (("3", "4"), "3, 4"),
        (("1", "2", "3"), "1–3"),
        (("1", "2", "5"), "1, 2, 5"),
        (("1A", "1B", "2"), "1A, 1B, 2"),
    ],
)
def test_a_run_of_counters_is_said_as_one(numbers, says):
    assert counter_range(numbers) == says


@pytest.mark.parametrize(
    ("name", "category", "picture"),
    [
        ("Akta Kelahiran", "Kependudukan", "baby"),
        ("KTP-el karena hilang", "", "id-card"),
        ("Pembuatan SKCK", "", "shield-check"),
        ("Sesuatu yang baru", "Pajak & Keuangan", "wallet"),
        ("Sesuatu yang baru", "Tani, Laut & Lingkungan", "file-text"),
        ("", "", "file-text"),
    ],
)
def test_a_picture_comes_from_the_words_of_the_name(name, category, picture):
    assert picture_of(name, category) == picture


def test_every_picture_is_in_the_kiosks_sprite():
    known = {icon for _words, icon in pictures._BY_NAME} | set(pictures._BY_CATEGORY.values())
    assert known <= names_for("kiosk")
