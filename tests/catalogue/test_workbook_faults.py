"""Every fault of a workbook is named by sheet, row, column, what stood there and what is accepted; nothing is imported."""

from datetime import date

import pytest
from django.utils import translation

from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.workbook.faults import LISTED_AT_MOST, WorkbookRefused
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Mall
from pendopo.journal.models import Event
from tests.situations.hall import a_mall, a_region
from tests.situations.times import NINE
from tests.situations.workbooks import a_workbook, row_of, small_mall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _region():
    a_region()


def refused(content=None, *, sheets=None, spoil=None, file_name="mal.xlsx", **options):
    """The faults of a file; that nothing was written is asserted every time."""
    content = a_workbook(sheets, spoil=spoil) if content is None else content
    before = Mall.objects.count()
    with pytest.raises(WorkbookRefused) as refusal:
        import_workbook(content=content, file_name=file_name, at=NINE, actor="system", may_give=EVERY_ROLE, **options)
    assert Mall.objects.count() == before
    assert not Event.objects.filter(type="catalogue.sheet.imported").exists()
    return refusal.value.faults


def changed(name, where, **values):
    sheets = small_mall()
    row_of(sheets, name, **where).update(values)
    return sheets


def test_a_fault_says_where_it_is_what_stood_there_and_what_is_accepted():
    (fault,) = refused(sheets=changed("Layanan", {"Kode": "skck-baru"}, Jenis="perijinan"))

    assert (fault.sheet, fault.row, fault.column) == ("Layanan", 3, "Jenis")
    assert (fault.found, fault.accepted, fault.meant) == ("perijinan", "perizinan, nonperizinan", "perizinan")
    with translation.override("en"):
        assert str(fault) == (
            "Sheet Layanan, row 3, column Jenis: This word is not known here. Found: “perijinan”. "
            "Accepted: perizinan, nonperizinan. Did you mean “perizinan”?"
        )


