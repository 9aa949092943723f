"""`./pendopo voice` names what nobody says."""

import pytest
from django.utils import translation

from pendopo.config.cli import main
from pendopo.voice.models import VoiceSettings
from tests.situations.hall import a_counter, a_line, a_mall
from tests.situations.sounds import a_clip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def mall():
    mall = a_mall(code="kalianda", name="MPP Kalianda")
    a_counter(line=a_line(mall=mall), number="3")
    return mall


def test_a_mall_whose_calls_can_all_be_said(mall, capsys):
    assert main(["voice"]) == 0
    assert "✓ Indonesian: 50 words, 0 of them recorded by the mall" in capsys.readouterr().out


def test_a_word_that_nobody_says_is_named_with_its_sign(mall, capsys):
    a_counter(line=mall.lines.get(), number="Kasir")

    assert main(["voice", "kalianda"]) == 1
    assert "✗ Indonesian: nobody says “kasir”, needed for Kasir" in capsys.readouterr().out

    a_clip(mall, "kasir")
    assert main(["voice", "kalianda"]) == 0
    assert "1 of them recorded" in capsys.readouterr().out


def test_a_call_spelled_out_in_the_languages_of_the_mall(mall, capsys):
    VoiceSettings.objects.create(mall=mall, languages=["id", "jv"], reading="digits")

    assert main(["voice", "kalianda", "--say", "A-047", "--counter", "3A"]) == 0
    said = capsys.readouterr().out
    assert "id: nomor-antrian, huruf-a nol empat tujuh, silakan-menuju loket tiga huruf-a" in said
    assert "jv: nomer-antrian" in said


def test_a_mall_that_is_not_here(capsys):
    assert main(["voice", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_mall_that_speaks_no_language(mall, capsys):
    VoiceSettings.objects.create(mall=mall, languages=[])

    assert main(["voice"]) == 0
    assert "gong and text only" in capsys.readouterr().out
