"""What was imported comes back cell by cell; the template explains itself; CSV is one sheet."""

import csv
import re
import zipfile
from importlib.resources import files
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from pendopo.catalogue.export_workbook import export_sheet, export_workbook
from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.models import Service
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.catalogue.workbook.sheets import SHEETS
from pendopo.catalogue.workbook.template import template
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Mall
from tests.situations.hall import a_region
from tests.situations.times import NINE
from tests.situations.workbooks import a_workbook, cells_of, small_mall

pytestmark = pytest.mark.django_db
SHIPPED = sorted(path.name for path in files("pendopo").joinpath("malls").iterdir() if path.name.endswith(".xlsx"))


def imported(content, **options):
    return import_workbook(content=content, file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE, **options)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_workbook_comes_back_cell_by_cell(name):
    content = files("pendopo").joinpath("malls", name).read_bytes()
    a_region(dict(cells_of(content))["Mal"][1][2])
    assert imported(content).written

    exported = export_workbook(Mall.objects.get())

    assert cells_of(exported) == cells_of(content)
    assert imported(exported).touched == 0


def test_five_workbooks_ship_with_the_product():
    assert len(SHIPPED) == 5


HYPERLINK = '=HYPERLINK("http://x")'
#: What a spreadsheet would compute, what only looks as if it had been made harmless already, and what is harmless.
AS_TYPED = (
    HYPERLINK, "+6272712345", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "＝1+1", "'=1", "''+1", "'tis", "-", "'", "Rp5.000 = lima ribu",
    "(0727) 118", "dua baris\n=1",
)  # fmt: skip


def test_a_formula_that_someone_typed_as_text_stays_text():
    a_region()
    imported(a_workbook())
    Service.objects.filter(code="ktp-hilang").update(summary=HYPERLINK)

    exported = export_workbook(Mall.objects.get())

    assert imported(exported).touched == 0
    with zipfile.ZipFile(BytesIO(exported)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == len(SHEETS)
    assert not any(re.search(r"<f[ />]", sheet) for sheet in sheets)
    (cell,) = [cell for page in load_workbook(BytesIO(exported)) for row in page for cell in row if cell.value == HYPERLINK]
    assert cell.data_type == "s"


@pytest.mark.parametrize("typed", AS_TYPED)
def test_no_text_becomes_a_formula_in_csv_and_every_text_comes_back(typed):
    a_region()
    imported(a_workbook())
    mall = Mall.objects.get()
    Service.objects.filter(code="ktp-hilang").update(summary=typed)

    written = export_sheet(mall, "Layanan")
    result = import_workbook(
        content=written.encode("utf-8-sig"), file_name="Layanan.csv", at=NINE, actor="system", may_give=EVERY_ROLE,
        mall_code=mall.code,
    )  # fmt: skip

    cells = [cell for row in csv.reader(StringIO(written)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n＝＋－＠")]
    assert result.touched == 0
    assert Service.objects.get(code="ktp-hilang").summary == typed


def test_a_formula_in_csv_that_nobody_marked_is_refused():
    a_region()
    imported(a_workbook())
    mall = Mall.objects.get()
    content = export_sheet(mall, "Layanan").replace("KTP hilang", "=1+1", 1).encode()

    with pytest.raises(WorkbookRefused):
        import_workbook(
            content=content, file_name="Layanan.csv", at=NINE, actor="system", may_give=EVERY_ROLE, mall_code=mall.code
        )


def test_what_is_out_of_service_is_not_exported():
    a_region()
    imported(a_workbook())
    Service.objects.filter(code="ktp-hilang").update(active=False)

    assert [row[0] for row in cells_of(export_workbook(Mall.objects.get()))["Layanan"][1:]] == ["skck-baru"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_one_sheet_as_csv_and_back(separator):
    a_region()
    imported(a_workbook())
    mall = Mall.objects.get()
    rows = list(csv.reader(StringIO(export_sheet(mall, "Layanan"))))
    rows[1][1] = "KTP-el hilang"
    out = StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)

    result = import_workbook(
        content=out.getvalue().encode("utf-8-sig"),
        file_name="layanan.csv",
        at=NINE,
        actor="system",
        may_give=EVERY_ROLE,
        mall_code=mall.code,
    )

    assert [(sheet.name, sheet.changed) for sheet in result.sheets] == [("Layanan", 1)]
    assert Service.objects.get(code="ktp-hilang").name == "KTP-el hilang"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_sheet_of_a_csv_is_guessed_from_its_headings(sheet):
    a_region()
    imported(a_workbook())
    mall = Mall.objects.get()

    result = import_workbook(
        content=export_sheet(mall, sheet.name).encode(),
        file_name="x.csv",
        at=NINE,
        actor="system",
        may_give=EVERY_ROLE,
        mall_code=mall.code,
    )

    assert [(one.name, one.touched) for one in result.sheets] == [(sheet.name, 0)]


def test_the_number_of_queries_of_an_export_is_constant(django_assert_max_num_queries):
    a_region()
    imported(a_workbook())
    mall = Mall.objects.get()

    with django_assert_max_num_queries(18):
        export_workbook(mall)


def test_the_template_explains_every_column():
    cells = cells_of(template())

    assert next(iter(cells)) == "Petunjuk"
    explained = {(row[0], row[1]) for row in cells["Petunjuk"] if len(row) > 1}
    for sheet in SHEETS:
        assert cells[sheet.name][0] == sheet.headings
        assert cells[sheet.name][1][0].startswith("#")
        assert {(sheet.name, heading) for heading in sheet.headings} <= explained


def test_the_examples_of_the_template_are_right():
    """Without the remark sign the example rows are a mall of their own."""
    a_region()

    def spoil(book):
        for page in book:
            page["A2"] = {sheet.name: sheet.columns[0].example for sheet in SHEETS}[page.title]

    sheets = {sheet.name: [{column.heading: column.example for column in sheet.columns}] for sheet in SHEETS}

    assert imported(a_workbook(sheets, spoil=spoil)).written


def test_an_untouched_template_imports_nothing():
    a_region()

    with pytest.raises(WorkbookRefused) as refusal:
        imported(template())

    assert refusal.value.faults[0].sheet == "Mal"
    assert list(small_mall()) == [sheet.name for sheet in SHEETS]
