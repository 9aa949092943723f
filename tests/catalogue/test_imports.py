"""An import is kept with its file and every row it touched, and is taken back as a whole, or not at all and with reasons."""

from dataclasses import replace

import pytest

from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.imports.reads import card_of, changes_of, file_of, imports_of
from pendopo.catalogue.imports.record import KEPT_WHOLE
from pendopo.catalogue.imports.touched import packed, unpacked
from pendopo.catalogue.imports.undo import CannotUndo, NotUndoable, NotYoursToUndo, undo_import
from pendopo.catalogue.models import Import, Line, Service
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Agency, Counter, Mall, Post
from pendopo.journal.models import Event
from tests.situations.hall import a_region
from tests.situations.master_data import RINA, a_kept_import, changed, the_small_mall
from tests.situations.times import NINE, minutes
from tests.situations.workbooks import a_workbook, row_of, small_mall

pytestmark = pytest.mark.django_db


@pytest.fixture
def mall() -> Mall:
    return the_small_mall()


def imported(sheets, *, remove_missing: bool = False) -> Import:
    content = a_workbook(sheets)
    import_workbook(
        content=content, file_name="perubahan.xlsx", at=NINE + minutes(1), actor=RINA, may_give=EVERY_ROLE, mall_code="mpp-kalianda",
        remove_missing=remove_missing,
    )  # fmt: skip
    kept = Import.objects.latest("imported_at", "pk")
    assert file_of(kept) == content
    return kept


def undone(kept: Import, **more) -> int:
    return undo_import(one=kept, **{"at": NINE + minutes(5), "actor": RINA, "may_give": EVERY_ROLE, **more})


def everything() -> list[object]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Agency, Counter, Line, Service)
    ]  # fmt: skip


def other_sheets():
    """One row other, one new in each of three sheets that hang on each other."""
    sheets = small_mall()
    row_of(sheets, "Layanan", Kode="skck-baru")["Nama"] = "SKCK untuk umum"
    sheets["Instansi"] = [
        *sheets["Instansi"],
        {**sheets["Instansi"][0], "Kode": "pajak", "Nama": "Kantor Pajak", "Nama pendek": "Pajak"},
    ]
    line = {**row_of(sheets, "Jalur", Kode="ktp"), "Kode": "npwp", "Nama": "NPWP", "Awalan": "AX", "Instansi": "pajak"}
    sheets["Jalur"] = [*sheets["Jalur"], line]
    service = {
        **row_of(sheets, "Layanan", Kode="ktp-hilang"),
        "Kode": "npwp",
        "Nama": "NPWP",
        "Instansi": "pajak",
        "Jalur": "npwp",
    }
    sheets["Layanan"] = [*sheets["Layanan"], service]
    return sheets


def test_the_list_says_who_brought_which_file_and_what_it_changed(mall):
    kept = imported(other_sheets())

    first, founding = imports_of(mall)
    assert (first.file_name, first.added, first.changed, first.removed) == ("perubahan.xlsx", 3, 1, 0)
    assert founding.founded
    assert not founding.can_be_undone
    by_sheet = {one.name: one for one in changes_of(kept)}
    assert by_sheet.keys() == {"Instansi", "Jalur", "Layanan"}
    assert by_sheet["Layanan"].changed[0].changes == (("Nama", "SKCK baru", "SKCK untuk umum"),)
    assert [row.name for row in by_sheet["Instansi"].added] == ["pajak · Kantor Pajak"]


def test_taken_back_everything_stands_as_before_and_the_journal_tells_it(mall):
    before = everything()
    kept = imported(other_sheets())
    assert everything() != before

    assert undone(kept) == 4

    assert not Service.objects.get(code="npwp").active
    assert not Line.objects.get(code="npwp").active
    assert not Agency.objects.get(code="pajak").active
    assert Service.objects.get(code="skck-baru").name == "SKCK baru"
    assert Event.objects.filter(type="catalogue.import.undone", subject=kept.pk).count() == 1
    kept.refresh_from_db()
    assert card_of(kept).undone_at == NINE + minutes(5)
    with pytest.raises(NotUndoable):
        undone(kept)


def test_an_import_from_before_a_sheet_had_more_columns_is_taken_back_too(mall):
    sheets = small_mall()
    row_of(sheets, "Jalur", Kode="ktp")["Nama"] = "KTP elektronik"
    kept = imported(sheets)
    older = [replace(row, before=row.before[:14], after=row.after[:14]) for row in unpacked(bytes(kept.rows))]
    Import.objects.filter(pk=kept.pk).update(rows=packed(older))
    Line.objects.filter(code="ktp").update(calls_at_most=5)

    undone(Import.objects.get(pk=kept.pk))

    assert (Line.objects.get(code="ktp").name, Line.objects.get(code="ktp").calls_at_most) == ("KTP-el", 5)


def test_rows_that_a_file_took_out_come_back(mall):
    sheets = small_mall()
    sheets["Layanan"] = [row for row in sheets["Layanan"] if row["Kode"] != "skck-baru"]
    for name in ("Standar", "Biaya"):
        sheets[name] = [row for row in sheets[name] if row["Layanan"] != "skck-baru"]
    kept = imported(sheets, remove_missing=True)
    assert not Service.objects.get(code="skck-baru").active

    undone(kept)

    assert Service.objects.get(code="skck-baru").active


def test_what_was_changed_since_is_named_and_nothing_is_taken_back(mall):
    kept = imported(other_sheets())
    changed(mall, "layanan", "npwp", {"Nama": "NPWP pribadi"})

    with pytest.raises(CannotUndo) as refused:
        undone(kept)

    assert any("npwp" in reason for reason in refused.value.reasons)
    assert Service.objects.get(code="skck-baru").name == "SKCK untuk umum"


def test_what_came_to_hang_on_it_is_named(mall):
    kept = imported(other_sheets())
    changed(mall, "layanan", "ktp-hilang", {"Jalur": "npwp"})

    with pytest.raises(CannotUndo) as refused:
        undone(kept)

    assert [reason for reason in refused.value.reasons if "ktp-hilang" in reason and "npwp" in reason]


def test_posts_that_one_may_not_give_one_may_not_take_back(mall):
    sheets = small_mall()
    post = {
        **sheets["Petugas"][0],
        "Surel": "dewi@mal.example",
        "Nama": "Dewi",
        "Peran": "pengelola",
        "Instansi": None,
        "Loket": None,
    }
    sheets["Petugas"] = [*sheets["Petugas"], post]
    kept = imported(sheets)

    with pytest.raises(NotYoursToUndo):
        undone(kept, may_give={"officer"})
    assert Post.objects.filter(user__name="Dewi").exists()


def test_the_import_that_opened_the_mall_is_not_taken_back(mall):
    with pytest.raises(NotUndoable):
        undone(Import.objects.get(founded=True))


def test_of_old_imports_only_the_count_is_kept(mall):
    for number in range(KEPT_WHOLE):
        a_kept_import(mall, file_name=f"{number}.xlsx", at=NINE - minutes(number + 1))
    Import.objects.filter(founded=True).update(imported_at=NINE - minutes(999))

    imported(other_sheets())

    first = Import.objects.get(founded=True)
    assert first.content is None
    assert not card_of(first).kept
    assert first.sheets


def test_a_file_that_changes_nothing_is_no_import(mall):
    a_region()
    import_workbook(content=a_workbook(), file_name="mal.xlsx", at=NINE, actor=RINA, may_give=EVERY_ROLE)
    assert Import.objects.count() == 1
