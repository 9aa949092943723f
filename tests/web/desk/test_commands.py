"""Every button of the desk, through HTTP."""

import pytest

from pendopo.journal.models import Event
from pendopo.queue.models import Channel, Outcome, Ticket, TicketState, Visit
from tests.situations.desk_screen import a_desk_screen, a_desk_with_waiting, button, words_of
from tests.situations.hall import a_counter, a_line, a_service
from tests.situations.line import a_key, a_ticket, again, an_open_desk
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def test_a_visitor_is_called_served_and_finished_with_an_outcome():
    screen, (ticket,) = a_desk_with_waiting(1)

    screen.press("panggil")
    assert screen.press("datang", tiket=ticket.id).json()["state"] == "serving"
    assert screen.press("selesai", tiket=ticket.id).json()["type"] == "queue.outcome_missing"
    assert screen.press("selesai", tiket=ticket.id, hasil="incomplete").json()["state"] == "done"

    assert again(ticket).outcome == Outcome.INCOMPLETE


def test_one_who_stands_at_the_counter_is_not_yet_served():
    screen, (ticket,) = a_desk_with_waiting(1)
    screen.press("panggil")

    assert screen.press("tiba", tiket=ticket.id).json()["state"] == "arrived"
    assert "Mulai melayani" in words_of(screen.client.get("/d/meja"))


def test_not_here_stop_leaves_the_desk_idle_and_not_here_next_calls():
    screen, (first, second, third) = a_desk_with_waiting(3)
    screen.press("panggil")

    assert screen.press("lewat-lanjut", tiket=first.id).json()["ticket"] == str(second.id)
    assert screen.press("lewat", tiket=second.id).json()["state"] == "missed"

    assert [again(ticket).state for ticket in (first, second, third)] == ["missed", "missed", "waiting"]


def test_not_here_next_has_both_effects_once():
    screen, (first, second, third) = a_desk_with_waiting(3)
    screen.press("panggil")
    key = a_key()

    for _time in range(3):
        screen.press("lewat-lanjut", tiket=first.id, key=key)

    assert [again(ticket).state for ticket in (first, second, third)] == ["missed", "called", "waiting"]


def test_not_here_next_that_was_cut_off_between_its_halves_goes_on_when_it_is_pressed_again(monkeypatch):
    screen, (first, second, third) = a_desk_with_waiting(3)
    screen.press("panggil")
    screen.client.raise_request_exception = False
    key = a_key()

    def fall_over(*_facts):
        raise RuntimeError("the process was killed here")

    with monkeypatch.context() as killed:
        killed.setattr("pendopo.web.desk.commands.call_for", fall_over)
        assert screen.press("lewat-lanjut", tiket=first.id, key=key).status_code == 500

    # Nobody has vanished: the first may come back, the others keep their places.
    assert [again(ticket).state for ticket in (first, second, third)] == ["missed", "waiting", "waiting"]
    assert first.label in words_of(screen.sheet("antrean"))

    repeated = screen.press("lewat-lanjut", tiket=first.id, key=key)

    assert repeated.json()["ticket"] == str(second.id)
    assert [again(ticket).state for ticket in (first, second, third)] == ["missed", "called", "waiting"]
    assert Event.objects.filter(type="queue.ticket.missed").count() == 1


def test_not_here_next_pressed_again_answers_with_the_call_it_made():
    screen, (first, second, _third) = a_desk_with_waiting(3)
    screen.press("panggil")
    key = a_key()

    answers = [screen.press("lewat-lanjut", tiket=first.id, key=key).json() for _time in range(2)]

    assert answers[0] == answers[1]
    assert answers[0]["ticket"] == str(second.id)


def test_not_here_next_that_comes_again_late_takes_nobody_out_of_anothers_place():
    screen, (first, second, third) = a_desk_with_waiting(3)
    screen.press("panggil")
    key = a_key()
    screen.press("lewat-lanjut", tiket=first.id, key=key)
    screen.press("datang", tiket=second.id)

    screen.press("lewat-lanjut", tiket=first.id, key=key)

    assert [again(ticket).state for ticket in (first, second, third)] == ["missed", "serving", "waiting"]


