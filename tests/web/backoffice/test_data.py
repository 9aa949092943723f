"""Master data by hand: found, changed on one page, previewed, planned, taken back; strangers find nothing."""

import re
from datetime import date

import pytest
from django.test import Client

from pendopo.accounts.models import User
from pendopo.appointments.models import LineDay
from pendopo.catalogue.changes.things import KINDS
from pendopo.catalogue.models import Change, CounterLine, Fee, Service, ServiceStandard
from pendopo.directory.models import Break, Counter, Hours, Mall, Post, Role, SpecialDay
from tests.situations.hall import a_manager, a_service, an_administrator, an_officer
from tests.situations.line import a_ticket
from tests.situations.master_data import changed, the_small_mall
from tests.situations.times import MONDAY, NINE, days, minutes
from tests.web.backoffice.conftest import signed_in, words_of

pytestmark = pytest.mark.django_db

DATA = "/kelola/mpp-kalianda/data"
KTP = f"{DATA}/layanan/ktp-hilang"


@pytest.fixture
def mall() -> Mall:
    return the_small_mall()


@pytest.fixture
def office(mall: Mall) -> Client:
    return signed_in(an_administrator(mall))


def form_of(client: Client, path: str) -> dict[str, object]:
    """What a browser would send back if nobody touched the page."""
    page = client.get(path).content.decode()
    page = page[page.index('class="thing-form"') :].partition("</form>")[0]
    sent: dict[str, object] = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if kind and kind[1] == "checkbox":
            if " checked" in tag and name:
                sent.setdefault(name[1], []).append(value[1] if value else "on")
        elif name:
            sent[name[1]] = unescaped(value[1]) if value else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        sent[name] = unescaped(body)
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else re.search(r'<option value="([^"]*)"', body)[1]
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def save(client: Client, path: str, press: str = "simpan", **other: object):
    return client.post(path, {**form_of(client, path), **other, press: "1"})


def test_every_kind_of_thing_is_counted_listed_and_opens(office, mall):
    page = words_of(office.get(DATA))
    for kind in KINDS.values():
        assert str(kind.plural) in page
        if kind.code == "mal":
            continue
        listed = office.get(f"{DATA}/{kind.code}").content.decode()
        address = re.search(rf'href="({DATA}/{kind.code}/[^"]+)"', listed)[1]
        assert office.get(address).status_code == 200, kind.code


def test_saving_an_untouched_page_changes_nothing(office, mall):
    for path in (KTP, f"{DATA}/loket/loket-1", f"{DATA}/jam/instansi:polres", f"{DATA}/jam/mal", f"{DATA}/jalur/ktp",
                 f"{DATA}/petugas/{User.objects.get(name='Budi').id}", f"{DATA}/zona/A", f"{DATA}/tempat/gedung",
                 f"{DATA}/fasilitas/atm", f"{DATA}/instansi/polres", f"{DATA}/mal/mpp-kalianda"):  # fmt: skip
        answer = save(office, path)
        assert answer.status_code == 422, path
        assert "tidak ada yang diubah" in words_of(answer), path
    assert not Change.objects.exists()


def test_a_thing_is_found_by_words_and_agency(office, mall):
    assert "KTP hilang" in words_of(office.get(f"{DATA}/layanan?q=hilang"))
    assert "KTP hilang" not in words_of(office.get(f"{DATA}/layanan?instansi=polres"))
    assert "Tidak ada yang cocok" in words_of(office.get(f"{DATA}/layanan?q=paspor"))


def test_a_service_is_changed_and_the_page_says_so(office, mall):
    answer = save(office, KTP, **{
        "layanan-1-nama": "KTP hilang atau rusak", "layanan-1-sinonim": "ktp patah; retak\r\nktp hilang",
        "standar-1-persyaratan": "Surat; atau berita acara", "biaya-1-uraian": "Cetak", "biaya-1-rupiah": "5.000",
        "biaya-1-berlaku_mulai": "2026-11-01",
    })  # fmt: skip

    service = Service.objects.get(code="ktp-hilang")
    assert (service.name, service.synonyms) == ("KTP hilang atau rusak", ["ktp patah; retak", "ktp hilang"])
    assert ServiceStandard.objects.get(service=service).requirements == ["Surat; atau berita acara"]
    assert Fee.objects.get(service=service).amount_rupiah == 5000
    page = words_of(office.get(answer["location"]))
    assert "Tersimpan" in page
    assert "KTP hilang KTP hilang atau rusak" in page


