"""All services, narrowed down by agency, field, kind and way of serving."""

import pytest

from pendopo.catalogue.models import Fee, ServiceKind
from tests.situations.hall import a_closed_day, a_line, a_mall, a_service, a_standard
from tests.situations.times import MONDAY
from tests.web.public.conftest import a_mall_with_services, many_services

pytestmark = pytest.mark.django_db
ALL = "/m/kalianda/layanan"


def names(client, query=""):
    page = client.get(ALL + query).content.decode()
    return [name for name in ("Akta Kelahiran", "KTP-el karena hilang", "Kartu anggota perpustakaan") if f">{name}</a>" in page]


def test_all_are_listed_by_name(client):
    a_mall_with_services()

    page = client.get(ALL).content.decode()

    assert page.index("Akta Kelahiran</a>") < page.index("Kartu anggota") < page.index("KTP-el karena hilang</a>")
    assert "<b>3 layanan</b>" in page


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("?instansi=perpus", ["Kartu anggota perpustakaan"]),
        ("?bidang=Keluarga", ["Akta Kelahiran"]),
        ("?cara=elektronik", ["Kartu anggota perpustakaan"]),
        ("?instansi=dukcapil&bidang=Kependudukan", ["KTP-el karena hilang"]),
        ("?instansi=dukcapil&cara=elektronik", []),
        (
            "?instansi=tidak-ada&jenis=x&cara=y&page=-1",
            ["Akta Kelahiran", "KTP-el karena hilang", "Kartu anggota perpustakaan"],
        ),
    ],
)
def test_choices_narrow_them_down_and_unknown_ones_do_not(client, query, left):
    a_mall_with_services()

    assert names(client, query) == left


def test_licences_are_told_from_other_services(client):
    mall = a_mall_with_services()
    a_service(line=a_line(mall=mall), name="Izin apotek", kind=ServiceKind.LICENSING)

    page = client.get(f"{ALL}?jenis=perizinan").content.decode()

    assert "Izin apotek</a>" in page
    assert "<b>1 layanan</b>" in page


def test_words_marked_in_a_name_do_not_hide_it_from_a_choice(client):
    a_mall_with_services()

    page = client.get(f"{ALL}?q=akta&instansi=dukcapil").content.decode()

    assert '<mark class="mark">Akta</mark>' in page
    assert 'value="dukcapil" selected' in page


def test_choices_that_fit_nothing_can_be_dropped(client):
    a_mall_with_services()

    page = client.get(f"{ALL}?instansi=dukcapil&cara=elektronik").content.decode()

    assert "Tidak ada layanan yang cocok dengan semua pilihan ini" in page
    assert "Hapus pilihan" in page


def test_the_next_page_keeps_the_choices(client):
    mall = a_mall(code="kalianda")
    line = a_line(mall=mall)
    for _ in range(31):
        a_service(line=line, category="Kesehatan & Gizi")

    page = client.get(f"{ALL}?bidang=Kesehatan+%26+Gizi").content.decode()

    assert 'href="?bidang=Kesehatan+%26+Gizi&amp;page=2"' in page


def test_fees_are_said_in_one_way(client):
    mall = a_mall(code="kalianda")
    line = a_line(mall=mall)
    free, paid, several, words = (a_service(line=line, name=name) for name in ("Bebas", "Tetap", "Bertingkat", "Khusus"))
    a_standard(service=free, fee="Tidak dipungut biaya")
    for service, amounts in ((paid, [30_000]), (several, [30_000, 75_000])):
        a_standard(service=service)
        for amount in amounts:
            Fee.objects.create(service=service, label="Tarif", amount_rupiah=amount, valid_from=MONDAY)
    a_standard(service=words, fee="Sesuai pajak kendaraan")

    page = client.get(ALL).content.decode()

    for said in ("Gratis</span>", "</span>Rp30.000</span>", "mulai Rp30.000", "Sesuai pajak kendaraan"):
        assert said in page


def test_an_agency_that_is_closed_today_is_marked_while_the_hall_is_open(client):
    mall = a_mall_with_services()
    a_closed_day(mall=mall, agency=mall.agencies.get(code="dukcapil"), reason="Sidang keliling")

    page = client.get(ALL).content.decode()

    assert page.count("Sidang keliling") == 2
    assert "Buka lagi besok 08.00" in page


def test_each_row_says_where_it_comes_from(client):
    a_mall_with_services()

    page = client.get(ALL).content.decode()

    assert page.count("dari sumber") == 1
    assert page.count("contoh") == 2


def test_a_mall_that_published_nothing_says_so(client):
    a_mall(code="kalianda")

    assert "Mal ini belum memuat daftar layanannya" in client.get(ALL).content.decode()


def test_what_is_switched_off_is_not_listed(client):
    mall = a_mall_with_services()
    mall.services.filter(code="ktp-hilang").update(active=False)
    mall.agencies.filter(code="perpus").update(active=False)

    assert names(client) == ["Akta Kelahiran"]


def test_the_number_of_queries_stays_as_services_grow(client, django_assert_num_queries):
    mall = a_mall_with_services()
    client.get(ALL)
    with django_assert_num_queries(5):
        client.get(ALL)

    many_services(mall, 60)
    client.get(ALL)
    with django_assert_num_queries(5):
        client.get(ALL)
