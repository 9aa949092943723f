"""Master data by workbook: founding a mall, faults by sheet, row and column, the same file twice, and out again."""

from copy import deepcopy

import pytest
from django.test import Client

from pendopo.accounts.invite import invite, person_of
from pendopo.catalogue.models import Service
from pendopo.directory.doors import counters_for
from pendopo.directory.models import Mall, Post, Role, Site
from pendopo.journal.events import history_of
from pendopo.journal.models import Event
from pendopo.queue.models import DeskLease
from tests.situations.hall import a_mall, a_region
from tests.situations.line import an_open_desk, refusal_of
from tests.situations.times import NINE
from tests.situations.workbooks import a_workbook, cells_of, row_of, small_mall
from tests.web.backoffice.conftest import signed_in, the_office_of, upload, words_of

pytestmark = pytest.mark.django_db

BOOK = "/kelola/mpp-kalianda/buku"


@pytest.fixture(autouse=True)
def _region():
    a_region()


def founded() -> Client:
    """The browser of the person who founded the small mall."""
    client = signed_in(person_of(email="wayan@kalianda.example", name="Wayan"))
    upload(client, "/kelola/buku", a_workbook())
    return client


def test_who_was_invited_first_founds_the_mall_and_runs_it():
    person = person_of(email="wayan@kalianda.example", name="Wayan")
    invited = invite(person=person, at=NINE, actor="system")
    browser = Client()
    browser.post(f"/undangan/{invited.token}", {"sandi": "batu karang di tepi pantai", "ulangi": "batu karang di tepi pantai"})

    begin = browser.get("/kelola/")
    assert "/kelola/buku" in browser.get(begin["location"]).content.decode()
    answer = upload(browser, "/kelola/buku", a_workbook())

    assert begin["location"] == "/kelola/mulai"
    assert answer["location"] == "/kelola/mpp-kalianda/"
    assert Post.objects.get(user=person).role == Role.ADMIN
    assert "MPP Kalianda" in words_of(browser.get("/kelola/mpp-kalianda/"))


def test_only_looking_founds_nothing():
    client = signed_in(person_of(email="wayan@kalianda.example", name="Wayan"))

    page = words_of(upload(client, "/kelola/buku", a_workbook(), check=True))

    assert "Berkasnya beres" in page
    assert not Mall.objects.exists()
    assert not Post.objects.exists()


def test_a_broken_first_workbook_founds_nothing():
    client = signed_in(person_of(email="wayan@kalianda.example", name="Wayan"))

    answer = upload(client, "/kelola/buku", b"not a workbook")

    assert answer.status_code == 422
    assert not Mall.objects.exists()


def test_every_fault_is_named_by_sheet_row_and_column():
    client = founded()
    sheets = small_mall()
    row_of(sheets, "Jalur", Kode="ktp")["Menit layanan"] = "sebentar"
    row_of(sheets, "Loket", Kode="loket-1")["Instansi"] = "dukcapl"

    answer = upload(client, BOOK, a_workbook(sheets))

    assert answer.status_code == 422
    page = words_of(answer)
    assert "Belum ada yang diimpor: 2 tempat perlu diperbaiki." in page
    assert "Jalur 2 Menit layanan" in page
    assert "sebentar" in page
    assert "Loket 2 Instansi" in page
    assert "Maksud Anda “dukcapil”?" in page


def test_what_stands_in_a_cell_is_shown_as_text():
    client = founded()
    sheets = small_mall()
    row_of(sheets, "Jalur", Kode="ktp")["Menit layanan"] = "<script>alert(1)</script>"

    page = upload(client, BOOK, a_workbook(sheets)).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_same_file_again_changes_nothing():
    client = founded()
    before = Event.objects.count()

    page = words_of(upload(client, BOOK, a_workbook()))

    assert "Semuanya sudah ada; tidak ada yang berubah." in page
    assert Event.objects.count() == before


def test_only_looking_writes_nothing():
    client = founded()
    sheets = deepcopy(small_mall())
    row_of(sheets, "Layanan", Kode="ktp-hilang")["Nama"] = "KTP-el karena hilang"
    before = Event.objects.count()

    page = words_of(upload(client, BOOK, a_workbook(sheets), check=True))

    assert "Berkasnya beres: 1 baris akan ditulis." in page
    assert Service.objects.get(code="ktp-hilang").name == "KTP hilang"
    assert Event.objects.count() == before