def test_not_here_next_with_nobody_left_still_marks_the_missed():
    screen, (ticket,) = a_desk_with_waiting(1)
    screen.press("panggil")

    answered = screen.click("lewat-lanjut", tiket=ticket.id)

    assert answered.status_code == 200
    assert "Tidak ada yang menunggu" in words_of(answered)
    assert again(ticket).state == TicketState.MISSED


def test_calling_again_waits_for_the_gap_and_counts(at_nine):
    screen, (ticket,) = a_desk_with_waiting(1)
    called = screen.click("panggil")
    assert "panggilan 1 dari 3" in words_of(called)
    assert button(called, "panggil-ulang")["disabled"]
    assert screen.press("panggil-ulang", tiket=ticket.id).json()["type"] == "queue.recall_too_soon"

    at_nine(NINE + minutes(1))
    again_called = screen.click("panggil-ulang", tiket=ticket.id)

    assert "panggilan 2 dari 3" in words_of(again_called)
    assert "data-enabled-at" in button(again_called, "panggil-ulang")


def test_set_aside_with_reason_and_time_and_gone_on_with():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()

    aside = screen.click("tahan", tiket=ticket.id, alasan="copy", menit="15", catatan="KK asli dulu")
    assert "Membuat fotokopi" in words_of(aside)
    assert "09.15" in words_of(aside)

    assert screen.press("lanjut", tiket=ticket.id).json()["state"] == "serving"
    assert again(ticket).note == "KK asli dulu"


def test_sent_on_to_a_line_with_its_note():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    line = a_line(mall=screen.counter.mall)
    a_counter(line=line)

    sent = screen.click("alihkan", tiket=ticket.id, tujuan=f"jalur:{line.id}", tempat="last", catatan="Bawa surat kuasa")

    moved = again(ticket)
    assert (moved.line, moved.state, moved.note, moved.rank_reason) == (line, "waiting", "Bawa surat kuasa", "transfer_last")
    assert f"{ticket.label} dialihkan ke {line.name}" in words_of(sent)


def test_sent_on_to_a_service_a_counter_and_a_person():
    screen, _waiting = a_desk_with_waiting(3)
    service = a_service(line=screen.line)
    colleague = an_open_desk(a_counter(mall=screen.counter.mall))

    for wanted in (f"layanan:{service.id}", f"loket:{colleague.counter.id}", f"petugas:{colleague.officer.id}"):
        ticket = screen.serve()
        assert screen.press("alihkan", tiket=ticket.id, tujuan=wanted).status_code == 200
        moved = again(ticket)
        assert wanted.endswith(str(moved.reserved_for or moved.service_id))


@pytest.mark.parametrize("wanted", ["", "jalur:x", "jalur", "bulan:01a2084b-ed43-7003-ba3d-4aba40c58f8c"])
def test_sent_nowhere_is_refused(wanted):
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()

    assert screen.press("alihkan", tiket=ticket.id, tujuan=wanted).status_code == 400
    assert again(ticket).state == TicketState.SERVING


def test_sent_to_a_counter_that_is_not_open_is_refused():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    closed = a_counter(mall=screen.counter.mall)

    assert screen.press("alihkan", tiket=ticket.id, tujuan=f"loket:{closed.id}").json()["type"] == "desk.not_here_any_more"


def test_called_out_of_turn():
    screen, (_first, second) = a_desk_with_waiting(2)

    assert screen.press("panggil-ini", tiket=second.id).json()["state"] == "called"


def test_cancelled_and_put_back():
    screen, (first, second) = a_desk_with_waiting(2)
    screen.press("batal", tiket=second.id)
    screen.press("panggil")
    screen.press("lewat", tiket=first.id)

    assert screen.press("kembalikan", tiket=first.id).json()["state"] == "waiting"
    assert again(second).state == TicketState.CANCELLED


