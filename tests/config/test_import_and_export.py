"""`./pendopo import` and `export`, as an operator uses them."""

import gzip

import pytest
from django.utils import translation

from pendopo.accounts.accept_invitation import accept_invitation
from pendopo.accounts.invite import invite
from pendopo.accounts.models import User
from pendopo.catalogue.models import Service
from pendopo.config.cli import main
from pendopo.directory import load_reference_data
from pendopo.directory.doors import counters_for, managed_mall_for
from pendopo.directory.first_administrator import invite_first_administrator
from pendopo.directory.models import Post, Role
from pendopo.journal.events import history_of
from pendopo.kernel.clock import now
from pendopo.queue.models import DeskLease
from tests.situations.hall import a_mall, a_person, a_region
from tests.situations.line import an_open_desk
from tests.situations.workbooks import a_workbook, cells_of, row_of, small_mall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_regions(tmp_path_factory, monkeypatch):
    """The whole nation takes seconds to load, and is tested elsewhere."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "regions.csv.gz").write_bytes(gzip.compress(b"code,name,kind,postcode,latitude,longitude,population\n"))
    (folder / "holidays.csv").write_text("date,kind,name,region_code\n2026-12-25,national,Hari Raya Natal,\n", encoding="utf-8")
    monkeypatch.setattr(load_reference_data, "DATA", folder)
    a_region()
    with translation.override("en"):
        yield


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "mal.xlsx"
    path.write_bytes(a_workbook())
    return path


def test_a_workbook_goes_in_and_comes_out(workbook, tmp_path, capsys):
    assert main(["import", str(workbook)]) == 0
    out = capsys.readouterr().out
    assert "MPP Kalianda (mpp-kalianda)" in out
    assert "2 new people have no password yet" in out

    assert main(["export", "mpp-kalianda", str(tmp_path / "out.xlsx")]) == 0
    assert cells_of((tmp_path / "out.xlsx").read_bytes())["Jam"] == cells_of(workbook.read_bytes())["Jam"]
    assert main(["import", str(tmp_path / "out.xlsx")]) == 0
    assert "nothing changed" in capsys.readouterr().out


def test_the_operator_of_the_machine_gives_every_role(tmp_path, capsys):
    sheets = small_mall()
    row_of(sheets, "Petugas", Nama="Rina")["Peran"] = "admin"
    path = tmp_path / "mal.xlsx"
    path.write_bytes(a_workbook(sheets))

    assert main(["import", str(path)]) == 0
    assert Post.objects.get(user__name="Rina").role == Role.ADMIN


def test_an_officer_whom_the_workbook_no_longer_names_leaves_the_counter(workbook, tmp_path):
    main(["import", str(workbook)])
    budi = Post.objects.get(user__name="Budi").user
    desk = an_open_desk(counters_for(budi, now())[0], officer=budi, at=now())
    sheets = small_mall()
    sheets["Petugas"].remove(row_of(sheets, "Petugas", Nama="Budi"))
    workbook.write_bytes(a_workbook(sheets))

    assert main(["import", str(workbook)]) == 0
    assert desk.lease(now()).state == "open"
    assert main(["import", str(workbook), "--remove-missing"]) == 0

    lease = DeskLease.objects.get()
    assert (lease.state, history_of(lease.id)[-1].facts["reason"]) == ("closed", "post_ended")


def test_the_first_mall_becomes_that_of_whoever_was_invited_to_found_it(workbook, capsys):
    founder = invite_first_administrator(at=now())
    accept_invitation(token=founder.token, password="batu karang di tepi pantai", at=now())

    assert main(["import", str(workbook)]) == 0

    person = User.objects.get(email=founder.email)
    assert f"{founder.email} administers it." in capsys.readouterr().out
    assert managed_mall_for(person, "mpp-kalianda", now())


def test_a_further_mall_is_nobodys_but_its_workbooks(workbook, capsys):
    a_mall()
    invite_first_administrator(at=now())
    stranger = a_person("Stranger")
    invite(person=stranger, at=now(), actor="system")

    assert main(["import", str(workbook)]) == 0
    assert not stranger.posts.exists()


def test_an_export_before_anything_is_there_is_refused_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr("pendopo.config.cli._master_data.has_tables", lambda: False)

    assert main(["export", "tegal", "x.xlsx"]) == 2
    assert "There is no mall tegal here. Known: -" in capsys.readouterr().err


def test_faults_are_listed_and_the_exit_status_says_so(tmp_path, capsys):
    sheets = small_mall()
    row_of(sheets, "Layanan", Kode="skck-baru")["Jenis"] = "perijinan"
    path = tmp_path / "mal.xlsx"
    path.write_bytes(a_workbook(sheets))

    assert main(["import", str(path)]) == 1
    assert "Sheet Layanan, row 3, column Jenis" in capsys.readouterr().err
    assert not Service.objects.exists()


def test_checking_writes_nothing(workbook, capsys):
    assert main(["import", str(workbook), "--check"]) == 0
    assert "rows would be written" in capsys.readouterr().out
    assert not Service.objects.exists()


def test_one_sheet_as_csv(workbook, tmp_path, capsys):
    main(["import", str(workbook)])
    path = tmp_path / "layanan.csv"

    assert main(["export", "mpp-kalianda", str(path), "--sheet", "Layanan"]) == 0
    path.write_text(path.read_text(encoding="utf-8-sig").replace("KTP hilang", "KTP-el hilang"), encoding="utf-8")
    assert main(["import", str(path), "--mall", "mpp-kalianda"]) == 0
    assert Service.objects.get(code="ktp-hilang").name == "KTP-el hilang"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["import"], 2, "FILE is missing"),
        (["import", "tidak-ada.xlsx"], 2, "cannot be read"),
        (["export", "tidak-ada", "x.xlsx"], 2, "There is no mall tidak-ada here"),
    ],
)
def test_what_is_missing_is_said(words, status, said, capsys):
    assert main(words) == status
    assert said in capsys.readouterr().err


def test_a_csv_needs_the_name_of_its_sheet(workbook, tmp_path, capsys):
    main(["import", str(workbook)])

    assert main(["export", "mpp-kalianda", str(tmp_path / "x.csv")]) == 2
    assert "--sheet" in capsys.readouterr().err


def test_the_template_is_written(tmp_path, capsys):
    assert main(["import", "--template", str(tmp_path / "baru.xlsx")]) == 0
    assert cells_of((tmp_path / "baru.xlsx").read_bytes())["Mal"][0][0] == "Kode"
