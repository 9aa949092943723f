"""Checking in at the kiosk: by the code as it is typed, or by the link as a scanner reads it."""

import pytest

from pendopo.journal.events import history_of
from pendopo.kernel.identifiers import readable_code
from pendopo.queue.add_service import add_service
from pendopo.queue.cancel import cancel
from pendopo.queue.models import Channel, Ticket, TicketState
from tests.situations.hall import a_mall, a_service
from tests.situations.line import a_ticket, again
from tests.situations.screens import a_kiosk_screen, a_service_offered
from tests.situations.times import NINE, days, minutes

pytestmark = pytest.mark.django_db


def a_number_from_home(**fields) -> Ticket:
    return a_ticket(channel=Channel.HOME, at=NINE - minutes(60), **fields)


def arrive(kiosk, code: str):
    return kiosk.client.post("/k/datang/kode", {"kode": code})


@pytest.mark.parametrize("as_typed", ["{0}", "{1}", " {2} ", "https://mpp.contoh.go.id/t/{0}", "http://testserver/t/{0}?x=1#y"])
def test_the_number_joins_its_line(as_typed):
    held = a_number_from_home()
    code = held.visit.code
    kiosk = a_kiosk_screen(mall=held.mall)

    page = arrive(kiosk, as_typed.format(code, readable_code(code), code.lower()))

    assert page.status_code == 200
    assert again(held).state == TicketState.WAITING
    assert "Tunggu di zona" in page.content.decode()
    assert history_of(held.id)[-1].facts["through"] == "kiosk"


def test_doing_it_twice_shows_the_same_number():
    held = a_number_from_home()
    kiosk = a_kiosk_screen(mall=held.mall)

    pages = [arrive(kiosk, held.visit.code) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert len(history_of(held.id)) == 2


def test_every_number_of_the_visit_joins():
    held = a_number_from_home()
    second = a_service(line=held.line)
    add_service(visit=held.visit, service=second.id, at=NINE - minutes(50), actor="visitor", channel=Channel.HOME)
    kiosk = a_kiosk_screen(mall=held.mall)

    page = arrive(kiosk, held.visit.code).content.decode()

    assert set(Ticket.objects.values_list("state", flat=True)) == {TicketState.WAITING}
    assert second.name in page


@pytest.mark.parametrize(
    ("language", "says"), [("id", "Kode ini tidak dikenal di sini"), ("en", "This code is not known here")]
)
@pytest.mark.parametrize("wrong", ["", "ABCDEFGHJK", "x" * 300, "https://mpp.contoh.go.id/t/", "' OR 1=1"])
def test_a_wrong_code_is_asked_for_again(wrong, language, says):
    page = arrive(a_kiosk_screen().speak(language), wrong)

    assert page.status_code == 404
    assert says in page.content.decode()


def test_a_code_of_another_mall_is_not_known_here():
    held = a_number_from_home()

    assert arrive(a_kiosk_screen(mall=a_mall()), held.visit.code).status_code == 404
    assert again(held).state == TicketState.HELD


def test_a_code_of_yesterday_is_told_to_take_a_new_number(at_nine):
    held = a_number_from_home()
    at_nine(NINE + days(1))

    page = arrive(a_kiosk_screen(mall=held.mall), held.visit.code)

    assert page.status_code == 409
    assert "Kode ini untuk hari lain" in page.content.decode()


def test_a_number_held_too_long_has_lapsed(at_nine):
    held = a_number_from_home()
    at_nine(NINE + minutes(5 * 60))

    page = arrive(a_kiosk_screen(mall=held.mall), held.visit.code)

    assert page.status_code == 409
    assert held.label in page.content.decode()
    assert again(held).state == TicketState.LAPSED


def test_a_visit_that_is_over_is_told_so():
    held = a_number_from_home()
    cancel(ticket=held, actor="visitor", at=NINE)

    page = arrive(a_kiosk_screen(mall=held.mall), held.visit.code)

    assert "sudah selesai" in page.content.decode()


def test_only_a_paired_kiosk_checks_in(client):
    held = a_number_from_home()

    assert client.post("/k/datang/kode", {"kode": held.visit.code}).status_code == 403
    assert again(held).state == TicketState.HELD


def test_a_page_of_somebody_else_checks_nobody_in():
    held = a_number_from_home()
    kiosk = a_kiosk_screen(mall=held.mall)

    answer = kiosk.client.post("/k/datang/kode", {"kode": held.visit.code}, headers={"origin": "https://jahat.example"})

    assert answer.status_code == 403
    assert again(held).state == TicketState.HELD


def test_a_number_taken_here_can_be_looked_at_again():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    kiosk.take(service)

    assert "Nomor Anda" in arrive(kiosk, Ticket.objects.get().visit.code).content.decode()
