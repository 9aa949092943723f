"""The search page: whole, as a fragment, with nothing found, with three hundred found."""

import pytest

from tests.situations.hall import a_line, a_mall, a_service
from tests.web.public.conftest import LONGEST_NAME, a_mall_with_services, many_services

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def found(client, question, **extra):
    return client.get("/m/kalianda/cari", {"q": question, **extra}).content.decode()


def test_everyday_words_find_and_are_marked(client):
    a_mall_with_services()

    page = found(client, "bikin ktp ilang")

    assert '<mark class="mark">KTP-el</mark>' in page
    assert "/m/kalianda/layanan/ktp-hilang" in page
    assert "Akta Kelahiran" not in page


def test_a_mended_mistake_is_said(client):
    a_mall_with_services()

    assert "Menampilkan hasil untuk <b>“akta kelahiran”</b>" in found(client, "akta kelahirn")


def test_a_synonym_is_named_as_the_reason(client):
    a_mall_with_services()

    page = found(client, "adminduk")

    assert "disebut juga" in page
    assert "adminduk daring</i>" in page


def test_an_agency_that_is_meant_leads_to_its_page(client):
    a_mall_with_services()

    assert "/m/kalianda/instansi/perpus" in found(client, "perpustakaan")


def test_nothing_found_offers_a_near_word_all_services_and_a_person(client):
    a_mall_with_services()

    page = found(client, "perpuxtkkaaxn")

    assert "Belum ada layanan untuk “perpuxtkkaaxn”" in page
    assert "perpustakaan</a>" in page
    assert "atau tanya petugas: (0727) 118" in page


def test_one_result_stands_alone(client):
    a_mall_with_services()

    assert "<b>1 layanan</b>" in found(client, "kartu anggota")


def test_three_hundred_results_come_in_pages(client):
    mall = a_mall(code="kalianda")
    line = a_line(mall=mall)
    for number in range(300):
        a_service(line=line, name=f"Izin usaha {number:03}")

    first, last = found(client, "izin"), found(client, "izin", page="10")

    assert "<b>300 layanan</b>" in first
    assert first.count('class="row-service"') == last.count('class="row-service"') == 30
    assert 'href="?q=izin&amp;page=2"' in first
    assert "</mark> usaha 000</a>" in first
    assert "</mark> usaha 299</a>" in last
    assert "</mark> usaha 299</a>" in found(client, "izin", page="999")
    assert "</mark> usaha 000</a>" in found(client, "izin", page="x")


def test_a_very_long_name_is_shown_whole(client):
    mall = a_mall(code="kalianda")
    a_service(line=a_line(mall=mall), name=LONGEST_NAME)

    page = found(client, "sumbangan")

    assert "Organisasi Kemasyarakatan Tingkat Kabupaten/Kota Perpanjangan Kedua" in page


def test_what_was_typed_cannot_break_the_page(client):
    a_mall_with_services()

    page = found(client, '"><script>alert(1)</script>')

    assert "<script>alert" not in page


def test_an_empty_question_asks_for_one(client):
    a_mall_with_services()

    assert "Ketik nama dokumen" in found(client, "  ")


def test_a_question_of_common_words_is_helped_on(client):
    a_mall_with_services()

    assert "Coba nama dokumennya" in found(client, "gimana caranya")


def test_htmx_is_sent_the_list_alone(client):
    a_mall_with_services()

    answer = client.get("/m/kalianda/cari", {"q": "ktp"}, headers=HTMX)

    assert "<html" not in answer.content.decode()
    assert "KTP-el" in answer.content.decode()
    assert "HX-Request" in answer.headers["Vary"]


def test_while_typing_the_first_hits_are_sent(client):
    mall = a_mall_with_services()
    many_services(mall, 10)

    answer = client.get("/m/kalianda/cari", {"q": "layanan", "ringkas": "1"}, headers=HTMX).content.decode()
    nothing = client.get("/m/kalianda/cari", {"q": "", "ringkas": "1"}, headers=HTMX).content.decode()

    assert answer.count('class="hit"') == 6
    assert "Lihat semua 10" in answer or "Lihat" in answer
    assert nothing.strip() == ""


def test_the_services_of_another_mall_are_not_found(client):
    a_mall_with_services()
    a_service(line=a_line(mall=a_mall(code="lain")), name="Paspor biasa")

    assert "/layanan/" not in found(client, "paspor").split('id="results"')[1].split("</main>")[0].replace(
        '/m/kalianda/layanan"', ""
    )


@pytest.mark.parametrize("address", ["/m/kalianda/cari?q=layanan", "/m/kalianda/cari?q=layanan&ringkas=1"])
def test_the_number_of_queries_stays_as_services_grow(client, django_assert_num_queries, address):
    mall = a_mall_with_services()
    many_services(mall, 2)
    headers = HTMX if "ringkas" in address else {}
    number = 4 if "ringkas" in address else 5
    client.get(address, headers=headers)
    with django_assert_num_queries(number):
        client.get(address, headers=headers)

    many_services(mall, 60)
    client.get(address, headers=headers)
    with django_assert_num_queries(number):
        client.get(address, headers=headers)
