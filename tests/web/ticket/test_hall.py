"""The QR of the day, and the page behind it."""

from datetime import date

import pytest

from pendopo.queue.hall_token import hall_token
from pendopo.queue.models import Channel, TicketState
from tests.situations.hall import a_line, a_mall, a_service
from tests.situations.line import a_ticket, again
from tests.situations.times import MONDAY, NINE, days, minutes, on
from tests.web.ticket.conftest import walk_in, words_of

pytestmark = pytest.mark.django_db


def test_todays_qr_welcomes_and_offers_services(client):
    mall = a_mall(name="MPP Kalianda", greeting="Sebutkan keperluan Anda.")
    service = a_service(line=a_line(mall=mall), name="Akta kelahiran")
    walk_in(client, mall)

    page = client.get(f"/m/{mall.code}/aula")

    assert "MPP Kalianda Sebutkan keperluan Anda." in words_of(page)
    assert "Akta kelahiran" in words_of(page)
    assert f"/m/{mall.code}/layanan/{service.code}/nomor" in page.content.decode()


def test_search_finds_by_everyday_words_and_offers_a_way_on_when_it_does_not(client):
    mall = a_mall()
    a_service(line=a_line(mall=mall), name="KTP-el karena hilang", synonyms=["ktp ilang"])
    walk_in(client, mall)

    assert "KTP-el karena hilang" in words_of(client.get(f"/m/{mall.code}/aula", {"q": "ktp ilang"}))
    assert "Belum ketemu untuk “zzzz”" in words_of(client.get(f"/m/{mall.code}/aula", {"q": "zzzz"}))


@pytest.mark.parametrize("day", [MONDAY - days(1), MONDAY + days(1), date(2025, 11, 23)])
def test_the_qr_of_another_day_is_explained(client, day):
    mall = a_mall()

    answer = client.get(f"/m/{mall.code}/aula/{hall_token(mall.id, day)}")

    assert answer.status_code == 404
    assert "Kode QR ini bukan untuk hari ini" in words_of(answer)
    assert "aula" not in answer.cookies


def test_the_day_is_the_malls_own(client, at_nine):
    east = a_mall(time_zone="Asia/Jayapura")
    at_nine(on(MONDAY, "23:30"))

    assert client.get(f"/m/{east.code}/aula/{hall_token(east.id, MONDAY + days(1))}").status_code == 303


def test_the_qr_of_another_mall_opens_nothing_here(client):
    here, there = a_mall(), a_mall()

    assert client.get(f"/m/{here.code}/aula/{hall_token(there.id, MONDAY)}").status_code == 404
    walk_in(client, there)
    assert client.get(f"/m/{here.code}/aula").status_code == 403


def test_without_the_proof_or_after_an_hour_the_page_asks_to_scan(client, at_nine):
    mall = a_mall()
    assert client.get(f"/m/{mall.code}/aula").status_code == 403
    walk_in(client, mall)
    assert client.get(f"/m/{mall.code}/aula").status_code == 200

    at_nine(NINE + minutes(60))

    answer = client.get(f"/m/{mall.code}/aula")
    assert answer.status_code == 403
    assert "Pindai kode QR di aula" in words_of(answer)


def test_the_address_that_one_may_hand_on_does_not_carry_the_days_word(client):
    mall = a_mall()

    answer = client.get(f"/m/{mall.code}/aula/{hall_token(mall.id, MONDAY)}")

    assert answer.headers["Location"] == f"/m/{mall.code}/aula"


def test_a_number_from_home_is_known_again_and_checked_in_with_one_tap(client):
    service = a_service(line=a_line())
    client.post(f"/m/{service.mall.code}/layanan/{service.code}/nomor", {})
    ticket = service.tickets.get()
    walk_in(client, service.mall)
    page = client.get(f"/m/{service.mall.code}/aula")
    assert ticket.label in words_of(page)
    assert f'action="/t/{ticket.visit.code}/datang"' in page.content.decode()

    client.post(f"/t/{ticket.visit.code}/datang")

    assert again(ticket).state == TicketState.WAITING


def test_numbers_of_other_phones_and_malls_are_not_shown(client):
    sari = a_ticket(channel=Channel.HOME)
    walk_in(client, sari.mall)
    assert sari.label not in words_of(client.get(f"/m/{sari.mall.code}/aula"))

    client.get(f"/t/{sari.visit.code}")
    assert sari.label in words_of(client.get(f"/m/{sari.mall.code}/aula"))

    other = a_mall()
    walk_in(client, other)
    assert sari.label not in words_of(client.get(f"/m/{other.code}/aula"))


def test_a_forged_cookie_of_visits_shows_nothing(client):
    sari = a_ticket(channel=Channel.HOME)
    client.cookies["kunjungan"] = f"{sari.visit.code}.{'0' * 64}"
    walk_in(client, sari.mall)

    assert sari.label not in words_of(client.get(f"/m/{sari.mall.code}/aula"))