def test_the_export_comes_back_unchanged():
    client = founded()

    exported = client.get("/kelola/mpp-kalianda/ekspor").content
    page = words_of(upload(client, BOOK, exported))

    assert "tidak ada yang berubah" in page
    assert cells_of(client.get("/kelola/mpp-kalianda/ekspor").content) == cells_of(exported)


def test_one_sheet_as_csv():
    client = founded()

    answer = upload(client, BOOK, b"Kode;Nama;Jenis;Alamat\ngedung;Gedung pelayanan;gedung utama;\n", name="Tempat.csv")

    assert "1 baris ditulis." in words_of(answer)
    assert Site.objects.get(code="gedung").name == "Gedung pelayanan"


def test_a_csv_that_could_be_any_sheet_is_to_be_named_after_it():
    page = words_of(upload(founded(), BOOK, b"Apa;Mana\nx;y\n", name="data.csv"))

    assert "beri nama berkas menurut lembarnya, misalnya Layanan.csv" in page


@pytest.mark.parametrize("check", [True, False])
def test_a_manager_does_not_make_himself_administrator(check):
    founded()
    rina = Post.objects.get(role=Role.MANAGER).user
    row = f"Surel;Nama;Peran;Instansi;Loket;Mulai;Sampai\n{rina.email};Rina;admin;;;2026-01-05;\n"

    answer = upload(signed_in(rina), BOOK, row.encode(), name="Petugas.csv", check=check)

    assert answer.status_code == 422
    page = words_of(answer)
    assert "Petugas 2 Peran Peran ini bukan wewenang Anda" in page
    assert "petugas, penyambut, pengawas" in page
    assert {post.role for post in rina.posts.all()} == {Role.MANAGER}


def test_an_administrator_makes_another_one():
    client = founded()
    row = "Surel;Nama;Peran;Instansi;Loket;Mulai;Sampai\nnur@kalianda.example;Nur;admin;;;2026-01-05;\n"

    upload(client, BOOK, row.encode(), name="Petugas.csv")

    assert Post.objects.get(user__name="Nur").role == Role.ADMIN


def test_the_workbook_of_another_mall_is_refused():
    founded()
    office = the_office_of(a_mall(code="lain"))

    answer = upload(office, "/kelola/lain/buku", a_workbook())

    assert answer.status_code == 422
    assert Mall.objects.get(code="lain").name != "MPP Kalianda"


def test_without_a_file_one_is_asked_for():
    client = founded()

    answer = client.post(BOOK, {"import": ""})

    assert answer.status_code == 422
    assert "Pilih berkasnya dahulu." in words_of(answer)


def test_a_file_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr("pendopo.web.backoffice.workbook._MEGABYTES", 0)
    client = founded_by_verb()

    answer = upload(client, "/kelola/besar/buku", b"x" * 10)

    assert answer.status_code == 422
    assert "Berkasnya lebih besar" in words_of(answer)


def founded_by_verb() -> Client:
    return the_office_of(a_mall(code="besar"))


def test_the_template_is_a_workbook_with_every_sheet():
    client = founded()

    assert set(cells_of(client.get("/kelola/templat").content)) >= set(small_mall())


def test_an_officer_whose_post_ends_by_the_workbook_leaves_the_counter_at_once():
    client = founded()
    budi = Post.objects.get(user__name="Budi").user
    desk = an_open_desk(counters_for(budi, NINE)[0], officer=budi)
    sheets = small_mall()
    row_of(sheets, "Petugas", Nama="Budi")["Sampai"] = "2026-11-22"

    upload(client, BOOK, a_workbook(sheets))

    assert refusal_of(lambda: desk.call(NINE)) == "queue.lease_lost"
    lease = DeskLease.objects.get()
    closed = history_of(lease.id)[-1]
    assert (lease.state, closed.facts["reason"]) == ("closed", "post_ended")
    assert closed.actor == f"officer:{Post.objects.get(user__name='Wayan').user_id}"
