"""A zone's display in a real Chromium: calls come, are announced once, and never when they are old."""

from datetime import timedelta

import pytest

from pendopo.directory.models import Zone
from tests.situations.hall import a_zone
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.loudspeaker import GONG
from tests.situations.times import NINE, minutes
from tests.web.display.in_browser import PANELS, OpenDisplay, a_call, rows, say, shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_call_fills_the_panel_flashes_and_sounds(open_display: OpenDisplay, zone: Zone) -> None:
    page = open_display()
    page.wait_for_function("() => window.stream")

    say(page, a_call(zone, "A-047"), "7.1")
    page.wait_for_selector(".call--new")

    assert shown(page) == "A-047"
    assert page.inner_text(".call__counter") == "Loket 3"
    assert page.inner_text("#call-where") == "Sisi kanan, dekat musala"
    assert page.get_attribute(".call__arrow use", "href").endswith("#arrow-right")
    assert page.evaluate("window.gongs") == GONG
    assert (
        page.evaluate("document.querySelector('.call').offsetHeight * document.querySelector('.call').offsetWidth")
        > 1920 * 1080 / 3
    )


def test_the_same_call_is_announced_once_whoever_tells_it(open_display: OpenDisplay, zone: Zone) -> None:
    page = open_display()
    page.wait_for_function("() => window.stream")
    call = a_call(zone, "A-047")

    say(page, call, "7.1")
    say(page, call, "7.1")
    say(page, call, "7.2")
    page.evaluate("call => window.stream.say('hello', { calls: [call] }, '7.3')", call)

    assert page.evaluate("window.gongs") == GONG
    assert rows(page) == []


def test_the_next_call_moves_the_one_before_to_the_list(open_display: OpenDisplay, zone: Zone) -> None:
    page = open_display()
    page.wait_for_function("() => window.stream")

    for number in range(1, 4):
        say(page, a_call(zone, f"A-00{number}", "4"), f"7.{number}")
    page.wait_for_function("() => document.getElementById('call-number').textContent === 'A-003'", timeout=20000)

    assert rows(page) == ["A-002", "A-001"]
    assert page.evaluate("window.gongs") == 3 * GONG


def test_a_repeated_call_is_marked_and_stands_once(open_display: OpenDisplay, zone: Zone) -> None:
    page = open_display()
    page.wait_for_function("() => window.stream")
    page.evaluate(
        "calls => window.stream.say('hello', { calls }, '9.1')",
        [a_call(zone, "A-003", at=NINE - minutes(2)), a_call(zone, "A-002", at=NINE - minutes(3), recall=True)],
    )

    assert shown(page) == "A-003"
    assert rows(page) == ["A-002"]
    assert "ulang" in page.inner_text("#rows li")


def test_what_was_missed_is_shown_but_an_old_call_is_never_announced(open_display: OpenDisplay, zone: Zone) -> None:
    page = open_display()
    page.wait_for_function("() => window.stream")
    missed = [a_call(zone, f"A-00{age}", at=NINE - timedelta(seconds=60 + age)) for age in range(1, 5)]

    page.evaluate("calls => window.stream.say('hello', { calls }, '9.1')", missed)

    assert shown(page) == "A-001"
    assert rows(page) == ["A-002", "A-003", "A-004"]
    assert page.evaluate("window.gongs") == 0
    assert page.locator(".call--new").count() == 0


def test_a_lost_line_is_told_since_when_and_the_last_calls_stay_greyed(open_display: OpenDisplay, zone: Zone) -> None:
    page = open_display()
    page.wait_for_function("() => window.stream")
    say(page, a_call(zone, "A-047"), "7.1")
    page.context.route("**/layar/isi*", lambda route: route.abort())

    page.evaluate("window.stream.breaks()")
    page.wait_for_selector("#alarm:visible", timeout=10000)

    assert "Sambungan terputus sejak 09.00" in page.inner_text("#alarm")
    assert "Panggilan terakhir, pukul 09.00" in " ".join(page.inner_text("#call-label").split())
    assert shown(page) == "A-047"
    assert page.locator("body.tv--lost").count() == 1
    page.evaluate("window.stream.opens()")
    page.wait_for_selector("#alarm", state="hidden")
    assert "Silakan menuju loket" in page.inner_text("#call-label")


def test_while_the_database_is_away_the_last_calls_stay_and_are_greyed(open_display: OpenDisplay, zone: Zone) -> None:
    page = open_display()
    page.wait_for_function("() => window.stream")
    say(page, a_call(zone, "A-047"), "7.1")
    page.context.route("**/layar/isi*", lambda route: route.fulfill(status=503, content_type="text/html", body="<main></main>"))

    page.evaluate("window.stream.say('stale', {})")
    page.wait_for_selector("body.tv--lost #alarm:visible", timeout=10000)
    assert shown(page) == "A-047"
    page.evaluate("window.stream.say('beat', {})")
    page.wait_for_selector("#alarm", state="hidden")

    assert page.locator("body.tv--lost").count() == 0


