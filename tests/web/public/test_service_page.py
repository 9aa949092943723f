"""A service's page: the answer first, what to bring, the standard; and only to who asks in its own mall."""

import pytest

from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import Fee, ServiceStandard
from pendopo.queue.models import Channel
from tests.situations.hall import a_break, a_closed_day, a_counter, a_line, a_mall, a_service, a_standard, an_agency
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.times import MONDAY, TUESDAY, on
from tests.web.public.conftest import LONGEST_NAME, a_mall_with_services, many_services

pytestmark = pytest.mark.django_db
BIRTH = "/m/kalianda/layanan/akta-lahir"


def page(client, address=BIRTH):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def the_line(mall):
    return mall.services.get(code="akta-lahir").line


def test_it_says_what_to_bring_what_it_costs_and_how_long_it_takes(client):
    a_mall_with_services()

    shown = page(client)

    for said in ("Yang perlu dibawa", "Surat keterangan lahir", "Kartu Keluarga", "Gratis", "3 hari kerja", "Kutipan akta"):
        assert said in shown
    assert shown.count('type="checkbox"') == 2


def test_it_shows_procedure_legal_basis_complaints_and_the_decree(client):
    a_mall_with_services()

    shown = page(client)

    for said in ("Alurnya", "Ambil nomor", "Serahkan berkas", "UU 24/2013", "SK 1/2026", "berlaku sejak 2 Jan 2026"):
        assert said in shown


def test_all_fourteen_components_of_the_standard_are_published(client):
    mall = a_mall_with_services()
    components = {
        "complaints": "Meja pengaduan", "facilities": "Ruang foto", "competence": "Operator SIAK", "supervision": "Kepala bidang",
        "staff": "5 petugas loket", "guarantee": "Salah cetak diganti", "safety": "Data hanya dibuka petugas",
        "evaluation": "Survei tiap triwulan",
    }  # fmt: skip
    ServiceStandard.objects.filter(service__mall=mall).update(**components)

    shown = page(client)

    for said in (*components.values(), "Yang perlu dibawa", "Alurnya", "3 hari kerja", "Gratis", "Kutipan akta", "UU 24/2013"):
        assert said in shown


def test_it_says_what_can_and_cannot_be_done_here(client):
    a_mall_with_services()

    shown = page(client)

    assert "Bisa di sini: </span>Lahir di mana pun" in shown
    assert "Belum bisa di sini: </span>Anak warga negara asing" in shown


def test_it_says_where_it_comes_from(client):
    a_mall_with_services()

    assert 'href="https://contoh.go.id/akta"' in page(client)
    assert "contoh</span>" in page(client, "/m/kalianda/layanan/ktp-hilang")


def test_open_it_says_the_wait_the_place_and_offers_a_number(client):
    mall = a_mall_with_services()
    line = the_line(mall)
    an_open_desk(a_counter(line=line, number="7"))
    for _ in range(3):
        a_ticket(line)

    shown = page(client)

    assert "Buka sampai 15.00" in shown
    assert "30–45 <small>menit</small>" in shown
    assert "3 orang menunggu, 1 loket melayani" in shown
    assert "Loket 7" in shown
    assert "Ambil nomor dari rumah" in shown


def test_with_nobody_before_one_is_served_at_once(client):
    mall = a_mall_with_services()
    an_open_desk(a_counter(line=the_line(mall)))

    assert "langsung dilayani" in page(client)


def test_open_hours_without_an_officer_are_not_called_open(client):
    a_mall_with_services()

    shown = page(client)

    assert "Belum ada loket yang buka" in shown
    assert "Bila ambil nomor sekarang" not in shown


def test_a_line_that_is_not_given_from_home_points_to_the_kiosk(client):
    mall = a_mall_with_services()
    line = the_line(mall)
    line.from_home = False
    line.save()
    an_open_desk(a_counter(line=line))

    shown = page(client)

    assert "Ambil nomor dari rumah" not in shown
    assert "Ambil nomor di kios di dalam mal." in shown


@pytest.mark.parametrize(("limit", "share"), [(2, 50), (None, 0)])
def test_when_those_at_home_have_their_share_it_points_to_the_kiosk(client, limit, share):
    mall = a_mall_with_services()
    line = the_line(mall)
    line.daily_limit, line.home_share_percent = limit, share
    line.save()
    an_open_desk(a_counter(line=line))
    if share:
        assert "Ambil nomor dari rumah" in page(client)
        a_ticket(line, channel=Channel.HOME)

    shown = page(client)

    assert "Ambil nomor dari rumah" not in shown
    assert "Ambil nomor di kios di dalam mal." in shown


