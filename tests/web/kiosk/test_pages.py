"""The kiosk's pages: complete without a script, honest about waiting, with a constant number of queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.directory.models import Device
from pendopo.queue.pause_desk import PauseReason, pause_desk
from tests.situations.hall import (
    a_break,
    a_closed_day,
    a_counter,
    a_line,
    a_mall,
    a_pause,
    a_service,
    a_standard,
    a_zone,
    an_agency,
)
from tests.situations.line import a_line_with_limit, a_ticket, an_open_desk
from tests.situations.screens import a_kiosk_screen, a_service_offered
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db

LONGEST = "Rekomendasi Persetujuan Penyelenggaraan Pengumpulan Sumbangan Uang atau Barang bagi Lembaga Kesejahteraan Sosial"


def plain(html: str) -> str:
    """The page's words."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def a_service_attended(**fields):
    service = a_service_offered(**fields)
    an_open_desk(a_counter(line=service.line))
    return service


class TestTheFirstScreen:
    def test_offers_services_with_their_wait(self):
        service = a_service_attended(name="Akta Kelahiran")
        kiosk = a_kiosk_screen(mall=service.mall)

        page = plain(kiosk.text())

        assert "Mau urus apa hari ini?" in page
        assert "Akta Kelahiran Langsung dilayani" in page
        assert "1 instansi, 1 layanan" in page

    def test_speaks_english_when_asked(self):
        service = a_service_attended()

        page = a_kiosk_screen(mall=service.mall).speak("en").get()

        assert "What do you need today?" in page.content.decode()
        assert page["content-language"] == "en"

    def test_is_said_to_be_empty_in_a_mall_without_services(self):
        assert "Belum ada layanan" in a_kiosk_screen().text()

    def test_names_those_who_wait(self):
        service = a_service_attended()
        for _ in range(3):
            a_ticket(service.line)

        assert "30–45 menit · 3 orang" in plain(a_kiosk_screen(mall=service.mall).text())

    def test_says_that_nobody_is_at_the_counter(self):
        service = a_service_offered()

        assert "Belum ada petugas di loket" in a_kiosk_screen(mall=service.mall).text()

    def test_keeps_closed_services_in_sight_with_reason_and_next_opening(self):
        service = a_service_offered(name="Paspor")
        a_closed_day(mall=service.mall, reason="Rapat kerja")

        page = plain(a_kiosk_screen(mall=service.mall).text())

        assert "Tutup, buka lagi besok 08.00 · Rapat kerja" in page
        assert "Paspor Buka lagi besok 08.00" in page

    def test_costs_the_same_with_many_services(self):
        service = a_service_attended()
        kiosk = a_kiosk_screen(mall=service.mall)
        few = queries_of(kiosk)
        for _ in range(25):
            a_service(line=a_line(mall=service.mall, zone=service.line.zone, agency=service.agency))
        service.mall.catalogue_version += 1
        service.mall.save()

        assert queries_of(kiosk) == few

    def test_puts_first_what_is_taken_most(self):
        quiet = a_service_attended(name="Aaa jarang")
        busy = a_service(line=quiet.line, name="Zzz sering")
        for _ in range(2):
            a_ticket(service=busy)

        page = plain(a_kiosk_screen(mall=quiet.mall).text())

        assert page.index("Zzz sering") < page.index("Aaa jarang")


