"""The sheets: what a press still asks, as a dialog and as a page."""

import pytest

from pendopo.catalogue.models import PriorityClass
from tests.situations.desk_screen import a_desk_screen, a_desk_with_waiting, words_of
from tests.situations.hall import a_counter, a_line, a_service, an_agency
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.times import NINE, minutes
from tests.web.desk.test_page import queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("word", ["bantuan", "jeda", "tutup", "urutan", "nomor", "ambil", "hadir"])
def test_each_sheet_is_a_dialog_and_without_javascript_a_page(word):
    screen, _waiting = a_desk_with_waiting(2)

    dialog, page = screen.sheet(word).content.decode(), screen.client.get(f"/d/{word}").content.decode()

    assert 'id="lembar-judul"' in dialog
    assert "<html" not in dialog
    assert "<h1" in page
    assert f'href="/loket/{screen.counter.code}/"' in page


def test_help_names_the_halls_phone():
    screen = a_desk_screen()
    screen.counter.mall.__class__.objects.filter(pk=screen.counter.mall_id).update(phone="(0727) 123456")

    assert "(0727) 123456" in words_of(screen.sheet("bantuan"))


def test_where_one_is_sent_shows_how_busy_it_is_there():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    line = a_line(mall=screen.counter.mall, name="Paspor")
    colleague = an_open_desk(a_counter(line=line, number="88"))
    for ahead in range(3):
        a_ticket(line, at=NINE - minutes(ahead + 1))
    nobody = a_line(mall=screen.counter.mall, name="Tanpa loket")

    words = words_of(screen.sheet("alihkan", tiket=ticket.id))

    assert "Paspor" in words
    assert "3 menunggu" in words
    assert f"Loket {colleague.counter.number}" in words
    assert f"{nobody.name}" in words
    assert "tanpa loket" in words


def test_destinations_are_found_by_words():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    agency = an_agency(mall=screen.counter.mall, short_name="Imigrasi")
    line = a_line(mall=screen.counter.mall, agency=agency, name="Paspor")
    a_service(line=line, name="Paspor elektronik baru")
    a_counter(line=line)

    words = words_of(screen.sheet("alihkan", tiket=ticket.id, q="paspor"))

    assert "Paspor elektronik baru" in words
    assert screen.line.name not in words
    assert "Tidak ada yang cocok" in words_of(screen.sheet("alihkan", tiket=ticket.id, q="kapal terbang"))


def test_transfer_costs_the_same_with_three_hundred_services():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    few = queries(lambda: screen.sheet("alihkan", tiket=ticket.id, q="layanan"))
    for _line in range(6):
        line = a_line(mall=screen.counter.mall)
        an_open_desk(a_counter(line=line))
        for _service in range(50):
            a_service(line=line)
    screen.counter.mall.__class__.objects.filter(pk=screen.counter.mall_id).update(catalogue_version=9)

    assert queries(lambda: screen.sheet("alihkan", tiket=ticket.id, q="layanan")) <= few


def test_why_this_order_explains_a_head_start():
    screen = a_desk_screen()
    plain = a_ticket(screen.line, at=NINE - minutes(20))
    elder = a_ticket(screen.line, at=NINE - minutes(10), priority=PriorityClass.ELDERLY)

    words = words_of(screen.sheet("urutan"))

    assert f"{elder.label} dimajukan 15 menit, sehingga mendahului {plain.label}" in words
    assert "lebih dari 20 menit sesudahnya" in words


def test_a_certain_number_is_looked_up_as_people_say_it():
    screen, (first, second) = a_desk_with_waiting(2)

    for typed in (second.label, second.label.lower(), f"{second.prefix} {second.number}", f"{second.prefix}{second.number}"):
        assert "Di depannya 1" in words_of(screen.sheet("nomor", nomor=typed))
    assert "mendahului yang lain" in words_of(screen.sheet("nomor", tiket=second.id))
    assert "mendahului yang lain" not in words_of(screen.sheet("nomor", tiket=first.id))
    unknown = screen.sheet("nomor", nomor="Z-999")
    assert (unknown.status_code, "Z-999" in words_of(unknown)) == (404, True)


def test_a_number_that_is_over_offers_nothing():
    screen, (ticket,) = a_desk_with_waiting(1)
    screen.press("batal", tiket=ticket.id)

    assert "Tidak ada yang bisa dilakukan" in words_of(screen.sheet("nomor", tiket=ticket.id))


def test_services_to_take_a_number_for_say_when_none_are_given():
    screen = a_desk_screen()
    full = a_line(mall=screen.counter.mall, daily_limit=1)
    service = a_service(line=full, name="Paspor baru")
    a_service(line=screen.line, name="Akta Kelahiran")
    a_ticket(service=service)

    assert "Akta Kelahiran" in words_of(screen.sheet("ambil"))
    assert "nomor habis" in words_of(screen.sheet("ambil", q="paspor"))