def test_all_faults_of_all_sheets_are_told_at_once():
    sheets = small_mall()
    sheets["Mal"][0].update({"Zona waktu": "WIP", "Wilayah": "18.77"})
    row_of(sheets, "Jam", Untuk="mal", Hari="senin")["Tutup"] = "25:00"
    row_of(sheets, "Layanan", Kode="ktp-hilang")["Instansi"] = "dukcapl"
    row_of(sheets, "Loket", Kode="loket-1").update({"Nomor": None, "Jalur": "ktp;skc"})

    faults = refused(sheets=sheets)

    assert {(fault.sheet, fault.column) for fault in faults} == {
        ("Mal", "Zona waktu"), ("Mal", "Wilayah"), ("Jam", "Tutup"), ("Layanan", "Instansi"), ("Loket", "Nomor"), ("Loket", "Jalur"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "where", "values", "column", "meant"),
    [
        ("Layanan", {"Kode": "ktp-hilang"}, {"Kode": "KTP Hilang"}, "Kode", "ktp-hilang"),
        ("Layanan", {"Kode": "ktp-hilang"}, {"Instansi": "dukcapl"}, "Instansi", "dukcapil"),
        ("Layanan", {"Kode": "ktp-hilang"}, {"Cara layanan": "langsung;onlen"}, "Cara layanan", ""),
        ("Layanan", {"Kode": "ktp-hilang"}, {"Cara layanan": ";"}, "Cara layanan", ""),
        ("Layanan", {"Kode": "ktp-hilang"}, {"Nama": "x" * 201}, "Nama", ""),
        ("Layanan", {"Kode": "ktp-hilang"}, {"Nama": "   "}, "Nama", ""),
        ("Loket", {"Kode": "loket-1"}, {"Jalur": "ktp;skc"}, "Jalur", "skck"),
        ("Loket", {"Kode": "loket-1"}, {"Zona": "Z"}, "Zona", ""),
        ("Loket", {"Kode": "loket-1"}, {"Nomor": "2"}, "Nomor", ""),
        ("Jalur", {"Kode": "ktp"}, {"Awalan": "B"}, "Awalan", ""),
        ("Jalur", {"Kode": "ktp"}, {"Awalan": "AB"}, "Awalan", ""),
        ("Jalur", {"Kode": "ktp"}, {"Awalan": "ABC"}, "Awalan", ""),
        ("Jalur", {"Kode": "ktp"}, {"Lansia": 121}, "Lansia", ""),
        ("Jalur", {"Kode": "ktp"}, {"Batas harian": 2.5}, "Batas harian", ""),
        ("Jalur", {"Kode": "ktp"}, {"Ambil dari rumah": "mungkin"}, "Ambil dari rumah", ""),
        ("Standar", {"Versi": 1}, {"Menit janji": 2}, "Menit janji", ""),
        ("Standar", {"Versi": 1}, {"Terbit": "02/01/2026"}, "Terbit", ""),
        ("Standar", {"Versi": 1}, {"Layanan": "ktp-hlang"}, "Layanan", "ktp-hilang"),
        ("Biaya", {"Uraian": "PNBP"}, {"Rupiah": -1}, "Rupiah", ""),
        ("Biaya", {"Uraian": "PNBP"}, {"Berlaku sampai": date(2024, 1, 1)}, "Berlaku sampai", ""),
        ("Jam", {"Hari": "senin"}, {"Hari": "sening"}, "Hari", "senin"),
        ("Jam", {"Hari": "senin"}, {"Tutup": "08:00"}, "Tutup", ""),
        ("Jam", {"Hari": "selasa"}, {"Untuk": "loket:9"}, "Untuk", ""),
        ("Jam", {"Hari": "selasa"}, {"Untuk": "dinas:polres"}, "Untuk", ""),
        ("Tutup", {"Alasan": "Tutup buku"}, {"Buka": "08:00"}, "Tutup", ""),
        ("Mal", {}, {"Wilayah": 18.01}, "Wilayah", ""),
        ("Mal", {}, {"Wilayah": "18.77"}, "Wilayah", ""),
        ("Petugas", {"Nama": "Budi"}, {"Surel": "budi"}, "Surel", ""),
        ("Petugas", {"Nama": "Budi"}, {"Instansi": None, "Loket": None}, "Instansi", ""),
        ("Petugas", {"Nama": "Rina"}, {"Loket": "loket-1"}, "Loket", ""),
        ("Petugas", {"Nama": "Budi"}, {"Sampai": "2025-12-31"}, "Sampai", ""),
    ],
)
def test_a_wrong_cell_is_named(name, where, values, column, meant):
    faults = refused(sheets=changed(name, where, **values))

    assert [(fault.sheet, fault.column) for fault in faults] == [(name, column)]
    assert faults[0].row >= 2
    assert faults[0].meant == meant


def test_a_fault_in_a_row_makes_no_faults_where_that_row_is_named():
    faults = refused(sheets=changed("Instansi", {"Kode": "dukcapil"}, Jenis="kantor"))

    assert [(fault.sheet, fault.column) for fault in faults] == [("Instansi", "Jenis")]


def test_the_same_row_twice():
    sheets = small_mall()
    sheets["Layanan"].append({**sheets["Layanan"][0], "Nama": "Lain"})

    (fault,) = refused(sheets=sheets)

    assert (fault.row, fault.column, fault.found) == (4, "Kode", "ktp-hilang")


def test_one_address_with_two_names():
    sheets = small_mall()
    sheets["Petugas"].append({**sheets["Petugas"][0], "Peran": "pengawas", "Nama": "Budi Lain"})

    (fault,) = refused(sheets=sheets)

    assert (fault.sheet, fault.column) == ("Petugas", "Nama")


def test_a_number_of_a_counter_that_is_not_in_the_file():
    import_workbook(content=a_workbook(), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)
    sheets = small_mall()
    sheets["Loket"] = [{**sheets["Loket"][0], "Kode": "loket-9", "Nomor": "2"}]

    with pytest.raises(WorkbookRefused) as refusal:
        import_workbook(content=a_workbook(sheets), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)

    assert "loket-2" in str(refusal.value.faults[0])


def test_a_formula_is_refused_and_its_cell_named():
    def spoil(book):
        book["Biaya"]["C2"] = "=1000*30"

    (fault,) = refused(spoil=spoil)

    assert (fault.sheet, fault.row, fault.column, fault.found) == ("Biaya", 2, "Rupiah", "=1000*30")
    with translation.override("en"):
        assert "write the value, not a formula" in str(fault)


