"""The voice of a display, watched at its loudspeaker: one ordered log, each call once, never two at a time, and an alarm when mute."""

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pendopo.catalogue.numbering import paper_number
from pendopo.directory.models import Device, Zone
from pendopo.voice.languages import LANGUAGES
from pendopo.voice.models import QuietHours, VoiceSettings
from pendopo.voice.wording import Announcement, Reading, phrases
from tests.situations.hall import a_counter
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.loudspeaker import GONG, never_two_at_once, played, sentences
from tests.situations.times import NINE, minutes
from tests.web.display.in_browser import OpenDisplay, a_call, rows, say, shown

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LONG = "window.clipSeconds = 0.9;"
A_SENTENCE = 11_000
SUSPENDED = "window.audioState = 'suspended';"


def ready(page: "Page", state: str = "on") -> "Page":
    """Wait until the display has learned its voice."""
    words = {"on": "Suara aktif", "muted": "Suara mati", "gong": "Hanya gong", "quiet": "Jam tenang", "": "Layar lain bersuara"}
    page.wait_for_function("word => document.getElementById('sound-word').textContent === word", arg=words[state])
    page.wait_for_function("() => window.stream")
    return page


def numbers(page: "Page") -> list[str]:
    return [sentence.split()[2] for sentence in sentences(page)]


def test_a_call_is_spoken_after_the_gong_word_by_word(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display())

    say(page, a_call(zone, "A-123", "104A"), "7.1")

    assert sentences(page) == [
        "nomor-antrian huruf-a seratus dua puluh tiga silakan-menuju loket seratus empat huruf-a",
    ]
    assert page.evaluate("window.gongs") == GONG
    assert shown(page) == "A-123"
    first = played(page)[0]
    assert first["from"] > page.evaluate("window.audio.currentTime") + 0.5
    assert first["volume"] == 1


def test_announcements_follow_the_journal_and_never_overlap(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display(script=LONG, clock_stands=True))

    for place in range(1, 5):
        say(page, a_call(zone, f"A-00{place}", "4", position=place, at=NINE + timedelta(seconds=place)), f"{place}.1")
    assert rows(page) == ["A-004", "A-003", "A-002"]  # Nobody's number waits for the voice to be seen.
    page.clock.run_for(4 * A_SENTENCE)

    assert numbers(page) == ["satu", "dua", "tiga", "empat"]
    assert never_two_at_once(page)
    assert rows(page) == ["A-003", "A-002", "A-001"]


def test_calls_that_arrive_in_disorder_are_put_into_the_order_of_the_journal(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display(clock_stands=True))

    page.evaluate(
        "calls => window.stream.say('hello', { calls }, '9.1')",
        [a_call(zone, f"A-00{place}", position=place, at=NINE) for place in (3, 1, 2)],
    )
    page.clock.run_for(4 * A_SENTENCE)

    assert numbers(page) == ["satu", "dua", "tiga"]


def test_a_recall_is_an_announcement_and_says_so(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display(clock_stands=True))

    say(page, a_call(zone, "A-001", position=1), "1.1")
    say(page, a_call(zone, "A-001", position=2, at=NINE + timedelta(seconds=20), recall=True), "2.1")
    page.clock.run_for(2 * A_SENTENCE)

    assert [clip["word"] for clip in played(page)].count("id/panggilan-ulang") == 1
    assert numbers(page) == ["satu", "satu"]


def test_whoever_tells_a_call_again_it_is_spoken_once(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display(clock_stands=True))
    call = a_call(zone, "A-047")

    say(page, call, "7.1")
    say(page, call, "7.2")
    page.evaluate("call => window.stream.say('hello', { calls: [call] }, '7.3')", call)
    page.clock.run_for(2 * A_SENTENCE)

    assert len(sentences(page)) == 1
    assert rows(page) == []


def test_after_a_silence_the_young_calls_are_made_up_for_in_order_and_the_old_only_shown(
    open_display: OpenDisplay, zone: Zone
) -> None:
    page = ready(open_display(clock_stands=True))
    missed = [
        a_call(zone, f"A-00{place}", position=place, at=NINE - timedelta(seconds=age))
        for place, age in ((1, 200), (2, 70), (3, 40), (4, 5))
    ]

    page.evaluate("window.stream.breaks()")
    page.evaluate("window.stream.opens()")
    page.evaluate("calls => window.stream.say('hello', { calls }, '9.1')", missed)
    page.clock.run_for(3 * A_SENTENCE)

    assert numbers(page) == ["tiga", "empat"]
    assert shown(page) == "A-004"
    assert rows(page) == ["A-003", "A-002", "A-001"]


