"""A recording is checked, trimmed and levelled; what is no sound is refused with a sentence."""

import pytest

from pendopo.kernel.errors import DomainError
from pendopo.voice.sound_file import (
    LARGEST_BYTES,
    NotASound,
    SoundTooLarge,
    SoundTooLong,
    SoundTooLoud,
    SoundTooQuiet,
    SoundTooShort,
    checked,
    read,
)
from tests.situations.sounds import a_recording, a_wav


def test_the_silence_around_a_word_is_cut_off():
    sound = checked(a_recording(seconds=0.8, before=0.5, after=0.7))

    assert 800 <= sound.milliseconds <= 900
    assert 1050 <= sound.trimmed_ms <= 1200
    assert read(sound.content).milliseconds == sound.milliseconds


@pytest.mark.parametrize("loudness", [0.05, 0.3, 0.9])
def test_every_word_ends_up_equally_loud(loudness):
    kept = read(checked(a_recording(loudness=loudness)).content)

    assert kept.loudness_db == pytest.approx(-18, abs=1)
    assert max(map(abs, kept.samples)) < 0.95


def test_two_channels_become_one():
    sound = checked(a_recording(channels=2, rate=48000))

    assert 800 <= sound.milliseconds <= 900


def test_joins_do_not_click():
    kept = read(checked(a_recording(before=0, after=0)).content)

    assert abs(kept.samples[0]) < 0.01
    assert abs(kept.samples[-1]) < 0.01


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotASound),
        (b"GIF89a" + b"\0" * 200, NotASound),
        (b"RIFF\xff\xff\xff\xffWAVEfmt ", NotASound),
        (a_recording()[:30], NotASound),
        (a_recording(rate=4000), NotASound),
        (b"RIFF" + b"\0" * LARGEST_BYTES, SoundTooLarge),
        (a_wav([0.0] * 24000), SoundTooShort),
        (a_recording(seconds=0.03), SoundTooShort),
        (a_recording(seconds=4.5), SoundTooLong),
        (a_recording(loudness=0.006), SoundTooQuiet),
        (a_recording(loudness=3), SoundTooLoud),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(content, refusal):
    with pytest.raises(DomainError) as refused:
        checked(content)

    assert type(refused.value) is refusal
    assert "%" not in str(refused.value)
    assert refused.value.status == 422


def test_whatever_else_was_in_the_file_is_not_kept():
    hidden = b"LIST" + (40).to_bytes(4, "little") + b"<script>alert(1)</script>".ljust(40)
    sent = a_recording()
    sent = b"RIFF" + (len(sent) - 8 + len(hidden)).to_bytes(4, "little") + sent[8:] + hidden

    assert b"script" not in checked(sent).content
