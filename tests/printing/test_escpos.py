"""The bytes for a ticket printer."""

import pytest

from pendopo.printing.escpos import ROLLS, Strip, plain
from tests.situations.paper import read_paper

WIDE, NARROW = ROLLS[80], ROLLS[58]


def test_a_paper_begins_afresh_and_is_cut():
    strip = Strip(WIDE)
    strip.text("A-047")

    paper = read_paper(strip.written())

    assert strip.written().startswith(b"\x1b@")
    assert paper.cut
    assert paper.text == "A-047"


@pytest.mark.parametrize(("roll", "columns"), [(WIDE, 48), (NARROW, 32)])
def test_words_wrap_where_the_paper_ends(roll, columns):
    strip = Strip(roll)
    strip.text("Rekomendasi Persetujuan Penyelenggaraan Pengumpulan Sumbangan Uang atau Barang")

    lines = read_paper(strip.written()).lines

    assert len(lines) > 1
    assert all(len(line.text) <= columns for line in lines)


@pytest.mark.parametrize(("label", "wide", "narrow"), [("A-047", 8, 6), ("AB-1047", 6, 4)])
def test_a_number_is_as_large_as_the_paper_allows(label, wide, narrow):
    assert (WIDE.largest(label), NARROW.largest(label)) == (wide, narrow)
    assert 12 * narrow * len(label) <= NARROW.dots


def test_nothing_typed_by_people_is_a_command():
    strip = Strip(WIDE)
    strip.text("Kios\x1b@ \x1dV\x00 2\x10\x04\x01")

    paper = read_paper(strip.written())

    assert paper.text == "Kios@ V 2"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("25–40 menit", "25-40 menit"), ("“Sari” · Zoë", '"Sari" - Zoe'), ("ꦗꦮ", "??"), ("a\u00a0b\tc", "a b c"), ("", "")],
)
def test_other_signs_become_what_every_printer_has(typed, printed):
    assert plain(typed) == printed


def test_a_picture_keeps_its_cells():
    cells = [[True, False, True], [False, True, False]]
    strip = Strip(WIDE)
    strip.picture(cells, dot=4)

    rows = read_paper(strip.written()).picture.rows

    assert [[rows[y * 4][x * 4] for x in range(3)] for y in range(2)] == cells
    assert len(rows) == 8
    assert len(rows[0]) == 16


def test_a_picture_never_holds_a_command_that_printers_obey_in_the_middle_of_data():
    """DLE begins them: one lonely dot, which cells of two dots and more cannot make."""
    strip = Strip(WIDE)
    with pytest.raises(ValueError, match="single dots"):
        strip.picture([[True]], dot=1)