def test_the_note_is_kept_when_one_leaves_the_field():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()

    assert screen.click("catatan", tiket=ticket.id, catatan="Cek ejaan").status_code == 204
    assert again(ticket).note == "Cek ejaan"
    assert "Cek ejaan" in screen.client.get("/d/meja").content.decode()


def test_pausing_and_coming_back_by_itself(at_nine):
    screen, _waiting = a_desk_with_waiting(1)

    paused = screen.click("jeda", alasan="prayer", menit="10")
    assert "Jeda : Ibadah" in words_of(paused) or "Jeda: " in words_of(paused)
    assert "09.10" in words_of(paused)

    at_nine(NINE + minutes(10))
    assert "Panggil berikutnya" in words_of(screen.client.get("/d/meja"))


def test_closing_asks_what_happens_to_those_who_wait():
    screen, _waiting = a_desk_with_waiting(2)

    assert "2 pengunjung menunggu dan tidak dilayani loket lain" in words_of(screen.sheet("tutup"))
    assert screen.press("tutup").json()["type"] == "queue.say_what_happens"

    closed = screen.click("tutup", menunggu="keep")
    assert "ditutup" in words_of(closed)
    assert closed.cookies["meja"].value == ""
    assert screen.press("panggil").json()["type"] == "queue.lease_lost"


def test_a_number_for_somebody_without_a_phone_has_a_link_to_scan():
    screen = a_desk_screen()
    service = a_service(line=screen.line)

    taken = screen.click("ambil", layanan=service.id, prioritas="elderly", bahasa="en", dari="lembar")

    visit = Visit.objects.get()
    assert (visit.channel, visit.priority, visit.language) == (Channel.DESK, "elderly", "en")
    assert Ticket.objects.get().label in words_of(taken)
    assert "<svg" in taken.content.decode()


def test_a_further_service_keeps_the_visit():
    screen, _waiting = a_desk_with_waiting(1)
    ticket = screen.serve()
    service = a_service(line=screen.line)

    added = screen.press("tambah", tiket=ticket.id, layanan=service.id).json()

    assert again(added["ticket"]).visit == ticket.visit


def test_a_number_held_from_home_is_checked_in_by_its_code():
    screen = a_desk_screen()
    held = a_ticket(screen.line, channel=Channel.HOME, at=NINE - minutes(5))
    code = held.visit.code

    assert screen.press("hadir", kode="K7M4P").json()["type"] == "desk.code_unknown"
    joined = screen.click("hadir", kode=f"{code[:5]}-{code[5:].lower()}")

    assert f"{held.label} sudah masuk antrean" in words_of(joined)
    assert again(held).state == TicketState.WAITING
    assert screen.press("hadir", kode=code).json()["type"] == "desk.nothing_held"


def test_a_refusal_of_a_sheet_stays_in_the_sheet():
    refused = a_desk_screen().click("hadir", kode="salah", dari="lembar")

    assert refused.status_code == 404
    assert refused.headers["HX-Retarget"] == "#lembar-pesan"


def test_a_press_on_a_number_that_went_elsewhere_is_a_sentence_and_the_desk_as_it_is():
    screen, (first, second) = a_desk_with_waiting(2)
    screen.press("panggil")

    refused = screen.click("selesai", tiket=second.id, hasil="served")

    assert refused.status_code == 404
    assert "tidak ada di loket ini" in words_of(refused)
    assert first.label in words_of(refused)


def test_a_number_that_another_counter_called_is_said_and_the_next_is_offered():
    screen, (first, second) = a_desk_with_waiting(2)
    other = an_open_desk(a_counter(line=screen.line, number="77"))
    other.call(NINE)

    refused = screen.click("panggil-ini", tiket=first.id)

    assert f"{first.label} sudah dipanggil loket 77" in words_of(refused)
    assert second.label in words_of(refused)
    assert button(refused, "panggil")["data-key"] == "Enter"


def test_unknown_words_are_not_found():
    assert a_desk_screen().press("terbang").status_code == 404
    assert a_desk_screen().sheet("terbang").status_code == 404
