"""Scanning at the entrance: one colour, one reason; what is held joins its line; what waited in the phone has its effect once."""

import pytest

from pendopo.journal.models import Event
from pendopo.queue.miss import miss
from pendopo.queue.models import Channel, TicketState
from tests.situations.hall import a_counter, a_line, a_mall, an_officer
from tests.situations.line import a_key, a_ticket, a_ticket_at, again, an_open_desk
from tests.situations.times import NINE, minutes
from tests.web.backoffice.conftest import signed_in, words_of
from tests.web.greeter.conftest import a_phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(mall):
    return a_line(mall=mall)


@pytest.fixture
def held(line):
    """Somebody took this number at home at half past eight."""
    return a_ticket(line, channel=Channel.HOME, at=NINE - minutes(30))


def tone_of(answer) -> str:
    return answer.content.decode().partition('data-tone="')[2].partition('"')[0]


def test_a_held_number_joins_its_line_when_its_qr_is_scanned(phone, held):
    answer = phone.check(f"https://mpp.example/t/{held.visit.code}")

    assert (answer.status_code, tone_of(answer)) == (200, "good")
    assert f"{held.label} sudah masuk antrean" in words_of(answer)
    assert "0 orang di depan" in words_of(answer)
    assert again(held).state == TicketState.WAITING


@pytest.mark.parametrize("typed", ["{code}", "{half} {rest}", "{label}", "a {number}"])
def test_code_and_number_are_typed_as_people_say_them(phone, held, typed):
    code = held.visit.code
    parts = {"code": code.lower(), "half": code[:5], "rest": code[5:], "label": held.label, "number": held.number}

    assert tone_of(phone.check(typed.format(**parts))) == "good"


def test_scanned_again_it_is_already_in_the_line(phone, held):
    phone.check(held.label)
    answer = phone.check(held.label)
    assert (tone_of(answer), "Sudah ada di antrean" in words_of(answer)) == ("info", True)


def test_a_press_sent_twice_has_its_effect_once(phone, held):
    key = a_key()
    for _ in range(2):
        phone.check(held.label, key=key, script=True)
    assert Event.objects.filter(type="queue.ticket.checked_in", subject=held.id).count() == 1


def test_a_press_that_waited_in_the_phone_counts_from_when_it_was_made(phone, held, at):
    """The hold ran out while there was no network; the visitor had come in time."""
    came = held.holds_until - minutes(1)
    at(came + minutes(10))

    assert tone_of(phone.check(held.label, lalu="600")) == "good"
    assert again(held).joined_at == came


def test_a_press_cannot_reach_back_into_yesterday(phone, held):
    assert tone_of(phone.check(held.label, lalu="90000")) == "good"
    assert again(held).joined_at == NINE


def test_a_number_held_too_long_says_until_when(phone, held, at):
    at(held.holds_until + minutes(1))
    answer = phone.check(held.label)
    assert tone_of(answer) == "bad"
    assert "sudah lewat" in words_of(answer).lower()


def test_who_is_being_called_is_sent_to_the_counter(phone, line):
    counter = a_counter(line=line)
    ticket = a_ticket_at(an_open_desk(counter, at=NINE - minutes(5)), at=NINE)

    answer = phone.check(ticket.label)

    assert (tone_of(answer), f"Segera ke loket {counter.number}" in words_of(answer)) == ("warn", True)


def test_a_missed_number_is_put_back_in_the_line(phone, line):
    desk = an_open_desk(a_counter(line=line), at=NINE - minutes(9))
    ticket = a_ticket_at(desk, at=NINE - minutes(5))
    miss(desk=desk.lease(NINE), ticket=ticket, at=NINE - minutes(1))
    assert "Masukkan lagi ke antrean" in words_of(phone.check(ticket.label))

    answer = phone.press("kembali", tiket=str(ticket.id))

    assert (tone_of(answer), again(ticket).state) == ("good", TicketState.WAITING)


def test_what_the_greeter_must_mind_stands_out(phone, line):
    ticket = a_ticket(line, at=NINE, priority="disability", language="en")
    words = words_of(phone.check(ticket.label))
    assert "Disabilitas" in words
    assert "Tidak berbahasa Indonesia" in words


@pytest.mark.parametrize("typed", ["", "Z-999", "K7M4PQX2RT", "Sari"])
def test_what_is_not_known_is_red_and_says_what_to_do(phone, typed):
    answer = phone.check(typed)
    assert (answer.status_code, tone_of(answer)) == (404, "bad")


def test_a_number_of_another_mall_is_not_known(phone, mall):
    other = a_ticket(a_line(mall=a_mall()), at=NINE)
    assert tone_of(phone.check(other.visit.code)) == "bad"
    assert phone.press("kembali", tiket=str(other.id)).status_code == 404


def test_a_number_of_yesterday_is_told_from_an_unknown_one(phone, line, at):
    ticket = a_ticket(line, at=NINE)
    at(NINE + minutes(24 * 60))
    assert "Nomor hari lain" in words_of(phone.check(ticket.visit.code))


def test_the_last_scans_stay_on_the_page(phone, held):
    phone.check(held.label)
    phone.check("Z-999")
    words = words_of(phone.get())
    assert words.index("Bukan nomor hari ini") < words.index(f"{held.label} {held.label} sudah masuk antrean")


def test_the_script_gets_the_piece_without_the_page(phone, held):
    answer = phone.check(held.label, script=True).content.decode()
    assert "<html" not in answer
    assert 'data-label="' + held.label in answer


def test_an_officer_of_a_counter_is_no_greeter(mall, line):
    officer = signed_in(an_officer(a_counter(line=line)))
    assert officer.get(f"/sambut/{mall.code}/").status_code == 404


def test_the_greeter_of_one_mall_is_a_stranger_in_another(mall):
    ayu = a_phone(a_mall(code="lain"))
    assert ayu.client.get(f"/sambut/{mall.code}/").status_code == 404
    assert ayu.client.get("/sambut/").headers["Location"] == "/sambut/lain/"
