"""Files that are no honest workbook: refused in a sentence, before they are unpacked, and nothing is written."""

import zipfile
from io import BytesIO

import pytest

from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.workbook import package, reading
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Mall
from tests.situations.hall import a_region
from tests.situations.times import NINE
from tests.situations.workbooks import a_workbook, small_mall, with_entry

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet2.xml"


@pytest.fixture(autouse=True)
def _region():
    a_region()


def refusal_of(content, file_name="mal.xlsx", **options):
    with pytest.raises(WorkbookRefused) as refusal:
        import_workbook(content=content, file_name=file_name, at=NINE, actor="system", may_give=EVERY_ROLE, **options)
    assert not Mall.objects.exists()
    return refusal.value.faults[0]


def a_zip(**entries):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "file_name"),
    [
        (b"", "mal.xlsx"),
        (b"%PDF-1.7", "mal.xlsx"),
        (b"PK\x03\x04 and then nothing", "mal.xlsx"),
        (a_zip(**{"word/document.xml": "<w/>"}), "surat.docx"),
        (b"Kode,Nama\n", "mal.ods"),
    ],
)
def test_what_is_not_a_workbook(content, file_name):
    assert ".xlsx" in str(refusal_of(content, file_name))


def test_an_old_or_locked_workbook_is_told_apart():
    assert ".xls " in str(refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mal.xls"))


def test_a_file_cut_off_in_the_middle():
    content = a_workbook()

    refusal_of(content[: len(content) // 2])


def test_a_damaged_sheet():
    refusal_of(with_entry(a_workbook(), SHEET, lambda xml: xml[:-40]))


def test_a_zip_bomb_is_not_unpacked():
    bomb = with_entry(a_workbook(), "xl/media/picture.bin", lambda _old: b"\0" * (8 << 20))

    assert "64 MB" in str(refusal_of(bomb))


def test_many_small_bombs_are_one_bomb(monkeypatch):
    monkeypatch.setattr(package, "MOST_UNPACKED_BYTES", 10_000)

    assert "64 MB" in str(refusal_of(a_workbook()))


def test_a_file_larger_than_any_workbook(monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 1_000)

    assert "20 MB" in str(refusal_of(a_workbook()))


def test_a_million_rows_are_refused_without_reading_them():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>x{n}</t></is></c></row>' for n in range(2, 20_500))

    fault = refusal_of(
        with_entry(a_workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>"))
    )

    assert (fault.sheet, "20,000" in str(fault) or "20.000" in str(fault)) == ("Tempat", True)


def test_a_row_far_below_the_others():
    far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'

    fault = refusal_of(with_entry(a_workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", far)))

    assert fault.sheet == "Tempat"


def test_a_row_wider_than_any_spreadsheet():
    wide = b'<row r="9">' + b"<c/>" * 16_385 + b"</row></sheetData>"

    fault = refusal_of(with_entry(a_workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", wide)))

    assert fault.sheet == "Tempat"


def test_more_cells_than_a_mall_needs(monkeypatch):
    monkeypatch.setattr(reading, "MOST_CELLS", 20)

    assert refusal_of(a_workbook()).sheet


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_parts_made_to_fill_the_memory(part, monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES_OF_PARTS", 50_000)

    refusal_of(with_entry(a_workbook(), part, lambda xml: xml + b" " * 50_000))


def test_xml_entities_are_not_expanded():
    laughs = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    refusal_of(with_entry(a_workbook(), SHEET, lambda xml: laughs + xml[xml.index(b"<worksheet") :]))
    refusal_of(with_entry(a_workbook(), "xl/workbook.xml", lambda xml: laughs + xml[xml.index(b"<workbook") :]))


def test_bytes_made_to_make_a_search_slow():
    refusal_of(with_entry(a_workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", b"<mergeCell " * 60_000)))


def test_external_links_are_not_followed():
    def spoil(book):
        book["Fasilitas"]["B2"].hyperlink = "file:///etc/passwd"

    import_workbook(content=a_workbook(spoil=spoil), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)

    assert Mall.objects.get().facilities.get().name == "ATM"


def test_invisible_characters_are_named():
    text = "Kode,Nama,Jenis,Tempat,Lantai,Petunjuk,Asal\natm,AT\x07M,ATM,gedung,,,\n"
    import_workbook(content=a_workbook(), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)

    with pytest.raises(WorkbookRefused) as refusal:
        import_workbook(
            content=text.encode(), file_name="f.csv", at=NINE, actor="system", may_give=EVERY_ROLE, mall_code="mpp-kalianda"
        )

    assert (refusal.value.faults[0].row, refusal.value.faults[0].column) == (2, "Nama")


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n1,2\n", 'Kode,"Nama\n'])
def test_csv_that_says_nothing(text):
    refusal_of(text.encode(), "layanan.csv", mall_code="mpp-kalianda")


def test_csv_in_another_encoding():
    assert "UTF-8" in str(refusal_of("Kode;Nama\na;Café\n".encode("latin-1"), "tempat.csv"))


def test_a_sheet_name_that_is_not_known():
    assert refusal_of(b"Kode\n", "x.csv", sheet_name="Layananan").meant == "Layanan"


def test_a_workbook_without_any_known_sheet():
    sheets = {"Mal": small_mall()["Mal"]}

    def spoil(book):
        book["Mal"].title = "Petunjuk"

    assert "Layanan" in str(refusal_of(a_workbook(sheets, spoil=spoil)).accepted)
