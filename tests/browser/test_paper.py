"""From the press at a real kiosk to the paper of a real socket: web, worker and browser, nobody else."""

import time
from typing import TYPE_CHECKING

import pytest

from pendopo.directory.models import Device, DeviceKind
from pendopo.printing.models import Printer, PrinterState
from tests.browser.conftest import OpenPage
from tests.situations.paper import read_paper
from tests.situations.printers import FakePrinter, a_printer, it_prints_at
from tests.situations.running_hall import RunningHall, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def a_kiosk_that_prints(hall: RunningHall, somebody: OpenPage, device: FakePrinter, name: str) -> "Page":
    page = somebody(width=1080, height=1920)
    page.goto(hall.pairing_link(DeviceKind.KIOSK, name))
    page.wait_for_selector(".kiosk--start")
    printer = Printer.objects.filter(port=device.port).first() or a_printer(device, mall=hall.mall, name=f"Printer {name}")
    it_prints_at(printer, Device.objects.get(name=name))
    eventually(lambda: Printer.objects.get(pk=printer.pk).state != PrinterState.UNASKED)
    return page


def take_a_number(page: "Page", hall: RunningHall) -> str:
    page.click(f"text={hall.service.name}")
    page.click(".take .btn--main")
    page.wait_for_selector(".slip__number")
    return page.inner_text(".slip__number").replace("\n", "").strip()


def test_a_number_is_on_paper_soon_after_the_press(hall: RunningHall, somebody: OpenPage) -> None:
    with FakePrinter() as device:
        page = a_kiosk_that_prints(hall, somebody, device, "Kios 1")

        label = take_a_number(page, hall)
        shown_at = time.monotonic()
        eventually(lambda: device.papers)
        took = time.monotonic() - shown_at
        page.wait_for_selector(".slip__paper.is-well")

        assert label in read_paper(device.papers[0]).text
        assert took < 2, took
        assert len(device.papers) == 1


def test_without_paper_the_number_stays_on_the_screen_and_new_paper_brings_it_within_its_minute(
    hall: RunningHall, somebody: OpenPage
) -> None:
    with FakePrinter() as device:
        device.run_out()
        page = a_kiosk_that_prints(hall, somebody, device, "Kios 2")

        label = take_a_number(page, hall)
        page.wait_for_selector(".slip__paper.is-bad")
        assert page.is_visible(".slip__qr svg")
        device.refill()
        page.wait_for_selector(".slip__paper.is-well")

        assert [label in read_paper(paper).text for paper in device.papers] == [True]
