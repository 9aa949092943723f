"""The five malls that ship with the product: the numbers and names of the founding articles, and what every service must say."""

from collections import Counter

import pytest

from pendopo.config.checking import plain_words
from tests.situations.five_malls import MALLS, workbook_of

#: Services marked "dari sumber", and all of them.
SERVICES = {
    "tulang-bawang": (34, 135), "tulang-bawang-barat": (49, 304), "lampung-selatan": (47, 260),
    "bolaang-mongondow-utara": (19, 119), "tegal": (46, 180),
}  # fmt: skip
OF_BOLAANG_MONGONDOW_UTARA = (
    "Perpustakaan", "Badan Pengelola Keuangan", "Kependudukan dan Pencatatan Sipil", "Perdagangan",
    "Ketenagakerjaan dan Transmigrasi", "Pekerjaan Umum dan Penataan Ruang", "Kesehatan", "Pendidikan dan Kebudayaan", "Sosial",
    "Kesatuan Bangsa dan Politik",
)  # fmt: skip
OF_TEGAL = (
    "ATM", "pernikahan", "Ruang baca", "laktasi", "Ruang tunggu", "bermain", "layanan mandiri", "Stan UMKM", "Mini bar",
)  # fmt: skip
every_mall = pytest.mark.parametrize("mall", MALLS)


def kinds_of(mall: str) -> Counter[str]:
    return Counter(agency["Jenis"] for agency in workbook_of(mall)["Instansi"])


def test_tulang_bawang_has_eleven_offices_of_its_own_and_five_of_the_centre():
    assert kinds_of("tulang-bawang") == {"opd": 11, "vertikal": 5}


def test_tulang_bawang_barat_has_thirty_nine_agencies():
    assert kinds_of("tulang-bawang-barat").total() == 39


def test_lampung_selatan_has_seventeen_offices_and_twelve_partners():
    kinds = kinds_of("lampung-selatan")

    assert (kinds.pop("opd"), kinds.total()) == (17, 12)


def test_bolaang_mongondow_utara_has_its_ten_named_offices_and_stalls_in_the_yard():
    book = workbook_of("bolaang-mongondow-utara")
    named = [agency["Nama"] for agency in book["Instansi"] if agency["Asal"] == "dari sumber"]
    yards = {place["Kode"] for place in book["Tempat"] if place["Jenis"] == "halaman"}

    assert len(named) == 10
    assert all(any(words in name for name in named) for words in OF_BOLAANG_MONGONDOW_UTARA)
    assert kinds_of("bolaang-mongondow-utara") == {"opd": 10, "umkm": 5}
    assert any(zone["Tempat"] in yards for zone in book["Zona"])
    assert any(facility["Tempat"] in yards and facility["Asal"] == "dari sumber" for facility in book["Fasilitas"])


def test_tegal_has_twenty_two_stands_on_the_ground_floor_its_facilities_and_three_ways_of_delivery():
    book = workbook_of("tegal")
    on_the_ground = {zone["Huruf"] for zone in book["Zona"] if zone["Lantai"] == "Dasar"}
    named = [facility["Nama"] for facility in book["Fasilitas"] if facility["Asal"] == "dari sumber"]

    assert len({counter["Instansi"] for counter in book["Loket"] if counter["Zona"] in on_the_ground}) == 22
    assert len(book["Instansi"]) == 22
    assert {floor for facility in book["Fasilitas"] if (floor := facility["Lantai"])} == {"Dasar", "2"}
    assert len(named) == len(OF_TEGAL)
    assert all(any(words in name for name in named) for words in OF_TEGAL)
    assert ways_of("tegal") == {"langsung", "elektronik", "mandiri"}


def ways_of(mall: str) -> set[str]:
    return {way for service in workbook_of(mall)["Layanan"] for way in service["Cara layanan"].split(";")}


@every_mall
def test_services_are_as_many_as_the_article_says_and_each_is_marked(mall):
    marks = Counter(service["Asal"] for service in workbook_of(mall)["Layanan"])

    assert set(marks) == {"dari sumber", "contoh"}
    assert (marks["dari sumber"], marks.total()) == SERVICES[mall]


@every_mall
def test_what_is_from_a_source_names_it(mall):
    assert all(service["Sumber"] for service in workbook_of(mall)["Layanan"] if service["Asal"] == "dari sumber")


@every_mall
def test_every_service_is_whole(mall):
    """Requirements, time, fee and product, and the rest of the fourteen components under a decree with its days."""
    book = workbook_of(mall)
    standards = {standard["Layanan"]: standard for standard in book["Standar"]}

    assert set(standards) == {service["Kode"] for service in book["Layanan"]}
    assert [(code, heading) for code, one in standards.items() for heading, cell in one.items() if cell is None] == []
    assert all(service["Ringkasan"] and service["Sinonim"] for service in book["Layanan"])


@every_mall
def test_every_service_says_what_can_and_cannot_be_done_here_in_plain_words(mall):
    services = workbook_of(mall)["Layanan"]
    texts = [text for service in services for text in (service["Bisa di sini"], service["Tidak bisa di sini"])]

    assert all(texts)
    assert not [fault for text in texts for fault in plain_words.faults_of(text)]
    # By rule, and yet each fits: no sentence stands for more than a tenth of them.
    assert max(Counter(texts).values()) <= len(services) / 10


@every_mall
def test_every_agency_serves_something_and_every_friday_has_its_prayer(mall):
    book = workbook_of(mall)

    assert {service["Instansi"] for service in book["Layanan"]} == {agency["Kode"] for agency in book["Instansi"]}
    (friday,) = [one for one in book["Istirahat"] if one["Untuk"] == "mal" and one["Hari"] == "jumat"]
    assert "Jumat" in friday["Alasan"]


@every_mall
def test_people_are_invented(mall):
    assert all(person["Surel"].endswith(".example") for person in workbook_of(mall)["Petugas"])
