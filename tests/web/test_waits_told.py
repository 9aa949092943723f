"""What every screen says of a wait: minutes where they are right often enough, else only people; late where it closes first."""

import pytest
from django.test import Client

from pendopo.queue.models import PromiseDay, WaitPromise
from pendopo.queue.reads.desk import desk_page
from tests.situations.hall import a_counter, a_line, a_mall, a_service
from tests.situations.line import a_ticket, a_visitor_served_at, an_open_desk
from tests.situations.screens import a_kiosk_screen
from tests.situations.times import MONDAY, NINE, days, minutes
from tests.web.ticket.conftest import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return a_line(mall=a_mall(code="kalianda"), service_minutes=10)


@pytest.fixture
def service(line):
    return a_service(line=line, code="paspor", name="Paspor")


@pytest.fixture
def desk(line):
    desk = an_open_desk(a_counter(line=line), at=NINE)
    a_visitor_served_at(desk, at=NINE)
    return desk


def wrong_too_often(line):
    PromiseDay.objects.create(mall=line.mall, line=line, business_date=MONDAY - days(1), told=60, kept=12, sooner=0)


def public(address):
    return Client().get(address).content.decode()


def test_where_minutes_were_right_they_are_told(line, service, desk):
    sari = a_ticket(line)
    assert "menit lagi" in read(Client(), sari)
    assert "menit" in a_kiosk_screen(mall=line.mall).text("/k/layanan/paspor").split("Perkiraan menunggu")[1][:200]
    assert "<small>menit</small>" in public("/m/kalianda/layanan/paspor")


def test_where_they_were_wrong_too_often_only_people_are_told(line, service, desk):
    for _ in range(2):
        a_ticket(line)
    sari = a_ticket(line)
    wrong_too_often(line)

    phone = read(Client(), sari)
    assert "2 orang di depan Anda" in phone
    assert "menit lagi" not in phone
    assert "kami tidak menebak" in phone

    kiosk = a_kiosk_screen(mall=line.mall).text("/k/layanan/paspor")
    assert "Perkiraan menunggu" not in kiosk

    page = public("/m/kalianda/layanan/paspor")
    assert "orang di depan Anda" in page
    assert "<small>menit</small>" not in page
    assert "menit" not in public("/m/kalianda/").split("hallrow__wait")[1][:160]


def test_whose_turn_comes_after_closing_is_told_so(line, service, desk):
    for _ in range(60):
        a_ticket(line)
    sari = a_ticket(line)

    assert "Mungkin tidak terlayani hari ini" in read(Client(), sari)
    assert "Mungkin tidak terlayani hari ini" in a_kiosk_screen(mall=line.mall).text("/k/layanan/paspor")
    assert "Mungkin tidak terlayani hari ini" in public("/m/kalianda/layanan/paspor")


def test_the_desk_weighs_the_wait_against_what_was_told(line, service, desk):
    ticket = a_ticket(line, at=NINE - minutes(8))
    lease = desk.lease(NINE)
    guessed = desk_page(lease, NINE).lines[0].quoted
    WaitPromise.objects.create(
        ticket=ticket, mall=line.mall, line=line, business_date=MONDAY, joined_at=ticket.joined_at, ahead=0, low_minutes=25,
        high_minutes=40,
    )  # fmt: skip

    quoted = desk_page(lease, NINE).lines[0].quoted

    assert (quoted.low, quoted.high) == (25, 40) != (guessed.low, guessed.high)