def test_what_is_wrong_stands_at_its_field_in_plain_words(office, mall):
    answer = save(office, KTP, **{"layanan-1-nama": "", "biaya-2-uraian": "Cetak", "biaya-2-rupiah": "murah"})

    page = answer.content.decode()
    assert answer.status_code == 422
    for name, words in (("layanan-1-nama", "Isi dulu bagian ini"), ("biaya-2-rupiah", "bilangan")):
        error = re.search(rf'id="id_{name}_error">(.*?)</div></div>', page, re.DOTALL)
        assert words in error[1]
    assert "murah" in page  # What was typed is not lost.


def test_a_draft_is_previewed_as_visitors_will_read_it_and_nothing_is_saved(office, mall):
    page = words_of(save(office, KTP, press="lihat", **{"layanan-1-nama": "KTP 2027", "standar-1-produk": "KTP-el baru"}))

    assert "Pratinjau" in page
    assert "KTP 2027" in page
    assert "KTP-el baru" in page
    assert Service.objects.get(code="ktp-hilang").name == "KTP hilang"


def test_the_preview_of_a_day_to_come_shows_the_standard_and_fees_of_that_day(office, mall):
    page = words_of(save(office, KTP, press="lihat", berlaku="2027-01-04", **{
        "standar-2-terbit": "2027-01-01", "standar-2-produk": "KTP digital", "biaya-1-uraian": "Cetak", "biaya-1-rupiah": "7000",
        "biaya-1-berlaku_mulai": "2027-01-01",
    }))  # fmt: skip

    assert "KTP digital" in page
    assert "7.000" in page


def test_a_planned_change_is_shown_and_called_off(office, mall):
    answer = save(office, KTP, berlaku="2026-12-01", **{"layanan-1-nama": "KTP 2027"})
    page = words_of(office.get(answer["location"]))
    change = Change.objects.get()

    assert "Direncanakan: berlaku mulai" in page
    assert "KTP 2027" in words_of(office.get(DATA))
    office.post(f"/kelola/mpp-kalianda/perubahan/{change.id}/batal")
    change.refresh_from_db()
    assert change.state == "cancelled"


@pytest.mark.parametrize("day", ["2026-11-23", "2020-01-01", "besok"])
def test_a_day_that_cannot_be_is_refused_at_its_field(office, mall, day):
    answer = save(office, KTP, berlaku=day, **{"layanan-1-nama": "KTP 2027"})

    assert answer.status_code == 422
    assert 'id="id_berlaku_error"' in answer.content.decode()
    assert not Change.objects.exists()


def test_hours_are_changed_for_a_day_that_is_open_already(office, mall):
    service = Service.objects.get(code="ktp-hilang")
    a_ticket(service=service, at=NINE)
    save(office, f"{DATA}/jam/mal", **{
        "jam-1-tutup": "13:30", "jam-6-buka": "08:00", "jam-6-tutup": "12:00", "istirahat-1-alasan": "Ishoma",
        "tutup-1-tanggal": "2026-12-24", "tutup-1-alasan": "Cuti bersama",
    })  # fmt: skip

    assert Hours.objects.filter(agency=None, counter=None).count() == 6
    assert Break.objects.get().reason == "Ishoma"
    assert SpecialDay.objects.get(date=date(2026, 12, 24)).opens is None
    closes = LineDay.objects.get(line=service.line).closes_at
    assert closes == NINE.replace(hour=13, minute=30)


def test_a_counter_gets_lines_and_hours_of_its_own(office, mall):
    save(office, f"{DATA}/loket/loket-2", **{"loket-1-jalur": ["ktp", "skck"]})
    save(office, f"{DATA}/jam/loket:loket-2", **{"jam-1-buka": "10:00", "jam-1-tutup": "12:00"})

    assert CounterLine.objects.filter(counter__code="loket-2").count() == 2
    assert Hours.objects.get(counter__code="loket-2").weekday == 0


