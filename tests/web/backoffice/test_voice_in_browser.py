"""Recording in a real Chromium: a microphone in the test's hand, the browser's own recorder, the server's own judgement."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from pendopo.directory.models import Mall
from pendopo.voice.models import Clip
from tests.situations.browser import HERE, answers
from tests.situations.hall import a_counter, a_line, a_mall
from tests.situations.sounds import a_recording
from tests.web.backoffice.conftest import the_office_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# A person who hums for as long as the microphone is open; `window.loudness` is how far away the person stands.
MICROPHONE = """
window.loudness = 0.4;
window.played = 0;
navigator.mediaDevices.getUserMedia = async () => {
  if (window.forbidden) throw new DOMException("no", "NotAllowedError");
  const air = new AudioContext();
  const voice = air.createOscillator();
  const distance = air.createGain();
  distance.gain.value = window.loudness;
  const microphone = air.createMediaStreamDestination();
  voice.connect(distance).connect(microphone);
  voice.start();
  return microphone.stream;
};
const really = AudioContext.prototype.createBufferSource;
AudioContext.prototype.createBufferSource = function () { window.played += 1; return really.call(this); };
"""


@pytest.fixture
def mall() -> Mall:
    mall = a_mall(code="kalianda")
    a_counter(line=a_line(mall=mall), number="Kasir")
    return mall


@pytest.fixture
def page(chromium: "Browser", mall: Mall) -> Iterator["Page"]:
    office = the_office_of(mall)
    context = chromium.new_context(base_url=HERE, viewport={"width": 1366, "height": 900})
    context.set_default_timeout(8000)
    context.add_cookies([{"name": "sesi", "value": office.cookies["sesi"].value, "url": HERE}])
    context.route("**/*", answers())
    context.add_init_script(MICROPHONE)
    page = context.new_page()
    page.goto("/kelola/kalianda/suara")
    yield page
    context.close()


def say(page: "Page", word: str, *, milliseconds: int = 700) -> None:
    button = page.locator(f"#kata-{word} [data-do=record]")
    button.click()
    page.wait_for_selector(f"#kata-{word} [data-do=record][aria-pressed=true]")
    page.wait_for_timeout(milliseconds)
    button.click()


def test_a_missing_word_is_recorded_checked_and_heard(page: "Page", mall: Mall) -> None:
    say(page, "kasir")
    page.wait_for_selector("#kata-kasir .state-text--good")

    clip = Clip.objects.get(mall=mall, word="kasir")
    assert 300 <= clip.milliseconds <= 1500
    assert "rekaman mal" in page.inner_text("#kata-kasir .word__state")
    assert page.get_attribute("#kata-kasir", "data-address") == f"/suara/{clip.sha256}.wav"
    page.wait_for_function("() => window.played > 0")
    page.reload()
    assert "rekaman mal" in page.inner_text("#kata-kasir .word__state")


def test_a_whisper_is_refused_with_what_to_do(page: "Page") -> None:
    page.evaluate("window.loudness = 0.002")

    say(page, "satu")
    page.wait_for_selector("#kata-satu .state-text--bad")

    said = page.inner_text("#kata-satu .word__state")
    assert "Mendekatlah ke mikrofon" in said or "Mohon ucapkan lagi" in said
    assert not Clip.objects.exists()


def test_a_forbidden_microphone_is_said(page: "Page") -> None:
    page.evaluate("window.forbidden = true")

    page.click("#kata-satu [data-do=record]")
    page.wait_for_selector("#kata-satu .state-text--bad")

    assert "Izinkan mikrofon" in page.inner_text("#kata-satu .word__state")


def test_a_chosen_file_becomes_a_word_and_anything_else_is_refused(page: "Page", mall: Mall) -> None:
    sound = {"name": "satu.wav", "mimeType": "audio/wav", "buffer": a_recording(rate=48000, channels=2)}
    page.set_input_files("#kata-satu input[type=file]", sound)
    page.wait_for_selector("#kata-satu .state-text--good")
    page.set_input_files("#kata-dua input[type=file]", {"name": "dua.mp3", "mimeType": "audio/mpeg", "buffer": b"not a sound"})
    page.wait_for_selector("#kata-dua .state-text--bad")

    assert list(Clip.objects.values_list("word", flat=True)) == ["satu"]
    assert "tidak dapat membaca" in page.inner_text("#kata-dua .word__state")


def test_a_sample_sentence_is_played_and_says_what_is_missing(page: "Page") -> None:
    page.fill("[name=nomor]", "A-123")
    page.click("#sample button")
    page.wait_for_function("() => window.played >= 7")

    assert "kasir" in page.inner_text("#sample-said")


def test_every_shipped_clip_can_be_played_by_the_browser(page: "Page") -> None:
    page.click("h1")
    lengths = page.evaluate(
        """async () => {
          const audio = new AudioContext();
          const lengths = [];
          for (const language of ["id", "en", "jv"]) {
            const page = new DOMParser().parseFromString(await (await fetch("?bahasa=" + language)).text(), "text/html");
            for (const word of page.querySelectorAll(".word[data-address^='/static']")) {
              const sound = await audio.decodeAudioData(await (await fetch(word.dataset.address)).arrayBuffer());
              lengths.push([language + "/" + word.id, sound.duration, sound.numberOfChannels]);
            }
          }
          return lengths;
        }"""
    )

    assert len(lengths) > 170
    assert [one for one in lengths if not 0.1 <= one[1] <= 2.5 or one[2] != 1] == []


@pytest.mark.parametrize("width", [320, 1366])
def test_the_page_fits(page: "Page", width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    assert page.evaluate("document.documentElement.scrollWidth") <= width
