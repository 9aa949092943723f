"""The head of an agency in the back office: the own agency's pages, and nothing else of the mall."""

import pytest
from django.test import Client

from pendopo.accounts.models import User
from pendopo.catalogue.models import Change, Service
from pendopo.directory.models import Agency, Hours, Mall, Post
from tests.situations.hall import an_administrator, an_agency_head
from tests.situations.master_data import the_small_mall
from tests.situations.times import NINE
from tests.web.backoffice.conftest import signed_in, words_of
from tests.web.backoffice.test_data import DATA, KTP, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def mall() -> Mall:
    return the_small_mall()


@pytest.fixture
def head(mall: Mall) -> Client:
    return signed_in(an_agency_head(Agency.objects.get(mall=mall, code="dukcapil")))


def test_the_way_in_leads_to_the_own_agency(head, mall):
    assert head.get("/kelola/")["Location"] == DATA
    page = words_of(head.get(DATA))
    assert "Dukcapil" in page
    assert "Kepala instansi" in page
    for word in ("Loket ", "Zona", "Impor", "Ekspor", "Riwayat impor"):
        assert word not in page.partition("<main")[2], word


def test_only_the_own_things_are_listed(head, mall):
    services = words_of(head.get(f"{DATA}/layanan"))
    assert "KTP hilang" in services
    assert "SKCK" not in services
    assert "Polres" not in words_of(head.get(f"{DATA}/jam"))
    assert "Budi" in words_of(head.get(f"{DATA}/petugas"))


def test_the_rest_of_the_mall_is_not_there(head, mall):
    there = ("layanan/skck-baru", "jam/mal", "jam/instansi:polres", "loket/loket-1", "instansi/dukcapil", "mal/mpp-kalianda")
    for path in (*(f"{DATA}/{one}" for one in there), f"{DATA}/loket", f"{DATA}/zona", "/kelola/mpp-kalianda/", "/kelola/mpp-kalianda/buku",
                 "/kelola/mpp-kalianda/ekspor", "/kelola/mpp-kalianda/libur", "/kelola/mpp-kalianda/impor",
                 "/kelola/mpp-kalianda/tambah/loket"):  # fmt: skip
        assert head.get(path).status_code == 404, path
    assert head.post("/kelola/mpp-kalianda/henti/layanan/skck-baru").status_code == 404


def test_a_standard_is_changed_seen_in_the_history_and_taken_back_by_the_administrator(head, mall):
    assert save(head, KTP, **{"layanan-1-ringkasan": "Dicetak di sini."}).status_code == 302
    assert Service.objects.get(code="ktp-hilang").summary == "Dicetak di sini."
    assert "Dicetak di sini." in words_of(head.get(KTP))
    change = Change.objects.get()

    office = signed_in(an_administrator(mall))
    assert "Kepala instansi (dukcapil)" in words_of(office.get(DATA))
    office.post(f"/kelola/mpp-kalianda/perubahan/{change.id}/urungkan")

    assert Service.objects.get(code="ktp-hilang").summary != "Dicetak di sini."


def test_the_form_offers_the_own_agency_lines_counters_and_roles_alone(head, mall):
    page = head.get(KTP).content.decode()
    assert 'value="polres"' not in page
    assert 'value="skck"' not in page
    budi = User.objects.get(name="Budi")
    posts = head.get(f"{DATA}/petugas/{budi.id}").content.decode()
    assert 'value="petugas"' in posts
    assert 'value="pengelola"' not in posts
    assert 'value="admin"' not in posts


def test_an_officer_gets_a_post_and_the_hours_of_a_counter_change(head, mall):
    sent = {
        "petugas-1-surel": "sari@mal.example", "petugas-1-nama": "Sari", "petugas-1-peran": "petugas", "petugas-1-instansi": "dukcapil",
        "petugas-1-mulai": f"{NINE:%Y-%m-%d}",
    }  # fmt: skip
    assert head.post("/kelola/mpp-kalianda/tambah/petugas", {**sent, "simpan": "1"}).status_code == 302
    assert Post.objects.get(user__email="sari@mal.example").agency.code == "dukcapil"

    assert save(head, f"{DATA}/jam/instansi:dukcapil", **{"jam-1-buka": "08:00", "jam-1-tutup": "14:00"}).status_code == 302
    assert Hours.objects.filter(mall=mall, agency__code="dukcapil").exists()


def test_an_agency_that_left_the_mall_gives_its_head_nothing(head, mall):
    Agency.objects.filter(mall=mall, code="dukcapil").update(active=False)
    assert head.get(DATA).status_code == 404


def test_signing_in_leads_to_the_own_agency_and_the_choice_of_posts_names_it(mall, client):
    head = an_agency_head(Agency.objects.get(mall=mall, code="dukcapil"))
    head.set_password("sandi-yang-panjang-1")
    head.save()
    assert client.post("/masuk", {"surel": head.email, "sandi": "sandi-yang-panjang-1"})["Location"] == "/kelola/"
    assert "Instansi saya" in words_of(client.get("/pos"))
