"""One link, one page: what it says in each state of the number."""

import re

import pytest

from pendopo.queue.arrive import arrive
from pendopo.queue.cancel import cancel
from pendopo.queue.finish import finish
from pendopo.queue.miss import miss
from pendopo.queue.models import Channel, DeskLease, Outcome, Ticket, TicketState
from pendopo.queue.park import ParkReason, park
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.start import start
from pendopo.queue.transfer import transfer
from pendopo.queue.wait import WaitRange
from tests.situations.hall import a_break, a_counter, a_kiosk, a_line, a_pause, a_service, a_standard
from tests.situations.line import a_ticket, a_ticket_at, a_visitor_served_at, again, an_open_desk
from tests.situations.times import EIGHT, MONDAY, NINE, days, minutes, on
from tests.web.ticket.conftest import face_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return a_line(service_minutes=10)


@pytest.fixture
def desk(line):
    """Counter 3, to the right."""
    return an_open_desk(a_counter(line=line, number="3", direction="right", hint="Dekat musala"), at=EIGHT)


def a_full_counter(line, desk):
    """Somebody is served, so that nobody else is called at once."""
    return a_visitor_served_at(desk, at=NINE - minutes(15))


def range_in(said) -> WaitRange:
    """The minutes that the page tells."""
    return WaitRange(*map(int, re.search(r"(\d+)–(\d+) menit lagi", said).groups()))


def test_waiting_says_people_ahead_place_and_an_honest_range(client, line, desk):
    a_full_counter(line, desk)
    for _ in range(7):
        a_ticket(line, at=NINE - minutes(10))
    sari = a_ticket(line, at=NINE - minutes(5))

    said = read(client, sari)

    assert "7 orang di depan Anda · urutan ke-8" in said
    assert 60 <= range_in(said).low <= 85 < range_in(said).high <= 120
    assert sari.label in said
    assert face_of(client, sari) == "waiting"


def test_more_counters_shorten_the_range(client, line, desk):
    a_full_counter(line, desk)
    for _ in range(4):
        a_ticket(line, at=NINE - minutes(10))
    sari = a_ticket(line, at=NINE - minutes(5))
    alone = range_in(read(client, sari))

    a_visitor_served_at(an_open_desk(a_counter(line=line), at=EIGHT), at=NINE - minutes(4))

    # The second counter took the first of them, so three are left, for two counters.
    both = range_in(read(client, sari))
    assert both.low < alone.low
    assert both.high <= 0.7 * alone.high


def test_nearly_next_sends_to_the_zone(client, line, desk):
    a_full_counter(line, desk)
    line.zone.hint = "Sebelah kiri pintu masuk"
    line.zone.save()
    a_ticket(line, at=NINE - minutes(10))
    sari = a_ticket(line, at=NINE - minutes(5))

    said = read(client, sari)

    assert face_of(client, sari) == "near"
    assert f"Mendekatlah ke Zona {line.zone.letter} sekarang" in said
    assert "Sebelah kiri pintu masuk" in said


def test_the_next_one_hears_that_it_is_next(client, line, desk):
    a_full_counter(line, desk)
    sari = a_ticket(line, at=NINE - minutes(5))

    said = read(client, sari)
    assert "Giliran Anda berikutnya kira-kira" in said
    assert range_in(said).high <= 15


def test_who_comes_to_a_free_counter_hears_so(client, line, desk):
    DeskLease.objects.update(seen_at=NINE)
    assert "sebentar lagi Anda dipanggil" in read(client, a_ticket(line))


def test_without_an_open_counter_no_number_of_minutes_is_promised(client, line):
    a_counter(line=line)
    a_ticket(line)
    sari = a_ticket(line)

    said = read(client, sari)

    assert "Belum ada loket yang buka" in said
    assert "1 orang di depan Anda" in said
    assert "menit" not in said


def test_a_paused_counter_names_its_return(client, line, desk):
    pause_desk(desk=desk.lease(NINE), reason=PauseReason.PRAYER, at=NINE, back_at=NINE + minutes(20))

    assert "Petugas kembali sekitar 09.20" in read(client, a_ticket(line))


def test_a_break_and_a_pause_of_the_hall_are_named(client, line, desk, at_nine):
    a_break("12:00", "13:00", mall=line.mall, reason="Istirahat siang")
    sari = a_ticket(line)
    at_nine(on(MONDAY, "12:10"))
    said = read(client, sari)
    assert "Istirahat siang" in said
    assert "Istirahat sampai 13.00" in said

    at_nine(NINE)
    a_pause(mall=line.mall, starts_at=NINE - minutes(5), ends_at=NINE + minutes(25), reason="Senam bersama")
    line.mall.catalogue_version += 1
    line.mall.save()
    said = read(client, sari)
    assert "Senam bersama" in said
    assert "Istirahat sampai 09.25" in said


def test_a_number_kept_for_one_counter_says_so(client, line, desk):
    served = a_full_counter(line, desk)
    transfer(desk=desk.lease(NINE), ticket=served, at=NINE, reserved_for=desk.counter.id)

    said = read(client, served)

    assert "Anda dipanggil oleh Loket 3" in said
    assert f"Diteruskan ke antrean {line.name}" in said