def test_a_person_is_added_with_a_post_and_then_given_another(office, mall):
    answer = save(office, "/kelola/mpp-kalianda/tambah/petugas", **{
        "petugas-1-surel": "Sari@Kalianda.example", "petugas-1-nama": "Sari Dewi", "petugas-1-peran": "petugas",
        "petugas-1-instansi": "dukcapil", "petugas-1-mulai": "2026-11-23",
    })  # fmt: skip
    sari = User.objects.get(email="sari@kalianda.example")
    assert answer["location"].startswith(f"{DATA}/petugas/{sari.id}")

    save(office, f"{DATA}/petugas/{sari.id}", **{"petugas-2-peran": "penyambut", "petugas-2-mulai": "2026-11-24"})
    assert set(Post.objects.filter(user=sari).values_list("role", flat=True)) == {Role.OFFICER, Role.GREETER}

    save(office, f"{DATA}/petugas/{sari.id}", **{"petugas-1-hapus": "on"})
    assert Post.objects.filter(user=sari).not_over(MONDAY).get().role == Role.GREETER


def test_who_is_there_already_is_not_added_twice(office, mall):
    sent = {
        "fasilitas-1-kode": "atm",
        "fasilitas-1-nama": "ATM lain",
        "fasilitas-1-jenis": "ATM",
        "fasilitas-1-tempat": "gedung",
    }
    answer = save(office, "/kelola/mpp-kalianda/tambah/fasilitas", **sent)

    assert answer.status_code == 422
    assert "sudah ada" in words_of(answer)


def test_a_counter_is_taken_out_of_service_and_brought_back_by_taking_that_back(office, mall):
    path = f"{DATA}/loket/loket-2"
    seen = form_of(office, path)["seen"]
    office.post("/kelola/mpp-kalianda/henti/loket/loket-2", {"seen": seen})
    assert not Counter.objects.get(code="loket-2").active
    assert "Sedang tidak dipakai" in words_of(office.get(path))

    office.post(f"/kelola/mpp-kalianda/perubahan/{Change.objects.get().id}/urungkan")
    assert Counter.objects.get(code="loket-2").active


def test_who_looked_before_a_colleague_saved_is_told(office, mall):
    old = form_of(office, KTP)
    changed(mall, "layanan", "ktp-hilang", {"Ringkasan": "Baru"}, at=NINE)

    answer = office.post(KTP, {**old, "layanan-1-nama": "Lain", "simpan": "1"})
    assert answer.status_code == 422
    assert Service.objects.get(code="ktp-hilang").name == "KTP hilang"


def test_a_change_of_another_mall_is_not_there(office, mall):
    other = signed_in(a_manager())
    change = changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP"})

    assert other.get(KTP).status_code == 404
    own = Post.objects.get(user__pk=other.session["_auth_user_id"]).mall
    assert other.post(f"/kelola/{own.code}/perubahan/{change.id}/urungkan").status_code == 404


def test_three_hundred_services_ask_no_more_than_three(office, mall, django_assert_max_num_queries):
    line = Service.objects.get(code="ktp-hilang").line
    for number in range(300):
        a_service(line=line, name=f"Layanan dengan nama yang panjang sekali nomor {number} " + "kata " * 20)

    with django_assert_max_num_queries(8):
        office.get(f"{DATA}/layanan")
    with django_assert_max_num_queries(20):
        office.get(KTP)


def test_the_change_of_tomorrow_is_made_by_the_first_look_after_midnight(office, mall):
    from pendopo.config.midnight import Midnight

    save(office, KTP, berlaku="2026-11-24", **{"layanan-1-nama": "KTP besok"})
    clock = [NINE]
    midnight = Midnight(clock=lambda: clock[0])

    midnight.look()
    assert Service.objects.get(code="ktp-hilang").name == "KTP hilang"
    clock[0] = NINE + days(1) - minutes(9 * 60)
    midnight.look()
    assert Service.objects.get(code="ktp-hilang").name == "KTP besok"


def test_people_are_looked_for_without_their_names_in_an_address(mall, office):
    counter = mall.counters.first()
    for name in ("Budi Santoso", "Dewi Lestari"):
        an_officer(counter, name=name)
    people = f"{DATA}/petugas"

    assert '<form class="find" role="search" method="post">' in office.get(people).content.decode()
    asked = words_of(office.post(people, {"q": "lestari"}))

    assert "Dewi Lestari" in asked
    assert "Budi Santoso" not in asked
    assert "Budi Santoso" in words_of(office.get(people, {"q": "lestari"}))