def test_a_text_that_only_looks_like_a_formula_is_text():
    def spoil(book):
        cell = book["Layanan"]["H2"]
        cell.value, cell.data_type = "=bukan rumus", "s"

    import_workbook(content=a_workbook(spoil=spoil), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)

    assert Mall.objects.get().services.get(code="ktp-hilang").summary == "=bukan rumus"


def test_a_spreadsheet_error_is_refused():
    def spoil(book):
        cell = book["Biaya"]["C2"]
        cell.value, cell.data_type = "#N/A", "e"

    (fault,) = refused(spoil=spoil)

    assert (fault.column, fault.found) == ("Rupiah", "#N/A")


def test_a_sheet_that_stands_twice_is_refused():
    def spoil(book):
        book.copy_worksheet(book["Layanan"]).title = "Layanan "

    (fault,) = refused(content=a_workbook(spoil=spoil))

    assert fault.sheet == "Layanan"
    assert "dua kali" in str(fault)


def test_merged_cells_are_refused():
    def spoil(book):
        book["Layanan"].merge_cells("B2:B3")

    (fault,) = refused(spoil=spoil)

    assert (fault.sheet, fault.row, fault.column) == ("Layanan", 2, "B")


def test_a_mistyped_sheet_is_not_passed_over():
    def spoil(book):
        book["Layanan"].title = "Layanann"

    (fault,) = [fault for fault in refused(spoil=spoil) if fault.sheet == "Layanann"]

    assert (fault.meant, "Layanan" in str(fault.accepted)) == ("Layanan", True)


def test_a_mistyped_heading_is_named_once():
    def spoil(book):
        book["Layanan"]["D1"] = "Jnis"

    (fault,) = refused(spoil=spoil)

    assert (fault.row, fault.column, fault.found, fault.meant) == (1, "D", "Jnis", "Jenis")


def test_a_missing_column_and_a_column_without_heading():
    def spoil(book):
        book["Zona"].delete_cols(5)
        book["Zona"]["E2"] = "di sini"

    faults = refused(spoil=spoil)

    assert [(fault.row, fault.column) for fault in faults] == [(1, "E"), (1, "Petunjuk")]


def test_the_order_of_columns_is_free_and_headings_may_be_in_capitals():
    def spoil(book):
        page = book["Zona"]
        page.insert_cols(1)
        for row in page.iter_rows(min_row=1, max_row=2):
            row[0].value, row[2].value = row[2].value, None
        page["A1"], page["B1"] = " NAMA ", "huruf"
        page.delete_cols(3)

    import_workbook(content=a_workbook(spoil=spoil), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)

    assert Mall.objects.get().zones.get().name == "Kependudukan"


@pytest.mark.parametrize("rows", [[], [{"Kode": "a"}, {"Kode": "b"}]])
def test_a_workbook_is_about_one_mall(rows):
    sheets = small_mall()
    sheets["Mal"] = [{**sheets["Mal"][0], **row} for row in rows]

    (fault,) = refused(sheets=sheets)

    assert (fault.sheet, fault.found) == ("Mal", str(len(rows)))


def test_a_workbook_of_another_mall_than_the_chosen_one():
    (fault,) = refused(mall_code="tegal")

    assert (fault.found, fault.accepted) == ("mpp-kalianda", "tegal")


def test_a_file_without_the_mall_needs_its_name():
    sheets = {"Zona": small_mall()["Zona"]}

    with translation.override("en"):
        assert "--mall CODE" in str(refused(sheets=sheets)[0])
    a_mall(code="mpp-kalianda")
    (fault,) = refused(sheets=sheets, mall_code="mpp-kalinda")
    assert fault.meant == "mpp-kalianda"


def test_the_list_of_faults_ends_somewhere():
    sheets = small_mall()
    sheets["Fasilitas"] = [{"Kode": f"f-{n}", "Nama": "ATM"} for n in range(LISTED_AT_MOST)]

    with pytest.raises(WorkbookRefused) as refusal:
        import_workbook(content=a_workbook(sheets), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)

    assert len(refusal.value.faults) == LISTED_AT_MOST
    assert refusal.value.more == LISTED_AT_MOST