def test_a_reload_repeats_nothing(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display(clock_stands=True))
    a_ticket(zone.lines.get(), at=NINE - minutes(5))
    an_open_desk(zone.counters.get(number="3")).call(NINE)
    call = a_call(zone, "A-001")
    say(page, call, "7.1")
    page.clock.run_for(A_SENTENCE)
    assert len(sentences(page)) == 1

    ready(reloaded(page))
    page.evaluate("call => window.stream.say('hello', { calls: [call] }, '9.1')", call)
    page.clock.run_for(A_SENTENCE)

    assert shown(page) == "A-001"
    assert sentences(page) == []
    assert page.evaluate("window.gongs") == 0


def test_a_display_rebooted_in_the_middle_of_a_call_says_it_to_the_end(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display(clock_stands=True))
    a_ticket(zone.lines.get(), at=NINE - minutes(5))
    an_open_desk(zone.counters.get(number="3")).call(NINE)
    say(page, a_call(zone, "A-001"), "7.1")
    page.clock.run_for(1000)

    ready(reloaded(page))
    page.evaluate("call => window.stream.say('hello', { calls: [call] }, '9.1')", a_call(zone, "A-001"))
    page.clock.run_for(A_SENTENCE)

    assert page.evaluate("window.gongs") == GONG
    assert shown(page) == "A-001"
    page.reload()
    ready(page)
    assert page.evaluate("window.gongs") == 0


def test_while_the_stream_is_away_every_young_call_is_spoken_in_order(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display())
    line = zone.lines.get()
    for place, number in enumerate(("3", "4")):
        a_ticket(line, at=NINE - minutes(5 - place))
        an_open_desk(zone.counters.get(number=number)).call(NINE - timedelta(seconds=20 - place))

    page.evaluate("window.stream.breaks()")
    page.wait_for_function("() => window.played.filter((clip) => clip.word === 'id/loket').length === 2", timeout=30000)

    assert numbers(page) == ["satu", "dua"]


def test_two_displays_of_a_zone_announce_each_once_unless_one_is_told_to_be_silent(
    open_display: OpenDisplay, zone: Zone
) -> None:
    one, other = ready(open_display()), ready(open_display())
    Device.objects.filter(pk=newest_display()).update(speaks=False)
    silent_one = ready(reloaded(other), "")

    for page in (one, silent_one):
        say(page, a_call(zone, "A-047"), "7.1")

    assert len(sentences(one)) == 1
    assert (sentences(silent_one), silent_one.evaluate("window.gongs")) == ([], 0)
    assert shown(silent_one) == "A-047"
    assert silent_one.locator(".call--new").count() == 1
    assert silent_one.locator("#mute:visible").count() == 0


def test_a_second_language_follows_but_not_while_others_wait(open_display: OpenDisplay, zone: Zone) -> None:
    VoiceSettings.objects.create(mall=zone.mall, languages=["id", "en", "jv"])
    page = ready(open_display(clock_stands=True))

    say(page, a_call(zone, "A-001", position=1), "1.1")
    assert {clip["word"].partition("/")[0] for clip in played(page)} == {"id", "en", "jv"}
    say(page, a_call(zone, "A-002", position=2), "2.1")
    say(page, a_call(zone, "A-003", position=3), "3.1")
    page.evaluate("window.played = []")
    page.clock.run_for(2 * A_SENTENCE)

    openings = [clip["word"] for clip in played(page) if clip["word"].split("/")[1] in OPENINGS]
    assert openings == ["id/nomor-antrian", "id/nomor-antrian", "en/queue-number", "jv/nomer-antrian"]


OPENINGS = {language.opening for language in LANGUAGES.values()}


@pytest.mark.parametrize(("quiet", "usual", "device", "heard"), [(30, 100, 100, 0.3), (None, 80, 50, 0.4), (30, 100, 50, 0.15)])
def test_the_volume_is_the_hours_times_the_displays(
    open_display: OpenDisplay, zone: Zone, quiet: int | None, usual: int, device: int, heard: float
) -> None:
    VoiceSettings.objects.create(mall=zone.mall, languages=["id"], volume=usual)
    if quiet is not None:
        QuietHours.objects.create(mall=zone.mall, starts="08:30", ends="09:30", volume=quiet)
    page = open_display()
    Device.objects.filter(pk=newest_display()).update(volume=device)
    ready(reloaded(page), "on" if quiet is None else "quiet")

    say(page, a_call(zone, "A-001"), "1.1")

    assert played(page)[0]["volume"] == pytest.approx(heard)


def test_in_silent_hours_a_call_is_shown_and_nothing_sounds(open_display: OpenDisplay, zone: Zone) -> None:
    QuietHours.objects.create(mall=zone.mall, starts="08:30", ends="09:30", volume=0)
    page = ready(open_display(), "quiet")

    say(page, a_call(zone, "A-001"), "1.1")

    assert (played(page), page.evaluate("window.gongs"), shown(page)) == ([], 0, "A-001")
    assert page.locator("#mute:visible").count() == 0


