"""Screens say which software they run; an old one loads itself anew, once, when nobody looks at a call."""

import pytest

from pendopo.directory.models import Device
from pendopo.directory.outside_line import say_outside_is_lost
from pendopo.web import context, software
from tests.situations.hall import a_display, a_mall, a_manager, a_zone
from tests.situations.screens import a_kiosk_screen
from tests.situations.times import NINE, minutes
from tests.web.display.in_browser import PANELS, OpenDisplay, a_call, say
from tests.web.oversight.test_live_hall import page as live_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(monkeypatch):
    """The server runs newer software than the pages were made with."""
    made_with = software.software()
    monkeypatch.setattr(context, "software", lambda: made_with)
    monkeypatch.setattr(software, "software", lambda: "0.9.9-abcdef")


def test_a_kiosk_tells_and_is_told(newer):
    kiosk = a_kiosk_screen()

    answer = kiosk.get("/k/detak", versi="0.1.0-123456")

    assert answer.headers["X-Pendopo-Software"] == "0.9.9-abcdef"
    assert Device.objects.get().software == "0.1.0-123456"


@pytest.mark.parametrize("rubbish", ["", "<b>", "x" * 25, "Budi Santoso", "A1"])
def test_what_is_no_version_is_not_noted(rubbish):
    kiosk = a_kiosk_screen()
    kiosk.get("/k/detak", versi="0.1.0-123456")

    assert kiosk.get("/k/detak", versi=rubbish).status_code == 200
    assert Device.objects.get().software == "0.1.0-123456"


def test_every_change_of_a_script_is_another_software():
    assert software.software().startswith("0.1.0-")
    assert len(software.software()) <= Device._meta.get_field("software").max_length


# Counts how often the page was loaded (each test page has a storage of its own), and says whether a hand touched it.
_RAN = "localStorage.runs = 1 + Number(localStorage.runs || 0); // %s\n"
_TOUCHED = "Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: %s } });\n"


@pytest.mark.browser
class TestInBrowser:
    def test_an_old_display_loads_itself_anew_once_and_one_whose_sound_a_hand_turned_on_waits(
        self, open_display: OpenDisplay, newer
    ):
        by_flag, by_hand = (
            open_display(clock_stands=True, script=_RAN % active + _TOUCHED % active) for active in ("false", "true")
        )
        for page in (by_flag, by_hand):
            page.wait_for_selector("#board")
            for _minute in range(3):
                page.clock.run_for(66_000)
                page.wait_for_timeout(500)
                page.wait_for_selector("#board")

        assert [page.evaluate("Number(localStorage.runs)") for page in (by_flag, by_hand)] == [2, 1]

    def test_a_display_of_today_stays(self, open_display: OpenDisplay):
        page = open_display(clock_stands=True)
        page.wait_for_selector("#board")
        page.evaluate("window.stays = true")

        page.clock.run_for(61_000)
        page.wait_for_timeout(500)

        assert page.evaluate("window.stays")

    def test_a_screen_in_use_waits(self, open_display: OpenDisplay, newer):
        page = open_display()
        page.wait_for_selector("#board")

        waits = page.evaluate(
            """async () => {
              const { followSoftware } = await import("/static/pendopo/js/software.js");
              followSoftware(await fetch("/layar/isi"), () => false);
              return !sessionStorage.getItem("pendopo.software");
            }"""
        )

        assert waits

    @pytest.mark.parametrize("panel", PANELS)
    def test_that_the_internet_is_cut_is_said_beside_the_calls_and_over_none(self, open_display: OpenDisplay, zone, panel):
        say_outside_is_lost(mall=zone.mall, at=NINE - minutes(5), actor="officer:rina")
        page = open_display(panel=panel)
        page.wait_for_selector(".tv__outside")
        say(page, a_call(zone, "A-047"), "7.1")
        page.wait_for_selector(".call--new")

        strip, call, foot = (page.locator(one).bounding_box() for one in (".tv__outside", "#call", ".tv__low"))

        assert "Jaringan internet terputus sejak 08.55" in page.inner_text(".tv__outside")
        assert "dengarkan nomor Anda" in page.inner_text(".tv__outside")
        assert call["y"] + call["height"] <= strip["y"] + 1
        assert strip["y"] + strip["height"] <= foot["y"] + 1
        assert foot["y"] + foot["height"] <= panel[1] + 1
        assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")


def test_the_live_hall_names_what_each_screen_runs(client, newer):
    display, _token = a_display(zone=a_zone(), last_seen_at=NINE, software="0.1.0-123456")
    client.force_login(a_manager(display.mall))

    shown = live_page(client, display.mall)

    assert "0.1.0-123456" in shown
    assert "lama; dimuat ulang saat tidak dipakai" in shown


def test_who_runs_the_hall_says_that_the_internet_is_down_and_back(client):
    mall = a_mall()
    client.force_login(a_manager(mall))

    assert "Internet mati" in live_page(client, mall)
    client.post(f"/aula/{mall.code}/internet/putus")
    assert "Jaringan internet terputus sejak" in live_page(client, mall)
    client.post(f"/aula/{mall.code}/internet/ada")
    assert "Jaringan internet terputus sejak" not in live_page(client, mall)
    assert client.post(f"/aula/{mall.code}/internet/lain").status_code == 404
