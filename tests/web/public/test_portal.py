"""The first page: one mall or several, open or closed, how busy, and where to begin."""

import pytest
from django.urls import reverse

from tests.situations.hall import a_break, a_closed_day, a_closed_mall, a_counter, a_mall, a_service, a_zone
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.times import MONDAY, NINE, days, on
from tests.web.public.conftest import a_mall_with_services, many_services

pytestmark = pytest.mark.django_db


def test_with_one_mall_the_first_page_is_its_portal(client):
    a_mall_with_services()

    page = client.get("/").content.decode()

    assert "Mau urus apa hari ini?" in page
    assert "3 layanan dari 2 instansi" in page
    assert "MPP Kalianda" in page


def test_with_several_malls_one_is_chosen(client):
    a_mall(code="satu", name="MPP Satu")
    a_mall(code="dua", name="MPP Dua")

    page = client.get("/").content.decode()

    assert "Mal mana yang ingin Anda datangi?" in page
    assert reverse("web:portal", args=["satu"]) in page
    assert reverse("web:portal", args=["dua"]) in page


def test_among_many_malls_one_is_found_by_name(client):
    for number in range(13):
        a_mall(code=f"mal-{number}", name=f"MPP Nomor {number}")

    page = client.get("/?q=nomor 12").content.decode()

    assert "MPP Nomor 12" in page
    assert "MPP Nomor 3" not in page


def test_without_a_mall_the_page_says_how_to_open_one(client):
    assert "Pendopo ini belum memiliki mal." in client.get("/").content.decode()


def test_a_mall_without_services_still_greets(client):
    a_mall(code="baru", greeting="Selamat datang di mal baru.")

    assert "Selamat datang di mal baru." in client.get("/m/baru/").content.decode()


def test_it_says_until_when_the_mall_is_open_and_when_it_pauses(client):
    mall = a_mall_with_services()
    a_break("12:00", "13:00", mall=mall)

    page = client.get("/").content.decode()

    assert "Buka sampai 15.00" in page
    assert "istirahat 12.00" in page


def test_a_closed_mall_says_why_and_when_it_opens(client, at_nine):
    mall = a_mall_with_services()
    a_closed_day(mall=mall, reason="Rapat kerja daerah")

    page = client.get("/").content.decode()

    assert "Tutup, buka lagi besok 08.00" in page
    assert "Rapat kerja daerah" in page
    assert "menunggu" not in page.split("Mulai dari")[0]


def test_after_closing_the_portal_still_helps(client, at_nine):
    a_mall_with_services()
    at_nine(on(MONDAY, "20:00"))

    page = client.get("/").content.decode()

    assert "buka lagi besok 08.00" in page
    assert "Syarat dan biaya sudah bisa dilihat sekarang." in page


def test_a_mall_whose_hours_nobody_set_says_so(client):
    a_closed_mall(code="kosong")

    assert "Tutup" in client.get("/m/kosong/").content.decode()


def test_it_counts_who_waits_in_each_zone(client):
    mall = a_mall_with_services()
    line = mall.services.get(code="akta-lahir").line
    an_open_desk(a_counter(line=line))
    for _ in range(3):
        a_ticket(line)

    page = client.get("/").content.decode()

    assert "3 menunggu" in page
    assert "30–45 menit" in page


def test_a_zone_without_an_open_counter_says_so(client):
    a_mall_with_services()

    assert "belum ada loket buka" in client.get("/").content.decode()


def test_days_to_mind_stand_ahead(client):
    mall = a_mall_with_services()
    a_closed_day(mall=mall, day=MONDAY + days(10), reason="Hari jadi kabupaten")

    page = client.get("/").content.decode()

    assert "Kamis, 3 Desember 2026" in page
    assert "Hari jadi kabupaten" in page


def test_categories_and_agencies_lead_on_with_their_counts(client):
    a_mall_with_services()

    page = client.get("/").content.decode()

    assert "/m/kalianda/layanan?bidang=Keluarga" in page
    assert "/m/kalianda/instansi/dukcapil" in page


def test_words_of_the_catalogue_cannot_break_the_page(client):
    mall = a_mall_with_services()
    a_service(line=mall.services.get(code="akta-lahir").line, name="<script>alert(1)</script>", category="<b>")

    page = client.get("/m/kalianda/layanan").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_another_mall_is_not_found(client):
    assert client.get("/m/tidak-ada/").status_code == 404


def test_the_number_of_queries_stays_as_services_tickets_and_zones_grow(client, django_assert_num_queries):
    mall = a_mall_with_services()
    client.get("/m/kalianda/")
    with django_assert_num_queries(13):
        client.get("/m/kalianda/")

    many_services(mall, 40)
    a_zone(mall=mall)
    for _ in range(5):
        a_ticket(mall.services.get(code="akta-lahir").line, at=NINE)
    client.get("/m/kalianda/")
    with django_assert_num_queries(13):
        client.get("/m/kalianda/")