def test_what_cannot_be_said_whole_is_not_begun(open_display: OpenDisplay, zone: Zone) -> None:
    a_counter(line=zone.lines.get(), number="Kasir")
    page = ready(open_display())

    say(page, a_call(zone, "A-001", "Kasir"), "1.1")

    assert (played(page), page.evaluate("window.gongs"), shown(page)) == ([], GONG, "A-001")


def test_without_clips_the_gong_remains_and_the_manager_is_told(open_display: OpenDisplay, zone: Zone) -> None:
    page = ready(open_display(script="window.noClips = true;"), "gong")

    say(page, a_call(zone, "A-001"), "1.1")

    assert (played(page), page.evaluate("window.gongs")) == ([], GONG)
    assert told(page, "gong")


class TestTheAlarm:
    def test_a_display_that_cannot_sound_says_so_large_and_to_the_manager(self, open_display: OpenDisplay, zone: Zone) -> None:
        page = ready(open_display(script=SUSPENDED), "muted")

        say(page, a_call(zone, "A-001"), "1.1")

        assert "Suara layar ini mati sejak 09.00" in page.inner_text("#mute")
        assert page.locator("#mute").bounding_box()["width"] == 1920
        assert (played(page), shown(page)) == ([], "A-001")
        assert told(page, "muted")

    def test_one_press_anywhere_turns_the_sound_on(self, open_display: OpenDisplay, zone: Zone) -> None:
        page = ready(open_display(script=SUSPENDED), "muted")

        page.evaluate("window.mayResume = true")
        page.click("#enable")
        ready(page)

        assert page.locator("#mute:visible").count() == 0
        assert page.evaluate("window.gongs") == GONG  # Who pressed hears that it works.
        assert told(page, "on")

    def test_it_rises_when_the_browser_takes_the_sound_away(self, open_display: OpenDisplay, zone: Zone) -> None:
        page = ready(open_display())
        assert told(page, "on")

        page.evaluate("window.audio.becomes('suspended')")

        page.wait_for_selector("#mute:visible")
        assert told(page, "muted")

    def test_it_leaves_the_number_and_the_lost_line_in_sight(self, open_display: OpenDisplay, zone: Zone) -> None:
        page = ready(open_display(script=SUSPENDED, panel=(1366, 768)), "muted")
        say(page, a_call(zone, "AB-104", "104A"), "7.1")
        page.context.route("**/layar/isi*", lambda route: route.abort())
        page.evaluate("window.stream.breaks()")
        page.wait_for_selector("#alarm:visible", timeout=10000)

        boxes = [page.locator(place).bounding_box() for place in ("#call", "#alarm", "#mute")]
        assert all(one["y"] + one["height"] <= following["y"] + 1 for one, following in itertools.pairwise(boxes))
        assert boxes[-1]["y"] + boxes[-1]["height"] <= 769
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("reading", Reading)
def test_the_display_puts_every_number_together_as_the_one_way_does(
    open_display: OpenDisplay, zone: Zone, language: Any, reading: Reading
) -> None:
    VoiceSettings.objects.create(mall=zone.mall, languages=[language.code], reading=reading.value)
    page = ready(open_display())

    said = page.evaluate(
        """async () => {
          const { phrasesOf } = await import("/static/pendopo/js/speech.js");
          const book = await (await fetch("/layar/suara")).json();
          const say = (prefix, n, again) => phrasesOf(book.sets[0], book.zone, {
            number: prefix + "-" + String(n).padStart(3, "0"), counter: "104A", again,
          });
          return [...Array(1205).keys()].map((n) => say("A", n, false)).concat([say("BX", 7, true), say("A", "K07", false)]);
        }"""
    )

    expected = [phrases(language, Announcement("A", number, "104A"), reading) for number in range(1205)]
    expected.append(phrases(language, Announcement("BX", 7, "104A", recall=True, zone="A"), reading))
    expected.append(phrases(language, Announcement("A", paper_number(7), "104A"), reading))
    assert said == [[list(phrase) for phrase in sentence] for sentence in expected]


def reloaded(page: "Page") -> "Page":
    page.reload()
    return page


def newest_display() -> Any:
    return Device.objects.order_by("-pk").values_list("pk", flat=True).first()


def told(page: "Page", state: str) -> bool:
    """Whether a display says so to the server, now or in a moment."""
    for _look in range(60):
        if Device.objects.filter(sound_state=state).exists():
            return True
        page.wait_for_timeout(50)
    return False
