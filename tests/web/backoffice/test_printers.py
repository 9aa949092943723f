"""Printers: added by their address, tried, changed, taken away; and where each kiosk's numbers come out."""

import re

import pytest

from pendopo.directory.models import Device, DeviceKind, Mall
from pendopo.printing import conversation
from pendopo.printing.doors import paper_of
from pendopo.printing.models import JobState, KioskPaper, Printer, PrinterState, PrintJob
from pendopo.printing.tend import tend
from pendopo.web.paper.strip import compose
from tests.situations.hall import a_display, a_kiosk, a_mall, a_zone
from tests.situations.printers import FakePrinter, a_printer, an_address_where_nobody_listens, it_prints_at
from tests.situations.times import NINE
from tests.web.backoffice.conftest import the_office_of, words_of

pytestmark = pytest.mark.django_db

PRINTERS = "/kelola/kalianda/printer"


@pytest.fixture
def mall() -> Mall:
    return a_mall(code="kalianda")


@pytest.fixture
def office(mall):
    return the_office_of(mall)


def add(office, **fields):
    typed = {"name": "Printer pintu", "host": "192.168.1.50", "port": "9100", "width_mm": "80", **fields}
    return office.post(PRINTERS, typed)


def act(office, device, word: str, **fields):
    return office.post(f"{PRINTERS}/{device.pk}/{word}", fields)


def choose(office, kiosk: Device, way: str, **fields):
    return office.post(f"{PRINTERS}/kios/{kiosk.id}", {"way": way, **fields})


def look(at=NINE):
    tend(Printer.objects.select_related("device", "mall").get(), compose=compose, now=lambda: at)


def test_a_printer_is_added_and_tried_at_once(office, monkeypatch):
    with FakePrinter() as device:
        answer = add(office, host="127.0.0.1", port=str(device.port))
        assert "sedang dikirim" in words_of(office.get(answer["location"]))

        look()

        assert "sudah mencetak halaman percobaan" in words_of(office.get(answer["location"]))
        assert len(device.papers) == 1
    assert "siap" in words_of(office.get(PRINTERS))


def test_a_test_page_that_does_not_come_says_why_in_the_table(office, monkeypatch):
    monkeypatch.setattr(conversation, "_ANSWER_SECONDS", 0.2)
    with an_address_where_nobody_listens() as port:
        answer = add(office, host="127.0.0.1", port=str(port))
        look()
    PrintJob.objects.update(state=JobState.EXPIRED)

    page = words_of(office.get(answer["location"]))

    assert "Halaman percobaan tidak keluar dari Printer pintu" in page
    assert "Printer pintu tidak menjawab." in page
    assert "Periksa apakah printer menyala" in page


def test_a_page_without_paper_says_since_when(office, mall):
    Printer.objects.filter(pk=a_printer(9100, mall=mall, name="Printer pintu").pk).update(
        state=PrinterState.OUT, changed_at=NINE
    )
    page = words_of(office.get(PRINTERS))
    assert "Printer pintu kehabisan kertas." in page
    assert "sejak 09.00" in page


@pytest.mark.parametrize("host", ["8.8.8.8", "192.168.1", "http://printer", "a b", "-x", "0.0.0", "224.0.0.1"])
def test_what_is_no_address_of_the_hall_is_refused_beside_its_field(office, host):
    answer = add(office, host=host)
    assert answer.status_code == 422
    assert "bukan alamat di jaringan aula" in words_of(answer)
    assert not Printer.objects.exists()


@pytest.mark.parametrize("host", ["printer-1", "PRINTER.mpp.lan", "fd00::10", "10.0.0.9"])
def test_names_and_private_addresses_are_taken(office, host):
    assert add(office, host=host).status_code == 302


@pytest.mark.parametrize("port", ["0", "70000", "x", ""])
def test_a_port_that_does_not_exist(office, port):
    assert add(office, port=port).status_code == 422


def test_two_entries_for_one_printer_are_refused(office):
    add(office)
    assert "Alamat ini sudah dipakai Printer pintu" in words_of(add(office, name="Printer lain"))


def test_two_devices_of_one_name_are_refused(office, mall):
    a_kiosk(mall=mall, name="Printer pintu")
    assert "Sudah ada perangkat bernama Printer pintu" in words_of(add(office))


def test_a_change_makes_void_what_was_known(office, mall):
    printer = a_printer(9100, mall=mall, name="Printer pintu")
    Printer.objects.update(state=PrinterState.READY)

    act(office, printer, "ubah", name="Printer kios 1", host="192.168.1.51", port="9100", width_mm="58", listens_only="on")

    changed = Printer.objects.select_related("device").get()
    assert (changed.host, changed.width_mm, changed.talks_back, changed.state) == ("192.168.1.51", 58, False, "unasked")
    assert changed.device.name == "Printer kios 1"


def test_a_refused_change_keeps_what_was_typed(office, mall):
    printer = a_printer(9100, mall=mall, name="Printer pintu")
    answer = act(office, printer, "ubah", name="Printer pintu", host="8.8.8.8", port="9100", width_mm="80")
    assert answer.status_code == 422
    assert "8.8.8.8" in answer.content.decode()


def test_taken_out_of_service_its_kiosks_show_numbers_only_and_it_may_come_back(office, mall):
    printer = a_printer(9100, mall=mall, name="Printer pintu")
    kiosk, _token = a_kiosk(mall=mall)
    it_prints_at(printer, kiosk)

    act(office, printer, "cabut")
    assert paper_of(kiosk) is None
    assert "tidak dipakai" in words_of(office.get(PRINTERS))

    act(office, printer, "ubah", name="Printer pintu", host="127.0.0.1", port="9100", width_mm="80")
    assert Device.objects.get(kind=DeviceKind.PRINTER).revoked_at is None


def test_each_kiosk_has_its_paper(office, mall):
    printer = a_printer(9100, mall=mall, name="Printer pintu")
    kiosk, _token = a_kiosk(mall=mall, name="Kios 1")

    choose(office, kiosk, f"printer:{printer.pk}", automatic="1")
    assert (paper_of(kiosk).printer, paper_of(kiosk).automatic) == (printer, True)

    choose(office, kiosk, "browser:58")
    assert (paper_of(kiosk).printer, paper_of(kiosk).width_mm, paper_of(kiosk).automatic) == (None, 58, False)

    choose(office, kiosk, "")
    assert not KioskPaper.objects.exists()


def test_a_display_has_no_paper_and_a_stranger_no_kiosk(office, mall):
    display, _token = a_display(zone=a_zone(mall=mall))
    stranger, _token = a_kiosk()
    assert [choose(office, device, "browser:80").status_code for device in (display, stranger)] == [404, 404]


def test_a_printer_of_another_mall_is_not_there(office):
    other = a_printer(9100)
    kiosk, _token = a_kiosk(mall=Mall.objects.get(code="kalianda"))
    assert [act(office, other, word).status_code for word in ("ubah", "coba", "cabut")] == [404] * 3
    assert choose(office, kiosk, f"printer:{other.pk}").status_code == 404
    assert office.get(PRINTERS, {"coba": "x"}).status_code == 200


def test_a_printer_is_no_screen_to_pair(office, mall):
    printer = a_printer(9100, mall=mall, name="Printer pintu")
    assert office.post(f"/kelola/kalianda/layar/{printer.pk}/pasang").status_code == 404
    assert "Printer pintu" not in words_of(office.get("/kelola/kalianda/layar"))
    assert not re.search(r'value="printer"', office.get("/kelola/kalianda/layar").content.decode())
