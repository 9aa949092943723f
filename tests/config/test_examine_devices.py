"""What doctor says about printers, kiosks and displays, and that screens may sleep while the hall is closed."""

import pytest
from django.utils import translation

from pendopo.config.examine_devices import examine_devices
from pendopo.directory.models import Device, SoundState
from pendopo.journal.relay import give_positions
from pendopo.printing.models import Printer, PrinterState
from tests.situations.hall import a_closed_day, a_display, a_kiosk, a_mall, a_zone
from tests.situations.printers import a_printer
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def said(at=NINE):
    return [(well, sentence) for well, sentence, _advice in examine_devices(at)]


@pytest.fixture
def zone():
    return a_zone(mall=a_mall(name="MPP Kalianda"))


def test_nothing_is_said_where_there_is_nothing(zone):
    assert said() == []


def test_a_printer_without_paper_is_named_with_what_to_do():
    printer = a_printer(9100, name="Printer kios 2")
    give_positions()
    assert said() == [(True, "All printers are well (1).")]

    Printer.objects.filter(pk=printer.pk).update(state=PrinterState.OUT)

    ((well, sentence, advice),) = examine_devices(NINE)
    assert (well, sentence) == (False, "Printer kios 2 is out of paper.")
    assert "80 mm" in advice


def test_screens_that_were_heard_of_are_well(zone):
    a_kiosk(mall=zone.mall, last_seen_at=NINE - minutes(1))
    a_display(zone=zone, last_seen_at=NINE - minutes(1), sound_state=SoundState.ON)

    assert said() == [(True, "All screens are well (2).")]


def test_a_silent_screen_is_named_while_the_hall_is_open_only(zone):
    a_kiosk(mall=zone.mall, name="Kios pintu", last_seen_at=NINE - minutes(30))
    assert said() == [(False, "Kios pintu (MPP Kalianda) is silent although the hall is open.")]

    a_closed_day(mall=zone.mall)
    assert said() == [(True, "All screens are well (1).")]


def test_a_display_that_should_be_heard_and_is_mute_is_named(zone):
    device, _token = a_display(zone=zone, name="Layar A", last_seen_at=NINE, sound_state=SoundState.MUTED)
    assert said() == [(False, "Layar A (MPP Kalianda) announces calls, but its sound is off.")]

    Device.objects.filter(pk=device.pk).update(speaks=False)
    assert said() == [(True, "All screens are well (1).")]


def test_a_copied_token_is_named_at_any_hour(zone):
    a_kiosk(mall=zone.mall, name="Kios pintu", last_seen_at=NINE, doubled_at=NINE - minutes(60))
    a_closed_day(mall=zone.mall)

    ((well, sentence),) = said()
    assert not well
    assert "two places" in sentence
