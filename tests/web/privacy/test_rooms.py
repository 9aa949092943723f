"""The room of personal data: the auditor's list, rights at a counter, how long data are kept, the register of breaches."""

import csv
import io
import json

import pytest
from django.test import Client

from pendopo.directory.models import Role
from pendopo.kernel.identifiers import readable_code
from pendopo.privacy.models import Breach, Look, ServiceKeeping
from pendopo.queue.models import Visit
from pendopo.queue.open_desk import open_desk
from tests.privacy.test_erase import NOTE, a_visit_over
from tests.situations.desk_screen import a_desk_with_waiting
from tests.situations.hall import a_greeter, a_holder_of, a_line, a_mall, a_manager, an_administrator, an_officer
from tests.situations.line import a_ticket, again
from tests.situations.privacy import a_breach
from tests.situations.times import NINE, days
from tests.web.backoffice.conftest import words_of as words_on

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def over():
    return a_visit_over(a_line(mall=a_mall(code="kalianda")))


@pytest.fixture
def auditor(over) -> Client:
    return signed_in(a_holder_of(Role.AUDITOR, over.mall, name="Lestari"))


@pytest.fixture
def desk(over) -> Client:
    return signed_in(a_greeter(over.mall))


def ask(client: Client, over, word: str = "", **fields):
    path = "/pdp/kalianda/hak" + (f"/{word}" if word else "")
    return client.post(path, {"kode": readable_code(over.visit.code), **fields})


def test_the_auditor_reads_who_looked_at_what_and_why_but_no_data(auditor, over):
    page = words_on(auditor.get("/pdp/kalianda/lihat"))

    assert "Budi" in page
    assert "untuk melayani pengunjung" in page
    assert str(over.visit_id) in page
    assert NOTE not in page
    assert over.visit.code not in page


def test_the_list_is_narrowed_to_a_number_of_the_day(auditor, over):
    other = a_visit_over(over.line)

    page = words_on(auditor.get("/pdp/kalianda/lihat", {"rekaman": over.label.lower()}))

    assert str(over.visit_id) in page
    assert str(other.visit_id) not in page
    assert auditor.get("/pdp/kalianda/lihat", {"rekaman": "ZZ-999"}).status_code == 404
    assert "Tidak ada yang melihat" in words_on(auditor.get("/pdp/kalianda/lihat", {"hari": "2026-01-05"}))


def test_the_file_has_what_the_page_has(auditor, over):
    a_mark = a_holder_of(Role.OFFICER, over.mall, name="=HYPERLINK(1)")
    Look.objects.create(
        mall=over.mall_id,
        at=NINE,
        person=a_mark.pk,
        screen="entrance",
        purpose="welcome",
        parts="number",
        subjects=str(over.visit_id),
    )

    answer = auditor.get("/pdp/kalianda/lihat/berkas")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["screen"] for row in rows] == ["entrance", "desk"]
    assert rows[0]["name"] == "'=HYPERLINK(1)"
    assert {row["records"] for row in rows} == {str(over.visit_id)}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN, Role.OFFICER, Role.EXECUTIVE])
def test_nobody_but_the_auditor_reads_the_list(over, role):
    assert signed_in(a_holder_of(role, over.mall)).get("/pdp/kalianda/lihat").status_code == 404


def test_staff_see_what_is_held_with_the_paper_in_hand_and_that_is_recorded(desk, over):
    page = words_on(ask(desk, over))

    assert NOTE in page
    assert "Disabilitas" in page
    (look,) = Look.objects.filter(screen="rights")
    assert (look.purpose, look.parts, look.subjects) == ("copy", "everything", str(over.visit_id))


@pytest.mark.parametrize("typed", ["", "A-001", "K7M4PQX2RT", "x" * 99])
def test_without_the_code_nothing_is_given(desk, over, typed):
    answer = desk.post("/pdp/kalianda/hak", {"kode": typed})

    assert answer.status_code == 404
    assert NOTE not in answer.content.decode()
    assert not Look.objects.filter(screen="rights").exists()


