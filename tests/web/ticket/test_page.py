"""The page around the faces: several numbers, history, language, what changes alone, and links that lead nowhere."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.journal.events import registered
from pendopo.kernel.identifiers import public_code, readable_code
from pendopo.queue.add_service import add_service
from pendopo.queue.finish import finish
from pendopo.queue.models import Outcome, Visit
from pendopo.queue.transfer import transfer
from pendopo.web.ticket.history import EVENTS_TOLD
from tests.situations.hall import a_counter, a_line, a_mall, a_service
from tests.situations.line import a_ticket, a_ticket_at, a_visitor_served_at, again, an_open_desk
from tests.situations.times import EIGHT, NINE, days, minutes
from tests.web.ticket.conftest import face_of, read, words_of

pytestmark = pytest.mark.django_db


def test_a_call_comes_before_everything_else(client):
    mall = a_mall()
    first, second = a_line(mall=mall), a_line(mall=mall)
    desk = an_open_desk(a_counter(line=second), at=EIGHT)
    sari = a_ticket(first, at=NINE - minutes(9))
    add_service(visit=sari.visit, service=a_service(line=second).id, actor="visitor", at=NINE - minutes(8))
    other = sari.visit.tickets.exclude(pk=sari.pk).get()
    assert read(client, sari, n=sari.label).startswith(sari.label)

    desk.call(NINE)

    said = read(client, sari, n=sari.label)
    assert said.startswith(f"Loket {desk.counter.number} · {other.label} dipanggil")
    assert f"{sari.label} {sari.service.name} Menunggu" in said


def test_the_visitor_may_look_at_another_number(client):
    mall = a_mall()
    sari = a_ticket(a_line(mall=mall), at=NINE - minutes(9))
    add_service(visit=sari.visit, service=a_service(line=a_line(mall=mall)).id, actor="visitor", at=NINE)
    other = sari.visit.tickets.exclude(pk=sari.pk).get()

    assert f'data-number="{other.label}"' in client.get(f"/t/{sari.visit.code}", {"n": other.label}).content.decode()


def test_history_is_told_in_plain_words_with_times(client):
    line = a_line()
    desk = an_open_desk(a_counter(line=line, number="3"), at=EIGHT)
    sari = a_visitor_served_at(desk, at=NINE)
    finish(desk=desk.lease(NINE), ticket=sari, at=NINE + minutes(7), outcome=Outcome.SERVED)

    said = read(client, sari)

    assert (
        "08.50 Nomor diambil dengan HP di aula 09.00 Dipanggil ke Loket 3 09.00 Mulai dilayani 09.07 Selesai dilayani" in said
    )


def test_every_event_of_a_ticket_has_its_words():
    assert {name for name in registered() if name.startswith("queue.ticket.")} == EVENTS_TOLD


def test_nothing_on_the_page_says_who_it_is(client):
    desk = an_open_desk(at=EIGHT)
    sari = a_ticket_at(desk)

    page = client.get(f"/t/{sari.visit.code}").content.decode()

    assert desk.officer.name not in page
    assert str(desk.officer.pk) not in page


def test_the_code_is_readable_and_its_qr_leads_here(client):
    sari = a_ticket()

    page = client.get(f"/t/{sari.visit.code}").content.decode()

    assert readable_code(sari.visit.code) in page
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page


@pytest.mark.parametrize("written", [str.lower, readable_code, lambda code: f"{code[:5]} {code[5:].lower()}"])
def test_a_code_as_people_write_it_leads_to_the_same_page(client, written):
    sari = a_ticket()

    answer = client.get(f"/t/{written(sari.visit.code)}?n={sari.label}")

    assert answer.status_code == 302
    assert answer.url == f"/t/{sari.visit.code}?n={sari.label}"


@pytest.mark.parametrize("forge", [lambda code: code[:-1] + ("2" if code[-1] != "2" else "3"), lambda _code: public_code()])
@pytest.mark.parametrize("where", ["", "/keadaan", "/batal", "/layanan"])
def test_a_forged_or_unknown_code_is_not_found_and_explained(client, forge, where):
    code = forge(a_ticket().visit.code)

    answer = client.get(f"/t/{code}{where}")

    assert answer.status_code == 404
    assert "Kode ini tidak dikenal" in words_of(answer)
    assert "tidak pernah memakai angka 0 dan 1" in words_of(answer)


@pytest.mark.parametrize("where", ["datang", "kembali", "batal", "layanan"])
def test_a_forged_code_can_do_nothing(client, where):
    sari = a_ticket()

    answer = client.post(f"/t/{public_code()}/{where}", {"tiket": sari.id})

    assert answer.status_code == 404
    assert again(sari).state == "waiting"


def test_the_ticket_of_another_visit_is_not_found(client):
    line = a_line()
    sari, joko = a_ticket(line), a_ticket(line)

    assert client.post(f"/t/{sari.visit.code}/batal", {"tiket": joko.id}).status_code == 404
    assert again(joko).state == "waiting"


def test_the_language_of_the_kiosk_holds_until_another_is_chosen(client):
    sari = a_ticket(language="en")
    answer = client.get(f"/t/{sari.visit.code}")
    assert answer.headers["Content-Language"] == "en"
    assert "No counter is open yet" in words_of(answer)

    client.cookies["bahasa"] = "id"
    assert "Belum ada loket yang buka" in read(client, sari)


def test_the_changing_part_is_sent_only_when_it_changed(client):
    line = a_line()
    desk = an_open_desk(a_counter(line=line), at=EIGHT)
    sari = a_ticket(line, at=NINE - minutes(5))
    first = client.get(f"/t/{sari.visit.code}/keadaan")
    again_ = client.get(f"/t/{sari.visit.code}/keadaan", headers={"if-none-match": first.headers["ETag"]})
    assert (again_.status_code, again_.content, again_.headers["X-Time"]) == (304, b"", "09.00")

    desk.call(NINE)

    changed = client.get(f"/t/{sari.visit.code}/keadaan", headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert 'data-face="called"' in changed.content.decode()
    assert "<html" not in changed.content.decode()


def test_the_whole_page_names_the_tag_of_its_changing_part(client):
    sari = a_ticket()
    page = client.get(f"/t/{sari.visit.code}").content.decode()

    tag = re.search(r'data-tag="&quot;(\w+)&quot;"', page)[1]

    assert client.get(f"/t/{sari.visit.code}/keadaan", headers={"if-none-match": f'"{tag}"'}).status_code == 304


def test_without_script_the_page_refreshes_itself_until_all_is_over(client):
    line = a_line()
    desk = an_open_desk(a_counter(line=line), at=EIGHT)
    sari = a_ticket_at(desk)
    assert '<noscript><meta http-equiv="refresh" content="20">' in client.get(f"/t/{sari.visit.code}").content.decode()
    from pendopo.queue.start import start

    start(desk=desk.lease(NINE), ticket=sari, at=NINE)
    finish(desk=desk.lease(NINE), ticket=again(sari), at=NINE, outcome=Outcome.SERVED)

    page = client.get(f"/t/{sari.visit.code}").content.decode()
    assert "refresh" not in page
    assert "<script" not in page


def test_the_phone_may_hear_its_visit_and_the_lines_it_waits_in(client):
    from pathlib import Path

    from django.conf import settings

    from pendopo.kernel.keys import key_ring
    from pendopo.queue.subscription import KEY_PURPOSE, open_subscription

    sari = a_ticket()
    answer = client.get(f"/t/{sari.visit.code}")
    screen = re.search(r"/live\?s=(\w+)", answer.content.decode())[1]

    cookie = answer.cookies[f"dengar-{screen}"]

    key = key_ring(Path(settings.KEYS_DIRECTORY)).secret(KEY_PURPOSE)
    heard = open_subscription(key=key, sealed=cookie.value, at=NINE)
    assert heard.channels == {f"visit:{sari.visit_id}", f"line:{sari.line_id}"}
    assert heard.mall == str(sari.mall_id)
    assert cookie["httponly"]
    assert sari.visit.code not in screen.upper()


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_tickets_or_days(client, at_nine):
    mall = a_mall()
    lines = [a_line(mall=mall) for _ in range(3)]
    for line in lines:
        a_counter(line=line)
    at_nine(NINE - days(7))
    for _ in range(6):
        a_ticket(lines[0], at=NINE - days(7))
    at_nine(NINE)
    sari = a_ticket(lines[0])
    address = f"/t/{sari.visit.code}"
    client.get(address)
    few = queries(client, address), queries(client, f"{address}/keadaan")

    for line in lines:
        for _ in range(5):
            a_ticket(line)
        for _ in range(2):
            add_service(visit=sari.visit, service=a_service(line=line).id, actor="visitor", at=NINE)

    assert (queries(client, address), queries(client, f"{address}/keadaan")) == few
    assert max(few) <= 13


def test_sent_on_to_another_line_it_waits_there_under_the_same_number(client):
    mall = a_mall()
    first, second = a_line(mall=mall), a_line(mall=mall, name="Pengambilan")
    a_counter(line=second)
    desk = an_open_desk(a_counter(line=first), at=EIGHT)
    sari = a_visitor_served_at(desk, at=NINE - minutes(1))
    transfer(desk=desk.lease(NINE), ticket=sari, at=NINE, line=second)

    said = read(client, sari)

    assert sari.label in said
    assert "Diteruskan ke antrean Pengambilan" in said
    assert face_of(client, sari) == "waiting"


def test_a_visit_without_numbers_is_not_found(client):
    mall = a_mall()
    visit = Visit.objects.create(mall=mall, code=public_code(), business_date=NINE.date(), channel="hall", began_at=NINE)

    assert client.get(f"/t/{visit.code}").status_code == 404
