"""The ticket in a real Chromium: a call shown at once, a place in the line found, a broken line, no script at all."""

import pytest

from pendopo.queue.add_service import add_service
from pendopo.queue.cancel import cancel
from pendopo.queue.finish import finish
from pendopo.queue.miss import miss
from pendopo.queue.models import Channel, DeskLease, Outcome
from pendopo.queue.start import start
from tests.situations.hall import a_counter, a_line, a_service, a_standard
from tests.situations.line import a_ticket, a_visitor_served_at, again, an_open_desk
from tests.situations.times import EIGHT, NINE, minutes
from tests.web.public.conftest import LONGEST_NAME
from tests.web.ticket.phone import Phone, a_board

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def a_phone(chromium, client):
    """Makes phones; none of their scripts may have stumbled at the end."""
    phones = []

    def made(**fields):
        phones.append(Phone(chromium, client, **fields))
        return phones[-1]

    yield made
    for phone in phones:
        phone.page.context.close()
        assert phone.faults == []


@pytest.fixture
def line():
    return a_line(service_minutes=10)


@pytest.fixture
def desk(line):
    opened = an_open_desk(a_counter(line=line, number="3", direction="right", hint="Dekat musala"), at=EIGHT)
    # Its browser was just heard from: the officer is at the counter.
    DeskLease.objects.update(seen_at=NINE)
    return opened


def the_call(ticket, *, calls=1):
    return {
        "ticket": str(ticket.id), "number": ticket.label, "counter_number": "3", "zone": str(ticket.line.zone_id),
        "line": str(ticket.line_id), "calls": calls, "recall": calls > 1,
    }  # fmt: skip


def test_a_call_stands_there_before_anybody_is_asked(a_phone, client, line, desk):
    a_visitor_served_at(desk, at=NINE - minutes(15))
    sari = a_ticket(line, at=NINE - minutes(5))
    phone = a_phone()
    phone.open(f"/t/{sari.visit.code}")
    asked = len(phone.asked)

    phone.hear("call", the_call(sari))

    assert phone.page.title() == f"Loket 3 · {sari.label} dipanggil"
    assert phone.text(".goto__counter") == "Loket 3"
    assert phone.text(".goto").endswith(f"Zona {line.zone.letter} · Dekat musala")
    assert phone.page.get_attribute("[data-side]", "data-side") == "right"
    assert phone.page.inner_text("#panggilan") == f"Anda dipanggil. Silakan ke Loket 3. Nomor Anda {sari.label}."
    assert "phone__page--called" in phone.page.get_attribute("body", "class")
    assert len(phone.asked) == asked
    assert len(phone.shaken()) == 1

    phone.hear("call", the_call(sari))
    assert len(phone.shaken()) == 1
    phone.hear("call", the_call(sari, calls=2))
    assert len(phone.shaken()) == 2


def test_what_came_of_a_call_is_asked_afterwards(a_phone, client, line, desk):
    sari = a_ticket(line, at=NINE - minutes(5))
    phone = a_phone()
    phone.open(f"/t/{sari.visit.code}")
    desk.call(NINE)
    phone.hear("call", the_call(sari))
    phone.page.wait_for_selector("text=Dipanggil 09.00 (panggilan ke-1)", timeout=6000)
    # The server's word for the same call does not shake the phone again.
    assert len(phone.shaken()) == 1

    start(desk=desk.lease(NINE), ticket=again(sari), at=NINE)
    finish(desk=desk.lease(NINE), ticket=again(sari), at=NINE, outcome=Outcome.SERVED)
    phone.hear("ticket", {"ticket": str(sari.id), "state": "done"})

    phone.page.wait_for_selector("text=Selesai, terima kasih", timeout=6000)
    assert "phone__page--called" not in phone.page.get_attribute("body", "class")
    assert phone.page.evaluate("() => window.stream.closed")


def test_it_finds_itself_in_the_line_and_says_what_the_server_would(a_phone, client, line, desk):
    a_visitor_served_at(desk, at=NINE - minutes(40))
    others = [a_ticket(line, at=NINE - minutes(30)) for _ in range(6)]
    sari = a_ticket(line, at=NINE - minutes(5))
    phone = a_phone()
    phone.open(f"/t/{sari.visit.code}")
    longer = phone.text("#kisaran")
    asked = len(phone.asked)

    phone.hear("board", a_board(*(other.label for other in others[2:]), sari.label))

    assert phone.text("#depan") == "4 orang di depan Anda · urutan ke-5"
    shorter = phone.text("#kisaran")
    assert phone.page.locator(".ahead li:not(.is-gone)").count() == 5
    assert phone.page.inner_text("#kabar") == "4 orang di depan Anda · urutan ke-5"
    assert len(phone.asked) == asked

    # The board of another line, in which this number does not wait, changes nothing.
    phone.hear("board", a_board("Z-001"))
    assert phone.text("#depan") == "4 orang di depan Anda · urutan ke-5"

    # What the server says to who asks now is what the phone said by itself.
    for other in others[:2]:
        cancel(ticket=other, actor="visitor", at=NINE)
    asking = a_phone()
    asking.open(f"/t/{sari.visit.code}")
    assert asking.text("#kisaran") == shorter != longer