def test_the_visit_of_another_mall_is_not_there(over):
    elsewhere = a_mall(code="elsewhere")

    answer = signed_in(a_greeter(elsewhere)).post("/pdp/elsewhere/hak", {"kode": over.visit.code})

    assert answer.status_code == 404


def test_the_copy_is_a_file(desk, over):
    answer = ask(desk, over, "salinan")

    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["numbers"][0]["number"] == over.label


def test_staff_correct_note_class_and_language(desk, over):
    answer = ask(desk, over, "koreksi", bahasa="en", prioritas="none", **{f"catatan-{over.pk}": "Berkas lengkap"})

    assert "Sudah diperbaiki." in words_on(answer)
    assert (again(over).note, again(over).priority, again(over).visit.language) == ("Berkas lengkap", "none", "en")


def test_staff_erase_for_good(desk, over):
    assert "sudah dihapus" in words_on(ask(desk, over, "hapus"))

    assert again(over).note == ""
    assert ask(desk, over).status_code == 404


def test_an_erasure_that_law_forbids_says_why_and_until_when(desk, over):
    admin = signed_in(an_administrator(over.mall))
    changed = {"simpan": "30", "tahan": "3650", "alasan": "arsip kependudukan"}
    assert admin.post(f"/pdp/kalianda/simpan/{over.service.code}", changed).status_code == 302

    answer = ask(desk, over, "hapus")

    assert answer.status_code == 409
    assert "arsip kependudukan" in words_on(answer)
    assert again(over).note


def test_days_are_numbers_and_a_rule_has_a_name(over):
    admin, path = signed_in(an_administrator(over.mall)), f"/pdp/kalianda/simpan/{over.service.code}"
    for wrong in ({"simpan": "0"}, {"simpan": "lama"}, {"tahan": "30", "alasan": " "}, {"simpan": "9999999"}):
        assert admin.post(path, wrong).status_code == 422
    assert not ServiceKeeping.objects.exists()


def test_only_administrators_change_how_long_data_are_kept_and_the_auditor_reads_it(auditor, over):
    path = f"/pdp/kalianda/simpan/{over.service.code}"
    assert "90 hari" in words_on(auditor.get("/pdp/kalianda/simpan"))
    for person in (a_manager(over.mall), an_officer(over.counter)):
        assert signed_in(person).get("/pdp/kalianda/simpan").status_code == 404
        assert signed_in(person).post(path, {"simpan": "5"}).status_code == 404
    assert auditor.post(path, {"simpan": "5"}).status_code == 404


def breach_form(**fields):
    return {
        "noticed_at": "2026-11-23T07:30", "happened": "Laptop loket 3 hilang.", "kinds": "Catatan kunjungan", "persons": "Pengunjung",
        "persons_count": "40", "measures": "Perangkat dicabut", **fields,
    }  # fmt: skip


def test_a_breach_is_entered_told_and_closed_with_its_clock_in_sight(over):
    admin = signed_in(an_administrator(over.mall))
    at = admin.post("/pdp/kalianda/kejadian", breach_form()).headers["Location"]

    assert "sisa 70 jam 30 menit" in words_on(admin.get(at))
    assert "belum" not in words_on(admin.post(f"{at}/tutup"))
    assert Breach.objects.get().state == "open"
    for whom in ("orang", "lembaga"):
        assert admin.post(f"{at}/{whom}", {"told_at": "2026-11-23T08:30"}).status_code == 302
    assert "semua diberi tahu tepat waktu" in words_on(admin.get(at))
    assert admin.post(f"{at}/tutup").status_code == 302
    assert Breach.objects.get().state == "closed"
    assert "Laptop loket 3 hilang." in words_on(admin.get(at))


def test_after_three_days_the_clock_says_how_late_it_is(over, at_nine):
    breach = a_breach(over.mall, noticed_at=NINE)
    admin = an_administrator(over.mall)
    at_nine(NINE + days(4))

    assert "lewat 24 jam 0 menit" in words_on(signed_in(admin).get(f"/pdp/kalianda/kejadian/{breach.pk}"))


