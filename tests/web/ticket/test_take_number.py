"""Taking a number by phone: from home, and in the hall behind the QR of the day."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.appointments.models import LineDay
from pendopo.kernel.network import proxies_in
from pendopo.queue.models import Channel, Ticket, TicketState, Visit
from tests.situations.hall import a_closed_mall, a_counter, a_line, a_mall, a_service, a_standard, an_agency
from tests.situations.line import a_key, a_line_with_limit, a_service_in, a_ticket, an_open_desk
from tests.situations.times import MONDAY, NINE, days, on
from tests.web.ticket.conftest import walk_in, words_of

pytestmark = pytest.mark.django_db


def address_of(service):
    return f"/m/{service.mall.code}/layanan/{service.code}/nomor"


def take(client, service, **form):
    return client.post(address_of(service), {"kunci": a_key(), **form})


def test_from_home_the_line_its_rule_and_its_hours_are_said_first(client):
    service = a_service_in(a_line(service_minutes=10))
    a_standard(service=service)
    an_open_desk(a_counter(line=service.line), at=NINE)
    for _ in range(3):
        a_ticket(service.line)

    said = words_of(client.get(address_of(service)))

    for words in (
        service.name, "30–45 menit", "3 orang menunggu", "Nomor diberikan sampai 15.00", "Disimpan untuk Anda sampai 11.00",
        "Nomor masuk antrean saat Anda melapor di aula", "Apakah Anda perlu didahulukan?", "Lansia", "Fotokopi KK",
    ):  # fmt: skip
        assert words in said
    assert Ticket.objects.count() == 3


def test_from_home_a_number_is_held_and_its_link_opened(client):
    service = a_service_in()

    answer = take(client, service, priority="elderly")

    ticket = Ticket.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/t/{ticket.visit.code}")
    assert (ticket.state, ticket.visit.channel, ticket.priority) == (TicketState.HELD, Channel.HOME, "elderly")


def test_pressed_twice_it_is_one_number(client):
    service = a_service_in()
    key = a_key()

    first, second = take(client, service, kunci=key), take(client, service, kunci=key)

    assert first.headers["Location"] == second.headers["Location"]
    assert Ticket.objects.count() == 1


def test_a_fourth_open_number_from_one_phone_is_refused_gently(client):
    line = a_line()
    key = a_key()
    for _ in range(2):
        take(client, a_service(line=line))
    take(client, a_service(line=line), kunci=key)

    refused = take(client, a_service(line=line))

    assert refused.status_code == 429
    assert "sudah menyimpan 3 nomor" in words_of(refused)
    assert Ticket.objects.count() == 3
    # Another phone is another visitor, and a number given up makes room.
    assert take(Client(), a_service(line=line)).status_code == 303
    first = Visit.objects.order_by("pk").first()
    client.post(f"/t/{first.code}/batal", {"tiket": first.tickets.get().id})
    assert take(client, a_service(line=line)).status_code == 303


def a_phone(address: str = "203.0.113.7") -> Client:
    """A browser that forgets everything, as a script does, behind this address."""
    return Client(REMOTE_ADDR=address)


def test_a_script_without_cookies_is_stopped_by_its_address(settings):
    settings.PHONE_LIMITS = {"home": (4, 100), "hall": (100, 100)}
    service = a_service_in(a_line(daily_limit=100))

    answers = [take(a_phone(), service).status_code for _ in range(6)]

    assert answers == [303, 303, 303, 303, 429, 429]
    refused = take(a_phone(), service)
    assert "Silakan tunggu satu menit lalu tekan lagi" in words_of(refused)
    assert LineDay.objects.get(line=service.line).last_number == 4
    assert take(a_phone("198.51.100.1"), service).status_code == 303


def test_an_address_that_a_script_invents_is_believed_from_a_proxy_only(settings):
    settings.PHONE_LIMITS = {"home": (1, 100), "hall": (100, 100)}
    service = a_service_in(a_line(daily_limit=100))

    def taken_from(claimed: str) -> int:
        return a_phone().post(address_of(service), {"kunci": a_key()}, HTTP_X_FORWARDED_FOR=claimed).status_code

    assert [taken_from("192.0.2.1"), taken_from("192.0.2.2")] == [303, 429]
    settings.PROXIES = proxies_in("203.0.113.7")
    assert [taken_from("192.0.2.1"), taken_from("192.0.2.2"), taken_from("192.0.2.9, 192.0.2.2")] == [303, 303, 429]


def test_the_halls_own_address_is_not_refused_to_those_in_the_hall():
    """As many as come in a rush, all from the mall's network, each on a phone of their own."""
    service = a_service_in(a_line())

    for _visitor in range(40):
        phone = a_phone()
        walk_in(phone, service.mall)
        assert take(phone, service).status_code == 303


