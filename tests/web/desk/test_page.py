"""What the desk shows, in every state and both languages, with a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.catalogue.models import PriorityClass
from pendopo.queue.begin_rehearsal import begin_rehearsal
from tests.situations.desk_screen import DeskScreen, a_desk_screen, a_desk_with_waiting, button, words_of
from tests.situations.hall import a_closed_day, a_counter, a_line, a_pause, a_post, a_service, a_standard
from tests.situations.line import a_ticket, again, an_open_desk
from tests.situations.times import NINE, days, minutes

pytestmark = pytest.mark.django_db


def queries(ask) -> int:
    ask()  # what is kept in memory (hours, search) is filled once
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 200
    return sum(1 for query in asked if "SAVEPOINT" not in query["sql"])


def test_idle_offers_the_next_visitor():
    screen, (first, _second) = a_desk_with_waiting(2)
    page = screen.signed_in().page()

    assert f"Berikutnya : {first.label}" in words_of(page) or first.label in words_of(page)
    assert button(page, "panggil")["id"] == "utama"
    assert "<title>Loket" in page.content.decode()


def test_empty_says_so_and_keeps_the_buttons():
    page = a_desk_screen().signed_in().page()

    assert "Tidak ada yang menunggu" in words_of(page)
    for word in ("bantuan", "jeda", "tutup", "ambil", "hadir", "nomor", "panggil"):
        assert button(page, word), word


def test_called_offers_three_answers_and_calling_again():
    screen, (ticket,) = a_desk_with_waiting(1)
    called = screen.click("panggil")

    keys = {word: button(called, word)["data-key"] for word in ("datang", "lewat-lanjut", "lewat", "panggil-ulang")}
    assert keys == {"datang": "Enter", "lewat-lanjut": "L", "lewat": "S", "panggil-ulang": "U"}
    assert not button(called, "selesai")
    assert f"<title>Loket {screen.counter.number} · {ticket.label} dipanggil</title>" in called.content.decode()


def test_serving_shows_requirements_waits_and_marks():
    screen = a_desk_screen()
    service = a_service(line=screen.line, name="Akta Kelahiran")
    a_standard(service=service, requirements=["KK asli", "Surat bidan"], counter_minutes=12)
    a_ticket(service=service, at=NINE - minutes(18), priority=PriorityClass.INFANT, language="en")
    screen.serve()

    words = words_of(screen.sheet("meja"))

    for said in ("Akta Kelahiran", "KK asli", "Surat bidan", "perkiraan 12 menit", "18 mnt", "Bahasa Inggris", "datang 09.00"):
        assert said in words, said


def test_each_button_has_its_own_key_and_new_ones_after_each_answer():
    screen, _waiting = a_desk_with_waiting(1)
    called = screen.click("panggil")
    buttons = [button(called, word)["value"] for word in ("datang", "lewat", "lewat-lanjut", "panggil-ulang")]

    assert len(set(buttons)) == 4
    assert not set(buttons) & {button(screen.sheet("meja"), word)["value"] for word in ("datang", "lewat")}


def test_other_numbers_of_the_visit_stand_beside_it():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    other = a_service(line=screen.line, name="Kartu Identitas Anak")
    number = screen.press("tambah", tiket=ticket.id, layanan=other.id).json()["number"]

    words = words_of(screen.sheet("meja"))
    assert "Nomor lain pengunjung ini" in words
    assert number in words


def test_the_longest_wait_is_weighed_against_what_was_told():
    screen = a_desk_screen()
    screen.line.__class__.objects.filter(pk=screen.line.pk).update(service_minutes=10)
    a_ticket(screen.line, at=NINE - minutes(50))

    page = screen.sheet("meja").content.decode()

    assert "wait--bad" in page
    assert "terlampaui" in page


def test_who_was_set_aside_elsewhere_by_the_same_officer_is_not_lost():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    screen.press("tahan", tiket=ticket.id, alasan="witness", menit="5")
    screen.press("tutup")
    elsewhere = a_counter(mall=screen.counter.mall)
    a_post(user=screen.desk.officer, mall=elsewhere.mall, counters=[elsewhere])
    moved = DeskScreen(an_open_desk(elsewhere, officer=screen.desk.officer))

    words = words_of(moved.sheet("meja"))

    assert ticket.label in words
    assert f"di loket {screen.counter.number}" in words


def test_a_break_of_the_hall_and_a_closed_day_are_said():
    screen = a_desk_screen()
    a_pause(mall=screen.counter.mall, starts_at=NINE - minutes(5), ends_at=NINE + minutes(15))
    screen.counter.mall.__class__.objects.filter(pk=screen.counter.mall_id).update(catalogue_version=2)
    assert "Senam bersama · sampai 09.15" in words_of(screen.sheet("meja"))

    closed = a_desk_screen()
    a_closed_day(mall=closed.counter.mall, reason="Rapat kerja")
    closed.counter.mall.__class__.objects.filter(pk=closed.counter.mall_id).update(catalogue_version=2)
    assert "Rapat kerja" in words_of(closed.sheet("meja"))


def test_a_rehearsal_is_marked():
    screen = a_desk_screen()
    begin_rehearsal(mall=screen.counter.mall, at=NINE, actor="system")

    assert "Gladi" in words_of(screen.sheet("meja"))


def test_english_is_complete():
    screen, _waiting = a_desk_with_waiting(2)
    screen.client.cookies["bahasa"] = "en"

    for words in (words_of(screen.signed_in().page()), words_of(screen.click("panggil")), words_of(screen.sheet("tutup"))):
        assert "ounter" in words
        assert not {"menunggu", "Tutup", "Panggil", "loket"} & set(words.split())


def test_the_lists_alone_come_without_the_visitor():
    screen, (_first, second) = a_desk_with_waiting(2)
    screen.press("panggil")

    lists = screen.sheet("antrean").content.decode()

    assert second.label in lists
    assert 'id="samping"' in lists
    assert 'hx-swap-oob="true"' in lists
    assert 'id="isi"' not in lists


def test_the_stream_is_named_and_allowed_by_a_cookie():
    screen = a_desk_screen()
    page = screen.sheet("meja")

    (cookie,) = [cookie for name, cookie in page.cookies.items() if name.startswith("dengar-")]
    assert f"?s={cookie.key.removeprefix('dengar-')}" in page.content.decode()
    assert (cookie["path"], cookie["httponly"]) == ("/live", True)


def test_the_number_of_queries_does_not_grow_with_people_lines_or_days():
    line = a_line()
    for ago in (4, 3):
        a_ticket(line, at=NINE - days(ago))
    screen = a_desk_screen(a_counter(line=line))
    a_ticket(line)
    screen.serve()
    few, few_lists = queries(lambda: screen.sheet("meja")), queries(lambda: screen.sheet("antrean"))
    for place in range(4):
        line = a_line(mall=screen.counter.mall, agency=screen.counter.agency)
        screen.counter.counter_lines.create(line=line)
        for ahead in range(5):
            a_ticket(line, at=NINE - minutes(ahead + place))

    assert queries(lambda: screen.sheet("meja")) == few <= 20
    assert queries(lambda: screen.sheet("antrean")) == few_lists <= 20


def test_the_posts_cost_the_same_for_one_counter_and_for_many():
    counter = a_counter()
    screen = DeskScreen(an_open_desk(counter)).signed_in()
    one = queries(lambda: screen.client.get("/pos"))
    for _more in range(6):
        more = a_counter(line=counter.counter_lines.get().line)
        an_open_desk(more)
        screen.desk.officer.posts.get().counters.add(more)

    assert queries(lambda: screen.client.get("/pos")) == one


def test_the_note_of_one_visitor_is_not_shown_with_the_next():
    screen, (first, _second) = a_desk_with_waiting(2)
    screen.serve()
    screen.press("catatan", tiket=first.id, catatan="rahasia")
    screen.press("selesai", tiket=first.id, hasil="served")

    assert "rahasia" not in screen.click("panggil").content.decode()
    assert again(first).note == "rahasia"
