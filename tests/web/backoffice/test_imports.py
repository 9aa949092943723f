"""The page of imported workbooks: listed, looked into, fetched again, taken back; another mall's are not there."""

import pytest
from django.test import Client

from pendopo.catalogue.models import Import, Service
from pendopo.directory.models import Mall
from pendopo.privacy.models import Look
from tests.situations.hall import a_mall, a_manager, an_administrator
from tests.situations.master_data import a_kept_import, changed, the_small_mall
from tests.situations.workbooks import a_workbook, row_of, small_mall
from tests.web.backoffice.conftest import signed_in, upload, words_of

pytestmark = pytest.mark.django_db

PAGE = "/kelola/mpp-kalianda/impor"


@pytest.fixture
def mall() -> Mall:
    return the_small_mall()


@pytest.fixture
def office(mall: Mall) -> Client:
    return signed_in(an_administrator(mall))


@pytest.fixture
def kept(office: Client) -> Import:
    sheets = small_mall()
    row_of(sheets, "Layanan", Kode="skck-baru")["Nama"] = "SKCK untuk umum"
    assert upload(office, "/kelola/mpp-kalianda/buku", a_workbook(sheets), name="nama; aneh é.xlsx").status_code == 200
    return Import.objects.get(founded=False)


def test_an_upload_is_listed_with_who_and_what_and_its_file_comes_again(office, kept):
    page = words_of(office.get(PAGE))
    assert "Wayan" in page
    assert "membuka mal" in page

    one = words_of(office.get(f"{PAGE}/{kept.id}"))
    assert "SKCK baru SKCK untuk umum" in one
    answer = office.get(f"{PAGE}/{kept.id}/berkas")
    assert answer.content[:2] == b"PK"
    assert Look.objects.filter(screen="workbook").exists()
    assert answer["Content-Disposition"].startswith('attachment; filename="nama')
    assert "\r" not in answer["Content-Disposition"]


def test_taken_back_the_page_says_so_and_offers_it_no_more(office, kept):
    answer = office.post(f"{PAGE}/{kept.id}/urungkan", follow=True)

    assert Service.objects.get(code="skck-baru").name == "SKCK baru"
    assert "Impor diurungkan" in words_of(answer)
    assert "urungkan" not in answer.content.decode().partition("<main")[2].replace("diurungkan", "")


def test_what_stands_in_the_way_is_named(office, mall, kept):
    changed(mall, "layanan", "skck-baru", {"Nama": "SKCK"})

    answer = office.post(f"{PAGE}/{kept.id}/urungkan")

    assert answer.status_code == 409
    assert "skck-baru · SKCK untuk umum sudah diubah lagi." in words_of(answer)
    assert Service.objects.get(code="skck-baru").name == "SKCK"


def test_a_check_alone_is_no_import(office, mall):
    upload(office, "/kelola/mpp-kalianda/buku", a_workbook(), check=True)
    assert not Import.objects.filter(founded=False).exists()


def test_another_mall_s_imports_are_not_there(office, mall):
    other = a_kept_import(a_mall())
    for path in (f"{PAGE}/{other.id}", f"{PAGE}/{other.id}/berkas"):
        assert office.get(path).status_code == 404
    assert office.post(f"{PAGE}/{other.id}/urungkan").status_code == 404
    assert signed_in(a_manager(other.mall)).get(PAGE).status_code == 404