class TestOneService:
    def test_says_what_to_know_before_the_number_is_taken(self):
        zone = a_zone(mall=a_mall())
        service = a_service_attended(line=a_line(zone=zone), name="Akta Kelahiran")
        a_standard(service=service, requirements=["KK asli", "KTP kedua orang tua"])
        a_ticket(service.line)

        page = plain(a_kiosk_screen(mall=zone.mall).text(f"/k/layanan/{service.code}"))

        for words in ("Akta Kelahiran", "Zona A", "Di depan Anda 1 orang", "Dilayani sampai 15.00", "KK asli", "Ambil nomor"):
            assert words in page

    def test_every_rendering_makes_a_key_of_its_own(self):
        service = a_service_offered()
        kiosk = a_kiosk_screen(mall=service.mall)

        keys = {re.search(r'name="kunci" value="([^"]+)"', kiosk.text(f"/k/layanan/{service.code}"))[1] for _ in range(2)}

        assert len(keys) == 2

    def test_asks_for_priority_only_where_the_line_gives_one(self):
        nobody_first = {"elderly": 0, "disability": 0, "pregnant": 0, "infant": 0, "booking": 10}
        service = a_service_offered(line=a_line(head_starts=nobody_first))
        asked = a_service_offered(line=a_line(mall=service.mall))
        kiosk = a_kiosk_screen(mall=service.mall)

        assert "Perlu didahulukan?" not in kiosk.text(f"/k/layanan/{service.code}")
        assert "Perlu didahulukan?" in kiosk.text(f"/k/layanan/{asked.code}")

    @pytest.mark.parametrize(
        ("language", "says"), [("id", "Semua 1 nomor hari ini sudah diambil"), ("en", "All 1 numbers of today")]
    )
    def test_a_full_line_is_said_to_be_full(self, language, says):
        service = a_service_offered(line=a_line_with_limit(1))
        a_ticket(service=service)

        page = plain(a_kiosk_screen(mall=service.mall).speak(language).text(f"/k/layanan/{service.code}"))

        assert says in page
        assert "name=kunci" not in page

    def test_a_paused_counter_says_when_its_officer_comes_back(self):
        service = a_service_offered()
        desk = an_open_desk(a_counter(line=service.line))
        pause_desk(desk=desk.lease(NINE), reason=PauseReason.REST, at=NINE, back_at=NINE + minutes(15))

        page = a_kiosk_screen(mall=service.mall).text(f"/k/layanan/{service.code}")

        assert "Petugas kembali sekitar 09.15" in page
        assert "15 menit" in plain(page)

    def test_numbers_are_given_during_a_break(self):
        service = a_service_attended()
        a_break("08:30", "09:30", mall=service.mall, reason="Apel pagi")

        page = plain(a_kiosk_screen(mall=service.mall).speak("en").text(f"/k/layanan/{service.code}"))

        assert "Break until 09:30: Apel pagi" in page
        assert "Take a number" in page

    def test_a_pause_of_the_hall_is_named(self):
        service = a_service_attended()
        a_pause(mall=service.mall, starts_at=NINE - minutes(5), ends_at=NINE + minutes(20), reason="Senam bersama")

        assert "Istirahat sampai 09.20: Senam bersama" in plain(
            a_kiosk_screen(mall=service.mall).text(f"/k/layanan/{service.code}")
        )

    def test_a_hopeless_line_names_a_better_time(self, at_nine):
        service = a_service_attended(line=a_line(service_minutes=60))
        for _ in range(9):
            a_ticket(service.line)

        page = plain(a_kiosk_screen(mall=service.mall).text(f"/k/layanan/{service.code}"))

        assert "Antrean ini mungkin tidak selesai sampai pukul 15.00." in page
        assert "datang kembali besok 08.00" in page
        assert "Mungkin tidak terlayani hari ini" in page

    def test_a_service_without_a_line_needs_no_number(self):
        service = a_service(agency=an_agency())

        page = a_kiosk_screen(mall=service.mall).text(f"/k/layanan/{service.code}")

        assert "Layanan ini tidak memerlukan nomor" in page
        assert "kunci" not in page

    def test_another_malls_service_is_not_there(self):
        service = a_service_offered()

        page = a_kiosk_screen(mall=a_mall()).get(f"/k/layanan/{service.code}")

        assert page.status_code == 404
        assert "Pilih layanan lain" in page.content.decode()

    def test_costs_the_same_with_many_counters_and_people(self):
        service = a_service_attended()
        a_standard(service=service)
        kiosk = a_kiosk_screen(mall=service.mall)
        path = f"/k/layanan/{service.code}"
        few = queries_of(kiosk, path)
        for _ in range(5):
            a_counter(line=service.line)
            a_ticket(service.line)

        assert queries_of(kiosk, path) == few