def test_on_break_it_says_until_when_and_still_gives_numbers(client, at_nine):
    mall = a_mall_with_services()
    a_break("12:00", "13:00", mall=mall, reason="Salat Zuhur")
    an_open_desk(a_counter(line=the_line(mall)))
    at_nine(on(MONDAY, "12:15"))

    shown = page(client)

    assert "Istirahat" in shown
    assert "Salat Zuhur" in shown
    assert "13.00" in shown
    assert "Ambil nomor dari rumah" in shown


@pytest.mark.parametrize(("clock", "said"), [("07:00", "buka lagi 08.00"), ("16:00", "buka lagi besok 08.00")])
def test_outside_its_hours_it_says_when_it_opens(client, at_nine, clock, said):
    a_mall_with_services()
    at_nine(on(MONDAY, clock))

    shown = page(client)

    assert said in shown
    assert "Ambil nomor dari rumah" not in shown


def test_an_agency_that_stays_away_says_why(client):
    mall = a_mall_with_services()
    a_closed_day(mall=mall, agency=mall.agencies.get(code="dukcapil"), reason="Sidang keliling")

    assert "Sidang keliling" in page(client)


def test_a_full_line_says_so_and_when_numbers_are_given_again(client):
    mall = a_mall_with_services()
    line = the_line(mall)
    line.daily_limit = 1
    line.save()
    a_ticket(line)
    an_open_desk(a_counter(line=line))

    shown = page(client)

    assert "Nomor hari ini sudah habis" in shown
    assert "besok 08.00" in shown
    assert "Ambil nomor dari rumah" not in shown


def test_few_numbers_left_are_counted(client):
    mall = a_mall_with_services()
    line = the_line(mall)
    line.daily_limit = 12
    line.save()

    assert "tersisa 12 nomor hari ini" in page(client)


def test_a_stopped_line_says_until_when(client):
    mall = a_mall_with_services()
    line = the_line(mall)
    a_ticket(line)
    LineDay.objects.filter(line=line).update(paused_until=on(MONDAY, "10:30"), pause_reason="nobody_here")

    shown = page(client)

    assert "Nomor baru dihentikan sementara" in shown
    assert "10.30" in shown


def test_a_service_without_a_line_needs_no_number(client):
    a_mall_with_services()

    shown = page(client, "/m/kalianda/layanan/kartu-baca")

    assert "Tidak perlu nomor antrean" in shown
    assert "Tidak ada yang perlu dibawa." in shown
    assert "Ambil nomor dari" not in shown
    assert "Ambil nomor di kios" not in shown


def test_fees_of_several_things_are_listed(client):
    mall = a_mall_with_services()
    service = mall.services.get(code="ktp-hilang")
    for label, amount in (("Biasa", 350_000), ("Elektronik", 650_000)):
        Fee.objects.create(service=service, label=label, amount_rupiah=amount, valid_from=MONDAY)
    Fee.objects.create(service=service, label="Tarif tahun depan", amount_rupiah=900_000, valid_from=TUESDAY)

    shown = page(client, "/m/kalianda/layanan/ktp-hilang")

    assert "mulai Rp350.000" in shown
    assert "Rp650.000" in shown
    assert "Tarif tahun depan" not in shown


def test_a_service_without_a_standard_yet_still_stands(client):
    mall = a_mall(code="kalianda")
    a_service(line=a_line(mall=mall), code="baru", name=LONGEST_NAME)

    shown = page(client, "/m/kalianda/layanan/baru")

    assert LONGEST_NAME in shown
    assert "tanyakan di loket" in shown


@pytest.mark.parametrize(
    "address", ["/m/kalianda/layanan/milik-lain", "/m/lain/layanan/akta-lahir", "/m/kalianda/layanan/tidak-ada"]
)
def test_a_service_of_another_mall_is_not_found(client, address):
    a_mall_with_services()
    a_service(line=a_line(mall=a_mall(code="lain")), code="milik-lain")

    answer = client.get(address)

    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in answer.content.decode()


def test_what_is_switched_off_is_not_found(client):
    mall = a_mall_with_services()
    mall.services.filter(code="akta-lahir").update(active=False)
    mall.agencies.filter(code="perpus").update(active=False)

    assert client.get(BIRTH).status_code == 404
    assert client.get("/m/kalianda/layanan/kartu-baca").status_code == 404


def test_a_standard_that_is_not_in_force_yet_is_not_shown(client):
    mall = a_mall_with_services()
    a_standard(service=mall.services.get(code="akta-lahir"), version=2, published_on=TUESDAY, product="Akta baru")

    assert "Akta baru" not in page(client)


def test_the_number_of_queries_stays_as_the_mall_grows(client, django_assert_num_queries):
    mall = a_mall_with_services()
    line = the_line(mall)
    an_open_desk(a_counter(line=line))
    page(client)
    with django_assert_num_queries(13):
        page(client)

    many_services(mall, 40)
    a_counter(line=line)
    an_agency(mall=mall)
    for _ in range(4):
        a_ticket(line)
    page(client)
    with django_assert_num_queries(13):
        page(client)