def test_while_the_stream_is_away_the_board_is_asked_for(open_display: OpenDisplay, zone: Zone) -> None:
    page = open_display()
    page.wait_for_function("() => window.stream")
    line = zone.lines.get()
    a_ticket(line, at=NINE - minutes(5))
    an_open_desk(zone.counters.get(number="3")).call(NINE)

    page.evaluate("window.stream.breaks()")
    page.wait_for_selector(".call--new", timeout=10000)

    assert shown(page) == "A-001"
    assert page.evaluate("window.gongs") == GONG
    assert page.locator("#alarm:visible").count() == 0


def test_a_reload_never_sounds(open_display: OpenDisplay, zone: Zone) -> None:
    a_ticket(zone.lines.get(), at=NINE - minutes(5))
    an_open_desk(zone.counters.get(number="3")).call(NINE)

    page = open_display()
    page.wait_for_selector("#call:visible")
    page.evaluate("call => window.stream.say('hello', { calls: [call] }, '9.1')", a_call(zone, "A-001"))

    assert shown(page) == "A-001"
    assert page.evaluate("window.gongs") == 0


def test_other_zones_pass_by_in_the_strip(open_display: OpenDisplay, zone: Zone) -> None:
    others = [a_zone(mall=zone.mall) for _ in range(8)]
    page = open_display()
    page.wait_for_function("() => window.stream")

    say(page, a_call(others[0], "B-012", "9"), "7.1")

    assert "B-012" in page.inner_text("#others")
    assert page.locator("#others li:visible").count() == 6
    assert page.evaluate("window.gongs") == 0
    assert shown(page) == ""


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("number", ["A-001", "AB-047", "AM-888", "AB-1047", "WW-10478"])
def test_a_number_shrinks_rather_than_being_cut(
    open_display: OpenDisplay, zone: Zone, panel: tuple[int, int], number: str
) -> None:
    page = open_display(panel=panel)
    page.wait_for_function("() => window.stream")

    say(page, a_call(zone, number, "104A"), "7.1")
    page.wait_for_selector(".call--new")

    for place in ("#call-number", ".call__to"):
        assert (
            page.evaluate("place => { const e = document.querySelector(place); return e.scrollWidth - e.clientWidth; }", place)
            <= 0
        )
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"
    )


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("panel", PANELS)
def test_a_full_board_fits(open_display: OpenDisplay, zone: Zone, panel: tuple[int, int], language: str) -> None:
    for letter in range(5):
        a_zone(mall=zone.mall, name=f"Zona yang panjang sekali namanya {letter}")
    page = open_display(panel=panel, language=language)
    page.wait_for_function("() => window.stream")
    calls = [a_call(zone, f"AB-1{n:03d}", "104A", at=NINE - minutes(n + 2)) for n in range(9)]
    page.evaluate("calls => window.stream.say('hello', { calls }, '9.1')", calls)

    assert len(rows(page)) == 6
    sticks_out = """() => [...document.querySelectorAll("body *")].filter((e) => !e.closest("template, .visually-hidden"))
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().bottom > innerHeight + 1)
      .map((e) => e.tagName + "." + e.className).slice(0, 5)"""
    assert page.evaluate(sticks_out) == []
    cut = "() => [...document.querySelectorAll('#rows li')].filter((e) => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(cut) == 0


def test_without_a_script_the_board_stands_and_comes_again(open_display: OpenDisplay, zone: Zone) -> None:
    a_ticket(zone.lines.get(), at=NINE - minutes(5))
    an_open_desk(zone.counters.get(number="3")).call(NINE)

    page = open_display(scripts=False)

    assert shown(page) == "A-001"
    assert 'http-equiv="refresh" content="10"' in page.content()


def test_in_a_closed_hall_the_days_calls_are_muted(open_display: OpenDisplay, zone: Zone, at_nine) -> None:
    a_ticket(zone.lines.get(), at=NINE - minutes(5))
    an_open_desk(zone.counters.get(number="3")).call(NINE)
    at_nine(NINE + minutes(7 * 60))

    page = open_display()

    page.wait_for_selector("[data-panel=closed] #rows li")
    faint = page.evaluate(
        """() => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style.color = "var(--text-faint)";
          return getComputedStyle(probe).color;
        }"""
    )
    for part in ("#rows li", "#rows .recent__to", "#rows .icon"):
        assert page.eval_on_selector(part, "one => getComputedStyle(one).color") == faint, part
