"""Nobody makes himself, or a friend, more than he is by a workbook."""

import pytest
from django.utils import translation

from pendopo.accounts.models import User
from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.directory.doors import EVERY_ROLE, may_invite, roles_to_give
from pendopo.directory.models import Mall, Post, Role
from pendopo.journal.models import Event
from tests.situations.hall import a_manager, a_region, an_administrator
from tests.situations.times import NINE
from tests.situations.workbooks import a_workbook, row_of, small_mall

pytestmark = pytest.mark.django_db
GIVEN_BY_A_MANAGER = frozenset({"officer", "greeter", "supervisor", "agency_head"})
WORDS = {
    "petugas": Role.OFFICER, "penyambut": Role.GREETER, "pengawas": Role.SUPERVISOR, "pengelola": Role.MANAGER,
    "admin": Role.ADMIN, "kepala instansi": Role.AGENCY_HEAD, "pimpinan": Role.EXECUTIVE, "auditor": Role.AUDITOR,
    "admin sistem": Role.SYSTEM,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _region():
    a_region()
    with translation.override("en"):
        yield


def imported(sheets, may_give=GIVEN_BY_A_MANAGER, **options):
    return import_workbook(
        content=a_workbook(sheets), file_name="mal.xlsx", at=NINE, actor="officer:rina", may_give=may_give, **options
    )


def the_mall() -> Mall:
    imported(small_mall(), EVERY_ROLE)
    return Mall.objects.get()


def with_row(**values):
    """The small mall's workbook with one officer more."""
    sheets = small_mall()
    sheets["Petugas"].append({"Surel": "sari@kalianda.example", "Nama": "Sari", "Mulai": "2026-01-05", **values})
    return sheets


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("give", [a_manager, an_administrator])
def test_whoever_imports_gives_the_roles_that_he_may_invite_to_and_no_other(give, word):
    mall = the_mall()
    person = give(mall)
    sheets = with_row(Peran=word, Instansi="dukcapil" if word in ("petugas", "pengawas", "kepala instansi") else None)
    allowed = roles_to_give(person, mall, NINE)

    if WORDS[word] in allowed:
        imported(sheets, allowed)
        assert may_invite(person, User.objects.get(name="Sari"), mall, NINE)
    else:
        with pytest.raises(WorkbookRefused):
            imported(sheets, allowed)
        assert not User.objects.filter(name="Sari").exists()


def test_a_refused_role_is_named_by_sheet_row_column_and_what_is_accepted():
    the_mall()
    before = Event.objects.count()

    with pytest.raises(WorkbookRefused) as refusal:
        imported(with_row(Peran="admin"))

    (fault,) = refusal.value.faults
    assert (fault.sheet, fault.row, fault.column, fault.found) == ("Petugas", 4, "Peran", "admin")
    assert fault.accepted == "petugas, penyambut, pengawas, kepala instansi"
    assert "not yours to give" in str(fault)
    assert Event.objects.count() == before


def test_looking_says_it_too():
    the_mall()

    with pytest.raises(WorkbookRefused):
        imported(with_row(Peran="pengelola"), check_only=True)


def test_every_cell_out_of_reach_is_named_beside_the_other_faults():
    the_mall()
    sheets = with_row(Peran="admin")
    sheets["Petugas"].append({**sheets["Petugas"][-1], "Peran": "pengelola"})
    row_of(sheets, "Layanan", Kode="skck-baru")["Jalur"] = "tidak-ada"

    with pytest.raises(WorkbookRefused) as refusal:
        imported(sheets)

    places = [(fault.sheet, fault.row, fault.column) for fault in refusal.value.faults]
    assert places == [("Layanan", 3, "Jalur"), ("Petugas", 4, "Peran"), ("Petugas", 5, "Peran")]


def test_the_export_with_its_managers_is_imported_again_by_a_manager():
    the_mall()

    assert imported(small_mall()).touched == 0


def test_a_manager_changes_everything_but_the_posts_above():
    the_mall()
    sheets = small_mall()
    row_of(sheets, "Petugas", Nama="Budi")["Sampai"] = "2026-12-31"
    row_of(sheets, "Layanan", Kode="skck-baru")["Nama"] = "SKCK untuk umum"

    assert imported(sheets).touched == 2


@pytest.mark.parametrize(("column", "cell"), [("Sampai", "2026-10-01"), ("Mulai", "2026-12-01"), ("Instansi", "polres")])
def test_a_manager_neither_ends_nor_lengthens_a_managers_post(column, cell):
    the_mall()
    sheets = small_mall()
    row_of(sheets, "Petugas", Nama="Rina")[column] = cell

    with pytest.raises(WorkbookRefused) as refusal:
        imported(sheets)

    assert [(fault.row, fault.column, fault.found) for fault in refusal.value.faults] == [(3, "Peran", "pengelola")]
    assert Post.objects.get(user__name="Rina").until_date is None


def test_a_post_above_is_not_ended_by_leaving_its_row_out():
    the_mall()
    sheets = small_mall()
    sheets["Petugas"].pop()

    with pytest.raises(WorkbookRefused) as refusal:
        imported(sheets, remove_missing=True)

    assert "rina@kalianda.example: pengelola" in str(refusal.value.faults[0])
    assert imported(sheets).touched == 0


def test_the_name_of_a_person_above_stays():
    the_mall()
    sheets = small_mall()
    sheets["Petugas"] = [{"Surel": "rina@kalianda.example", "Nama": "Bukan Rina", "Peran": "penyambut", "Mulai": "2026-01-05"}]

    assert imported(sheets).touched == 1
    assert User.objects.get(email="rina@kalianda.example").name == "Rina"


def test_the_operator_of_the_machine_gives_every_role():
    imported(with_row(Peran="admin"), EVERY_ROLE)

    assert Post.objects.get(user__name="Sari").role == Role.ADMIN