def test_called_says_where_to_go_as_its_first_word(client, line, desk):
    sari = a_ticket_at(desk)

    page = client.get(f"/t/{sari.visit.code}").content.decode()

    assert f"<title>Loket 3 · {sari.label} dipanggil</title>" in page
    assert 'data-side="right"' in page
    said = read(client, sari)
    assert "Silakan ke Loket 3" in said
    assert "Dekat musala" in said
    assert "masih berlaku 30 menit lagi" in said
    assert "Batalkan" not in said


def test_missed_states_the_rule_and_until_when(client, line, desk):
    sari = a_ticket_at(desk, at=NINE - minutes(3))
    miss(desk=desk.lease(NINE), ticket=sari, at=NINE)

    said = read(client, sari)

    assert "Nomor Anda masih berlaku" in said
    assert "sebelum 09.30" in said
    assert "seolah datang 10 menit yang lalu" in said
    assert "Saya sudah di sini" in said


def test_missed_too_long_ago_offers_a_new_number(client, line, desk, at_nine):
    sari = a_ticket_at(desk, at=NINE - minutes(3))
    miss(desk=desk.lease(NINE), ticket=sari, at=NINE)
    at_nine(NINE + minutes(31))

    said = read(client, sari)

    assert "tidak dapat dipakai lagi" in said
    assert "Ambil nomor baru untuk layanan ini" in said
    assert "Saya sudah di sini" not in said


def test_arrived_and_being_served_look_alike(client, line, desk):
    sari = a_ticket_at(desk, at=NINE - minutes(1))
    arrive(desk=desk.lease(NINE), ticket=sari, at=NINE)
    assert face_of(client, sari) == "serving"

    start(desk=desk.lease(NINE), ticket=again(sari), at=NINE)
    assert "Anda berada di Loket 3" in read(client, sari)


def test_set_aside_says_when_and_where_to_come_back(client, line, desk):
    sari = a_full_counter(line, desk)
    park(desk=desk.lease(NINE), ticket=sari, reason=ParkReason.COPY, until=NINE + minutes(15), at=NINE)

    said = read(client, sari)

    assert "Kembali pukul 09.15" in said
    assert "Langsung ke Loket 3" in said


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.SERVED, ["Selesai, terima kasih sudah datang", "Kutipan akta", "3 hari kerja"]),
        (Outcome.INCOMPLETE, ["Masih ada syarat yang kurang", "Fotokopi KK", "Ambil nomor baru untuk layanan ini"]),
        (Outcome.WRONG_COUNTER, ["Layanan ini di loket lain", "Cari layanan yang tepat"]),
        (Outcome.REFERRED, ["Anda dirujuk ke tempat lain"]),
    ],
)
def test_done_says_the_outcome_and_what_comes_next(client, line, desk, outcome, words):
    sari = a_full_counter(line, desk)
    a_standard(service=sari.service)
    finish(desk=desk.lease(NINE), ticket=sari, at=NINE, outcome=outcome)

    said = read(client, sari)

    assert all(word in said for word in words)
    assert face_of(client, sari) == "done"


def test_cancelled_offers_the_same_service_again(client, line):
    sari = a_ticket(line)
    cancel(ticket=sari, actor="visitor", at=NINE)

    page = client.get(f"/t/{sari.visit.code}").content.decode()

    assert "Nomor ini sudah dibatalkan" in page
    assert f"/m/{line.mall.code}/layanan/{sari.service.code}/nomor" in page


def test_held_says_until_when_what_to_do_and_how_the_line_stands(client, line, desk):
    a_full_counter(line, desk)
    a_ticket(line)
    sari = a_ticket(line, channel=Channel.HOME)

    said = read(client, sari)

    assert "Datang sebelum pukul 11.00" in said
    assert "Pindai kode QR di layar aula" in said
    assert "Sekarang 1 orang menunggu" in said
    assert "masuk antrean" in said


def test_held_lapses_when_its_time_is_over_and_somebody_looks(client, line, at_nine):
    sari = a_ticket(line, channel=Channel.HOME)
    at_nine(NINE + minutes(121))

    said = read(client, sari)

    assert again(sari).state == TicketState.LAPSED
    assert "Nomor ini disimpan sampai 11.00" in said


def test_a_number_of_an_older_day_is_over_to_whoever_looks(client, line, at_nine):
    sari = a_ticket(line)
    at_nine(NINE + days(1))

    said = read(client, sari)

    assert "Hari layanan sudah berakhir" in said
    assert "Senin, 23 November 2026" in said
    assert "Tambah layanan" not in said
    at_nine(NINE)  # The clock had been wrong.
    assert "Hari layanan sudah berakhir" not in read(client, sari)


def test_a_number_the_kiosk_did_not_confirm_counts_when_the_phone_shows_it(client, line):
    kiosk, token = a_kiosk(mall=line.mall)
    from pendopo.kernel.keys import token_hash
    from pendopo.queue.take_ticket import take_at_kiosk

    taken = take_at_kiosk(
        device=kiosk.id, token_hash=token_hash(token), service=a_service(line=line).id, at=NINE, command_key=None
    )
    assert Ticket.objects.get(pk=taken.ticket).shown_at is None

    client.get(f"/t/{taken.code}")

    assert Ticket.objects.get(pk=taken.ticket).shown_at == NINE