class TestFinding:
    def test_by_everyday_words(self):
        service = a_service_attended(name="KTP-el karena hilang atau rusak", synonyms=["ktp ilang"])

        assert "KTP-el karena hilang" in a_kiosk_screen(mall=service.mall).text("/k/cari", q="bikin ktp ilang")

    def test_nothing_found_says_what_to_try(self):
        service = a_service_attended(name="Akta Kelahiran")

        page = a_kiosk_screen(mall=service.mall).text("/k/cari", q="xyzzy")

        assert "xyzzy" in page
        assert "Pilih instansi" in page

    def test_what_was_typed_is_only_text(self):
        page = a_kiosk_screen(mall=a_service_attended().mall).text("/k/cari", q="<script>alert(1)</script>")

        assert "<script>alert" not in page

    def test_by_agency(self):
        agency = an_agency(short_name="Dukcapil")
        service = a_service_attended(line=a_line(agency=agency), name=LONGEST)
        kiosk = a_kiosk_screen(mall=agency.mall)

        assert f"/k/instansi/{agency.code}" in kiosk.text("/k/instansi")
        assert LONGEST in kiosk.text(f"/k/instansi/{agency.code}")
        assert LONGEST in kiosk.text(f"/k/layanan/{service.code}")

    def test_another_malls_agency_is_not_there(self):
        assert a_kiosk_screen().get(f"/k/instansi/{an_agency().code}").status_code == 404

    @pytest.mark.parametrize("page", ["1", "2", "99", "x"])
    def test_three_hundred_services_come_in_pages(self, page):
        agency = an_agency()
        line = a_line(agency=agency)
        for _ in range(30):
            a_service(line=line)
        kiosk = a_kiosk_screen(mall=agency.mall)

        answer = kiosk.get(f"/k/instansi/{agency.code}", page=page)

        assert answer.status_code == 200
        assert 1 <= answer.content.decode().count('<a class="pick') <= 12

    def test_help_says_where_the_zones_are(self):
        zone = a_zone(mall=a_mall(), hint="Sebelah kiri pintu masuk")

        assert "Sebelah kiri pintu masuk" in a_kiosk_screen(mall=zone.mall).text("/k/bantuan")


class TestTheScreenItself:
    @pytest.mark.parametrize("path", ["/k/", "/k/cari", "/k/instansi", "/k/bantuan", "/k/datang", "/k/detak"])
    def test_a_browser_that_is_not_paired_is_told_how_to_be(self, client, path):
        page = client.get(path).content.decode()

        assert "Layar ini belum menjadi kios" in page
        assert "/pasang" in page

    @pytest.mark.parametrize("path", ["/k/", "/k/cari?q=akta", "/k/instansi", "/k/bantuan", "/k/datang"])
    def test_pages_are_kept_nowhere(self, path):
        kiosk = a_kiosk_screen()

        answer = kiosk.client.get(path)

        assert answer["cache-control"] == "no-store"
        assert "sesi" not in answer.cookies
        assert "Kembali ke layar pertama dalam" in answer.content.decode()

    def test_a_choice_of_language_comes_back_to_the_page(self):
        kiosk = a_kiosk_screen()

        answer = kiosk.get("/k/atur", bahasa="en", ke="/k/instansi")

        assert answer["location"] == "/k/instansi"
        assert answer.cookies["bahasa_kios"].value == "en"
        assert "Choose an agency" in kiosk.text("/k/instansi")

    @pytest.mark.parametrize("back", ["https://jahat.example/", "//jahat.example/k/", "/k/\\jahat", "/kelola/", ""])
    def test_a_choice_leads_nowhere_else(self, back):
        location = a_kiosk_screen().get("/k/atur", bahasa="en", ke=back)["location"]

        assert location in {"/k/", "/k/\\jahat"} or location.startswith("/k/")
        assert "//" not in location

    def test_beginning_again_forgets_language_and_look(self):
        kiosk = a_kiosk_screen()
        kiosk.get("/k/atur", bahasa="en", tampilan="kontras-rendah")
        assert "kiosk--contrast" in kiosk.text()
        assert "kiosk--low" in kiosk.text()

        answer = kiosk.get("/k/mulai")

        assert answer["location"] == "/k/"
        assert "kiosk--contrast" not in kiosk.text()
        assert "Mau urus apa" in kiosk.text()
        assert kiosk.client.cookies["kios"]["max-age"] == 365 * 24 * 3600

    def test_shows_its_name_and_notes_that_it_is_alive_once_a_minute(self, at_nine):
        kiosk = a_kiosk_screen(name="Kios 2 · Pintu utama")

        assert "Kios 2 · Pintu utama" in kiosk.text()
        assert Device.objects.get().last_seen_at == NINE
        at_nine(NINE + minutes(0.5))
        kiosk.get("/k/detak")
        assert Device.objects.get().last_seen_at == NINE
        at_nine(NINE + minutes(1))
        assert kiosk.get("/k/detak").content == b"2026-11-23T09:01:00+07:00"
        assert Device.objects.get().last_seen_at == NINE + minutes(1)


def queries_of(kiosk, path: str = "/k/") -> int:
    """How many queries a page costs once the mall's own rules are kept in memory."""
    kiosk.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert kiosk.get(path).status_code == 200
    return len(queries)