def test_letters_say_what_the_law_asks_for(auditor, over):
    breach = a_breach(over.mall)
    for whom, title in (("orang", "apa yang dapat Anda lakukan"), ("lembaga", "kegagalan pelindungan data pribadi")):
        page = words_on(auditor.get(f"/pdp/kalianda/kejadian/{breach.pk}/surat/{whom}"))
        for part in (title, breach.happened, breach.kinds, breach.measures, "pasal 46"):
            assert part in page
    assert auditor.get(f"/pdp/kalianda/kejadian/{breach.pk}/surat/kawan").status_code == 404


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER, Role.GREETER, Role.EXECUTIVE])
def test_breaches_are_for_administrators_and_the_auditor(over, role):
    breach, client = a_breach(over.mall), signed_in(a_holder_of(role, over.mall))

    assert client.get("/pdp/kalianda/kejadian").status_code == 404
    assert client.get(f"/pdp/kalianda/kejadian/{breach.pk}").status_code == 404


def test_a_wrong_entry_says_what_is_wrong(over):
    admin = signed_in(an_administrator(over.mall))
    for wrong in ({"noticed_at": "2027-01-01T09:00"}, {"persons_count": "-1"}, {"happened": ""}, {"noticed_at": "kemarin"}):
        assert admin.post("/pdp/kalianda/kejadian", breach_form(**wrong)).status_code == 422
    assert not Breach.objects.exists()


def test_the_entrance_leads_everybody_to_their_own_page(over):
    for role, page in ((Role.AUDITOR, "lihat"), (Role.GREETER, "hak"), (Role.ADMIN, "hak")):
        assert signed_in(a_holder_of(role, over.mall)).get("/pdp/kalianda/").headers["Location"] == f"/pdp/kalianda/{page}"
    assert signed_in(a_holder_of(Role.EXECUTIVE, over.mall)).get("/pdp/kalianda/").status_code == 404


def test_every_screen_that_shows_a_visitor_s_record_records_the_look(over):
    ticket = a_ticket(over.line, priority="elderly")
    greeter = signed_in(a_greeter(over.mall))

    greeter.post("/sambut/kalianda/periksa", {"dicari": ticket.label})
    greeter.post("/sambut/kalianda/periksa", {"dicari": "ZZ-999"})
    greeter.get("/sambut/kalianda/bantuan")
    admin = signed_in(an_administrator(over.mall))
    admin.get("/kelola/kalianda/petugas")
    admin.get("/kelola/kalianda/ekspor")

    looks = {(look.screen, look.purpose, look.of_staff) for look in Look.objects.all()}
    assert looks == {
        ("entrance", "welcome", False), ("requests", "helping", False), ("people", "staffing", True), ("workbook", "export", True),
    }  # fmt: skip
    assert str(ticket.visit_id) in Look.objects.get(screen="entrance").subjects
    assert Visit.objects.get(pk=ticket.visit_id).code not in str(Look.objects.values())


def test_who_takes_a_counter_over_looks_at_the_visitor_there_and_once():
    screen, (_ticket,) = a_desk_with_waiting()
    called = screen.call()
    tono = an_officer(screen.counter, name="Tono")
    opened = open_desk(counter=screen.counter, officer=tono, at=NINE, take_over=True)
    browser = signed_in(tono)
    browser.cookies["meja"] = f"{opened.lease}.{opened.secret}"

    for _reload in range(2):
        assert browser.get(f"/loket/{screen.counter.code}/").status_code == 200

    (look,) = Look.objects.all()
    assert (look.person, look.screen, look.subjects) == (tono.pk, "desk", str(called.visit_id))


def test_a_number_looked_up_at_a_counter_is_a_look():
    screen, (ticket,) = a_desk_with_waiting()

    screen.sheet("nomor")
    screen.sheet("nomor", nomor=ticket.label)

    assert [(look.screen, look.subjects) for look in Look.objects.all()] == [("number", str(ticket.visit_id))]


def test_calling_and_serving_write_no_look_of_their_own():
    screen, (_ticket,) = a_desk_with_waiting()
    ticket = screen.serve()
    screen.click("selesai", tiket=ticket.id, hasil="served")

    assert not Look.objects.exists()
