"""The live hall in a real Chromium: by keyboard, on a phone, without JavaScript."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from playwright.sync_api import expect

from pendopo.appointments.reads import issuing_state
from pendopo.directory.models import Mall, SpecialDay
from pendopo.queue.alerts import ask_for_help
from pendopo.queue.models import DeskLease
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.start import start
from pendopo.queue.watch_models import Alert, DeskMessage
from tests.house.addresses import stand_at
from tests.situations.browser import HERE, answers
from tests.situations.hall import a_counter, a_display, a_line, a_mall, a_manager, a_zone, an_agency, an_officer
from tests.situations.line import a_ticket, again, an_open_desk
from tests.situations.times import MONDAY, NINE, minutes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def mall(monkeypatch: pytest.MonkeyPatch) -> Mall:
    """Three zones with every state of a counter, a long wait, help asked and a silent display."""
    stand_at(monkeypatch, NINE)
    mall = a_mall(code="kalianda", name="MPP Ragom Mufakat")
    agencies = [an_agency(mall=mall, short_name=name) for name in ("Disdukcapil", "DPMPTSP", "BPJS Kesehatan")]
    number = 0
    for agency, name in zip(agencies, ("Kependudukan", "Perizinan", "Jaminan sosial"), strict=True):
        zone = a_zone(mall=mall, name=name)
        line = a_line(mall=mall, zone=zone, agency=agency, name=f"Layanan {name}")
        for waited in (50, 48, 46, 20, 3):
            a_ticket(line, at=NINE - minutes(waited))
        for place in range(6):
            number += 1
            counter = a_counter(line=line, number=str(number))
            if place < 3:
                desk = an_open_desk(
                    counter, at=NINE - minutes(40), officer=an_officer(counter, name=("Budi", "Wati", "Made")[place])
                )
                if place:
                    at = NINE - minutes(27 if place == 2 else 5)
                    start(desk=desk.lease(at), ticket=again(desk.call(at).ticket), at=at)
            elif place == 3:
                desk = an_open_desk(counter)
                pause_desk(desk=desk.lease(NINE), reason=PauseReason.PRAYER, at=NINE, back_at=NINE + minutes(15))
            elif place == 4:
                SpecialDay.objects.create(mall=mall, counter=counter, date=MONDAY, reason="Rapat dinas")
    Mall.objects.filter(pk=mall.pk).update(catalogue_version=2)
    DeskLease.objects.update(seen_at=NINE)
    ask_for_help(desk=desk_of(mall, "1"), at=NINE)
    a_display(zone=mall.zones.get(letter="B"), name="Layar zona B", last_seen_at=NINE - minutes(30))
    return mall


def desk_of(mall: Mall, number: str) -> DeskLease:
    return DeskLease.objects.select_related("mall", "counter", "officer").get(counter__mall=mall, counter__number=number)


@pytest.fixture
def open_hall(chromium: "Browser", mall: Mall) -> Iterator[object]:
    office = Client()
    office.force_login(a_manager(mall))
    contexts = []

    def opened(*, width: int = 1366, height: int = 768, scripts: bool = True) -> "Page":
        context = chromium.new_context(base_url=HERE, viewport={"width": width, "height": height}, java_script_enabled=scripts)
        context.set_default_timeout(8000)
        context.add_cookies([{"name": "sesi", "value": office.cookies["sesi"].value, "url": HERE}])
        context.route("**/*", answers())
        contexts.append(context)
        page = context.new_page()
        page.goto("/aula/kalianda/")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_counter_opens_its_sheet_and_words_reach_it_by_keyboard_alone(open_hall, mall: Mall) -> None:
    page = open_hall()
    page.locator("#loket-" + desk_of(mall, "1").counter.code).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#lembar[open] [name=pesan]")
    assert page.evaluate("document.activeElement.name") == "pesan"

    page.keyboard.type("Mohon ke meja depan")
    page.keyboard.press("Enter")

    page.wait_for_selector("#lembar[open]", state="detached")
    assert DeskMessage.objects.get().text == "Mohon ke meja depan"


def test_a_trouble_is_seen_to_by_name(open_hall) -> None:
    page = open_hall()

    page.locator(".alert", has_text="minta bantuan").get_by_role("button", name="Saya datang").click()

    page.wait_for_selector(".alert__seen")
    assert "Rina menanganinya sejak 09.00" in page.inner_text(".alerts")
    assert Alert.objects.get(kind="help").seen_by.name == "Rina"


def test_what_changes_comes_by_itself_and_keeps_what_is_open(open_hall, mall: Mall) -> None:
    page = open_hall()
    page.locator("#arti summary").click()
    DeskLease.objects.filter(counter__number="1", counter__mall=mall).update(
        seen_at=NINE - minutes(20), changed_at=NINE - minutes(20)
    )

    # There is no stream here, so the page asks by itself.
    expect(page.locator(".alerts")).to_contain_text("Loket 1 kosong", timeout=30000)

    assert page.evaluate("document.getElementById('arti').open")


def test_without_javascript_everything_is_a_page_and_a_form(open_hall, mall: Mall) -> None:
    page = open_hall(scripts=False)
    absent = mall.counters.get(number="6")

    page.click(f"#loket-{absent.code}")
    page.fill("[name=alasan]", "Jaringan putus")
    page.get_by_role("button", name="Tutup hari ini").click()

    page.wait_for_selector(".hall__zone")
    assert "Jaringan putus" in page.inner_text(f"#loket-{absent.code}")


@pytest.mark.parametrize("width", [320, 360, 768, 1366, 1920])
def test_nothing_is_wider_than_the_screen(open_hall, width: int) -> None:
    page = open_hall(width=width)

    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_the_day_of_the_hall_is_ended_in_its_sheet_and_opened_again(open_hall, mall: Mall) -> None:
    page = open_hall(width=360, height=740)
    page.get_by_role("link", name="Akhiri hari").click()
    page.wait_for_selector("#lembar[open] [name=menunggu]", state="attached")
    page.select_option("#lembar [name=alasan]", "safety")
    page.locator("#lembar .choice", has_text="Tutup nomornya").click()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360

    page.locator("#lembar").get_by_role("button", name="Akhiri hari aula").click()

    page.wait_for_selector("#lembar[open]", state="detached")
    page.goto("/aula/kalianda/hari")
    expect(page.locator("main")).to_contain_text("gedung harus dikosongkan")
    page.get_by_role("button", name="Buka lagi").click()
    page.wait_for_selector(".hall__zone")
    assert all(issuing_state(line, NINE).giving for line in mall.lines.select_related("mall"))