def test_nearly_next_shakes_softly_and_says_where_to_go(a_phone, client, line, desk):
    a_visitor_served_at(desk, at=NINE - minutes(40))
    others = [a_ticket(line, at=NINE - minutes(30)) for _ in range(4)]
    sari = a_ticket(line, at=NINE - minutes(5))
    phone = a_phone()
    phone.open(f"/t/{sari.visit.code}")
    for other in others[:3]:
        client.post(f"/t/{other.visit.code}/batal", {"tiket": other.id})

    phone.hear("board", a_board(others[3].label, sari.label))

    phone.page.wait_for_selector("text=Mendekatlah ke Zona", timeout=6000)
    assert phone.shaken() == [[200, 100, 200]]
    assert phone.page.title() == f"{sari.label} · 1 orang di depan Anda"


def test_when_the_stream_is_away_it_asks_and_when_all_is_away_it_says_so(a_phone, client, line, desk):
    sari = a_ticket(line, at=NINE - minutes(5))
    phone = a_phone()
    phone.open(f"/t/{sari.visit.code}")
    phone.reachable = False
    phone.lose_the_stream()
    phone.page.wait_for_selector("#putus:not([hidden])", timeout=8000)
    assert phone.text(".pass__fresh") == "Diperbarui 09.00, belum tersambung"

    desk.call(NINE)
    phone.reachable = True
    phone.page.evaluate("() => window.dispatchEvent(new Event('online'))")

    phone.page.wait_for_selector(".goto", timeout=8000)
    assert phone.page.is_hidden("#putus")
    assert len(phone.shaken()) == 1


def test_a_greeting_that_tells_of_something_else_is_followed(a_phone, client, line, desk):
    sari = a_ticket(line, at=NINE - minutes(5))
    phone = a_phone()
    phone.open(f"/t/{sari.visit.code}")
    desk.call(NINE)

    phone.hear("hello", {"resumed": False, "tickets": [{"ticket": str(sari.id), "state": "called"}], "boards": []})

    phone.page.wait_for_selector(".goto", timeout=6000)


def test_a_page_beside_the_ticket_leads_back_on_a_call(a_phone, client, line, desk):
    sari = a_ticket(line, at=NINE - minutes(5))
    phone = a_phone()
    phone.open(f"/t/{sari.visit.code}/layanan")
    desk.call(NINE)

    phone.hear("call", the_call(sari))

    phone.page.wait_for_url(f"**/t/{sari.visit.code}", timeout=6000)
    assert phone.text(".goto__counter") == "Loket 3"


def test_open_details_stay_open_when_the_page_changes(a_phone, client, line, desk):
    a_standard(service=a_service(line=line))
    sari = a_ticket(line, at=NINE - minutes(5))
    phone = a_phone()
    phone.open(f"/t/{sari.visit.code}")
    phone.page.click("#syarat summary")
    a_visitor_served_at(an_open_desk(a_counter(line=line), at=EIGHT), at=NINE)

    with phone.page.expect_response("**/keadaan") as answered:
        phone.hear("ticket", {"ticket": str(sari.id), "state": "waiting"})

    assert answered.value.status == 200
    assert phone.page.get_attribute("#syarat", "open") is not None


def test_without_script_everything_is_there(a_phone, client, line, desk):
    sari = a_ticket(line, at=NINE - minutes(5))
    desk.call(NINE - minutes(4))
    miss(desk=desk.lease(NINE), ticket=again(sari), at=NINE - minutes(1))
    phone = a_phone(script=False)
    phone.open(f"/t/{sari.visit.code}")

    assert "lagi setiap 20 detik" in phone.text(".pass__fresh")
    assert phone.page.locator('meta[http-equiv="refresh"]').count() == 1

    phone.page.click("text=Saya sudah di sini")

    phone.page.wait_for_url(f"**/t/{sari.visit.code}?n={sari.label}")
    assert again(sari).state == "waiting"


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_is_wider_than_the_phone(a_phone, client, line, desk, width):
    service = a_service(line=line, name=LONGEST_NAME[:200])
    a_standard(service=service)
    line.mall.name = "Mal Pelayanan Publik Bolaang Mongondow Utara"
    line.mall.save()
    served = a_visitor_served_at(desk, at=NINE - minutes(15))
    waiting = a_ticket(service=service, at=NINE - minutes(5))
    waiting.prefix, waiting.number = "AB", 1047
    waiting.save()
    add_service(visit=waiting.visit, service=a_service(line=line, name=LONGEST_NAME[:200]).id, actor="visitor", at=NINE)
    held = a_ticket(service=service, channel=Channel.HOME)
    pages = [f"/t/{one.visit.code}" for one in (served, waiting, held)]
    pages += [f"/t/{waiting.visit.code}/{where}" for where in ("layanan", "batal", f"layanan?pilih={service.code}")]
    pages += ["/t/K7M4PQX2RT", f"/m/{line.mall.code}/layanan/{service.code}/nomor", f"/m/{line.mall.code}/aula"]
    phone = a_phone(width=width)
    for language in ("id", "en"):
        client.cookies["bahasa"] = language
        for address in pages:
            phone.open(address)
            assert phone.page.evaluate("() => document.documentElement.scrollWidth") <= width, (address, language)