def test_repeating_the_third_is_no_fourth(client):
    services = [a_service(line=a_line())] * 3
    keys = [a_key() for _ in services]
    for service, key in zip(services, keys, strict=True):
        take(client, service, kunci=key)

    assert take(client, services[2], kunci=keys[2]).status_code == 303


def test_a_booking_is_never_claimed_by_a_press(client):
    take(client, a_service_in(), priority="booking")

    assert Ticket.objects.get().priority == "none"


def test_a_line_of_the_hall_alone_says_so(client):
    service = a_service_in(a_line(from_home=False))
    assert "hanya diberikan di aula" in words_of(client.get(address_of(service)))

    assert take(client, service).status_code == 409

    walk_in(client, service.mall)
    assert take(client, service).status_code == 303


def test_in_the_hall_the_number_joins_the_line_at_once(client):
    service = a_service_in()
    walk_in(client, service.mall)

    take(client, service)

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.visit.channel) == (TicketState.WAITING, Channel.HALL)


def test_before_the_opening_a_number_from_home_is_held_from_the_opening_on(client, at_nine):
    at_nine(on(MONDAY, "06:30"))
    service = a_service_in()
    assert "Disimpan untuk Anda sampai 10.00" in words_of(client.get(address_of(service)))

    take(client, service)

    assert Ticket.objects.get().holds_until == on(MONDAY, "10:00")


@pytest.mark.parametrize("clock", ["15:00", "21:30"])
def test_after_the_closing_no_number_is_given(client, at_nine, clock):
    at_nine(on(MONDAY, clock))
    service = a_service_in()
    said = words_of(client.get(address_of(service)))
    assert "Buka lagi besok 08.00" in said
    assert "<button" not in said

    assert take(client, service).status_code == 409
    assert Ticket.objects.count() == 0


def test_a_full_line_says_when_it_opens_again(client):
    line = a_line_with_limit(1)
    service = a_service_in(line)
    take(Client(), service)

    said = words_of(client.get(address_of(service)))

    assert "Semua 1 nomor hari ini sudah diambil" in said
    refused = take(client, service)
    assert refused.status_code == 409
    assert LineDay.objects.get(line=line).last_number == 1


def test_when_those_at_home_have_their_share_the_page_says_where_numbers_are_still_given(client):
    service = a_service_in(a_line_with_limit(2))
    take(Client(), service)

    page = client.get(address_of(service))

    assert "Semua nomor yang dapat diambil dari rumah hari ini sudah diambil Di aula nomor masih diberikan" in words_of(page)
    assert 'name="kunci"' not in page.content.decode()
    refused = take(client, service)
    assert refused.status_code == 409
    assert "silakan datang dan ambil satu di kios" in words_of(refused)
    walk_in(client, service.mall)
    assert take(client, service).status_code == 303


def test_a_service_without_a_line_needs_no_number(client):
    service = a_service(agency=an_agency())

    assert "tidak memerlukan nomor" in words_of(client.get(address_of(service)))
    assert take(client, service).status_code == 409


def test_a_closed_mall_gives_none(client):
    assert take(client, a_service_in(a_line(mall=a_closed_mall()))).status_code == 409


def test_a_service_of_another_mall_is_not_found(client):
    service = a_service_in()

    assert client.get(f"/m/{a_mall().code}/layanan/{service.code}/nomor").status_code == 404
    assert client.get("/m/tidak-ada/layanan/x/nomor").status_code == 404


def test_what_the_phone_holds_is_shown_before_it_takes_another(client):
    service = a_service_in()
    take(client, service)
    held = Ticket.objects.get()

    said = words_of(client.get(address_of(service)))

    assert f"HP ini sudah menyimpan: {held.label}" in said


def test_queries_do_not_grow_with_numbers_or_days(client, at_nine):
    service = a_service_in()
    a_counter(line=service.line)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address_of(service)).status_code == 200
        return len(captured)

    take(client, service)
    queries()
    few = queries()
    at_nine(NINE + days(1))
    for _ in range(8):
        a_ticket(service.line, at=NINE + days(1))
    take(client, service)
    take(client, service)

    assert queries() == few
