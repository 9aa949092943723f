"""Agencies, life events, hours and facilities."""

import pytest

from pendopo.directory.models import Facility, Site
from tests.situations.hall import a_closed_day, a_counter, a_line, a_mall, a_service, an_agency
from tests.situations.times import MONDAY, days
from tests.web.public.conftest import a_mall_with_services, many_services

pytestmark = pytest.mark.django_db


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_of_agencies_says_who_is_open(client):
    mall = a_mall_with_services()
    a_closed_day(mall=mall, agency=mall.agencies.get(code="perpus"), reason="Inventarisasi buku")
    a_counter(line=mall.services.get(code="akta-lahir").line, number="4")

    shown = page(client, "/m/kalianda/instansi")

    assert "Dinas Kependudukan</a>" in shown
    assert "2 layanan" in shown
    assert "Loket 4" in shown
    assert "Inventarisasi buku" in shown


def test_an_agency_shows_its_week_and_its_services(client):
    a_mall_with_services()

    shown = page(client, "/m/kalianda/instansi/dukcapil")

    assert "Akta Kelahiran" in shown
    assert "Kartu anggota" not in shown
    assert shown.count("08.00–15.00") == 6  # Monday to Friday and, in the foot, the week in words
    assert "Sabtu" in shown


def test_an_agency_without_services_still_stands(client):
    mall = a_mall(code="kalianda")
    an_agency(mall=mall, code="baru", name="Dinas Baru")

    assert "0 layanan" in page(client, "/m/kalianda/instansi/baru")


@pytest.mark.parametrize("address", ["/m/kalianda/instansi/tamu", "/m/tamu/instansi/dukcapil", "/m/tamu-tak-ada/instansi"])
def test_an_agency_of_another_mall_is_not_found(client, address):
    a_mall_with_services()
    an_agency(mall=a_mall(code="tamu"), code="tamu")

    assert client.get(address).status_code == 404


def test_a_life_event_gathers_the_services_it_asks_for(client):
    mall = a_mall_with_services()
    a_service(line=a_line(mall=mall), name="Kartu Identitas Anak (KIA)", code="kia")

    shown = page(client, "/m/kalianda/peristiwa/anak-lahir")

    assert "Anak lahir" in shown
    assert shown.index("/layanan/akta-lahir") < shown.index("/layanan/kia")
    assert "Akta kelahiran, KIA" in page(client, "/m/kalianda/peristiwa")


@pytest.mark.parametrize("code", ["menikah", "tidak-ada"])
def test_an_event_for_which_the_mall_has_nothing_is_not_found(client, code):
    a_mall_with_services()

    assert client.get(f"/m/kalianda/peristiwa/{code}").status_code == 404


def test_facilities_say_where_they_are(client):
    mall = a_mall_with_services()
    site = Site.objects.get(mall=mall)
    Facility.objects.create(
        mall=mall, site=site, code="laktasi", name="Ruang laktasi", kind="Laktasi", floor="2", hint="Pintu kedua"
    )

    shown = page(client, "/m/kalianda/fasilitas")

    assert "Ruang laktasi" in shown
    assert "Gedung utama, lantai 2" in shown
    assert "#baby" in shown
    assert "Tidak ada hari libur" in shown


def test_days_with_other_hours_are_told_from_closed_ones(client):
    mall = a_mall_with_services()
    a_closed_day(mall=mall, day=MONDAY + days(7), reason="Tutup buku", opens="08:00", closes="12:00")
    a_closed_day(mall=mall, day=MONDAY + days(8), reason="Pemilihan")

    shown = page(client, "/m/kalianda/fasilitas")

    assert "08.00–12.00 <span" in shown
    assert "Pemilihan" in shown


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/m/kalianda/instansi", 4),
        ("/m/kalianda/instansi/dukcapil", 7),
        ("/m/kalianda/fasilitas", 8),
        ("/m/kalianda/peristiwa", 2),
    ],
)
def test_the_number_of_queries_stays_as_the_mall_grows(client, django_assert_num_queries, address, queries):
    mall = a_mall_with_services()
    page(client, address)
    with django_assert_num_queries(queries):
        page(client, address)

    many_services(mall, 30)
    an_agency(mall=mall)
    page(client, address)
    with django_assert_num_queries(queries):
        page(client, address)
