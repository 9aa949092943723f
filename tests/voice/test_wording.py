"""The sentence of a call: every number, every letter, every counter, in every language."""

from string import ascii_uppercase

import pytest

from pendopo.voice.languages import ENGLISH, INDONESIAN, JAVANESE, LANGUAGES, LARGEST_NUMBER
from pendopo.voice.shipped import CLIPS, SYNTHETIC_TAG, shipped_clips
from pendopo.voice.wording import Announcement, Reading, counter_words, phrases, ticket_number, written_words

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
_VALUE = {word: value for value, word in enumerate(INDONESIAN.digits)}


def heard(words: tuple[str, ...]) -> int:
    """The number that an Indonesian hears: how the words add up, told without the rules that chose them."""
    total, current = 0, 0
    for word in words:
        match word:
            case "sepuluh" | "sebelas":
                current += {"sepuluh": 10, "sebelas": 11}[word]
            case "belas":
                current += 10
            case "puluh":
                current *= 10
            case "seratus":
                total += 100
            case "ratus":
                total, current = total + current * 100, 0
            case _:
                total, current = (total + current, _VALUE[word]) if current >= 20 else (total, current + _VALUE[word])
    return total + current


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "satu"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"), (19, "sembilan belas"), (20, "dua puluh"),
        (21, "dua puluh satu"), (100, "seratus"), (101, "seratus satu"), (110, "seratus sepuluh"), (111, "seratus sebelas"),
        (199, "seratus sembilan puluh sembilan"), (200, "dua ratus"), (347, "tiga ratus empat puluh tujuh"),
        (999, "sembilan ratus sembilan puluh sembilan"),
    ],
)  # fmt: skip
def test_indonesian_numbers(number, said):
    assert " ".join(ticket_number(INDONESIAN, number)) == said


def test_every_indonesian_number_is_heard_as_itself():
    assert [heard(ticket_number(INDONESIAN, number)) for number in range(1, 1000)] == list(range(1, 1000))


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        (ENGLISH, 13, "thirteen"), (ENGLISH, 40, "forty"), (ENGLISH, 118, "one hundred eighteen"),
        (ENGLISH, 250, "two hundred fifty"), (JAVANESE, 5, "gangsal"), (JAVANESE, 11, "sewelas"), (JAVANESE, 17, "pitulas"),
        (JAVANESE, 21, "selikur"), (JAVANESE, 25, "selangkung"), (JAVANESE, 53, "seket tiga"), (JAVANESE, 60, "sewidak"),
        (JAVANESE, 140, "satus kawan dasa"), (JAVANESE, 347, "tigang atus kawan dasa pitu"),
    ],
)  # fmt: skip
def test_numbers_of_the_other_languages(language, number, said):
    assert " ".join(ticket_number(language, number)) == said


@EVERY_LANGUAGE
@pytest.mark.parametrize("reading", Reading)
def test_every_number_is_sayable_and_no_two_sound_alike(language, reading):
    said = [ticket_number(language, number, reading) for number in range(1, LARGEST_NUMBER + 1)]

    assert len(set(said)) == LARGEST_NUMBER
    assert {word for words in said for word in words} <= set(language.says)


@EVERY_LANGUAGE
def test_every_letter_has_a_word_of_its_own(language):
    said = [written_words(language, letter) for letter in ascii_uppercase]

    assert len(set(said)) == 26
    assert all(len(words) == 1 and words[0] in language.says for words in said)


@pytest.mark.parametrize("number", [1000, 1204, 10478])
def test_beyond_999_the_digits_are_said_as_printed(number):
    assert ticket_number(INDONESIAN, number) == tuple(INDONESIAN.digits[int(digit)] for digit in str(number))


def test_digit_by_digit_keeps_the_zeros_of_the_ticket():
    assert ticket_number(INDONESIAN, 7, Reading.DIGITS) == ("nol", "nol", "tujuh")


def test_a_call_in_one_sentence():
    assert phrases(INDONESIAN, Announcement("A", 123, counter="3A")) == (
        ("nomor-antrian",),
        ("huruf-a", "seratus", "dua", "puluh", "tiga"),
        ("silakan-menuju", "loket", "tiga", "huruf-a"),
    )


def test_a_repeated_call_says_so_and_another_zone_is_named():
    said = phrases(ENGLISH, Announcement("AB", 7, counter="12", recall=True, zone="C"))

    assert said[0] == ("repeated-call",)
    assert said[2] == ("letter-a", "letter-b", "seven")
    assert said[-1] == ("zone", "letter-c")


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ("3", "loket tiga"), ("03", "loket tiga"), ("3A", "loket tiga huruf-a"), ("104A", "loket seratus empat huruf-a"),
        ("B-12", "loket huruf-b dua belas"), ("Meja 2", "meja dua"), ("RUANG5", "ruang lima"), ("Lt. 2", "loket huruf-l huruf-t dua"),
        ("VIP", "loket huruf-v huruf-i huruf-p"), ("1234", "loket satu dua tiga empat"),
    ],
)  # fmt: skip
def test_counters_as_their_signs_are_read(sign, said):
    assert " ".join(counter_words(INDONESIAN, sign)) == said


@pytest.mark.parametrize(("sign", "word"), [("Kasir", "kasir"), ("Béo", "béo"), ("3?", "?"), ("٣", "٣")])
def test_what_cannot_be_said_keeps_its_place_as_a_word_of_its_own(sign, word):
    assert word in counter_words(INDONESIAN, sign)
    assert word not in INDONESIAN.says


class TestTheShippedClips:
    @EVERY_LANGUAGE
    def test_say_every_word_of_the_language_and_no_other(self, language):
        assert set(shipped_clips(language.code)) == set(language.says)

    @EVERY_LANGUAGE
    def test_are_each_marked_as_synthetic_and_named(self, language):
        for path in (CLIPS / language.code).glob("*.ogg"):
            begin = path.read_bytes()[:600]
            assert begin.startswith(b"OggS"), path
            assert b"OpusHead" in begin, path
            assert SYNTHETIC_TAG.encode() in begin, path
            assert f"TITLE={path.stem}".encode() in begin, path

    def test_are_small(self):
        sizes = [path.stat().st_size for path in CLIPS.rglob("*.ogg")]
        assert max(sizes) < 8_000
        assert sum(sizes) < 600_000

    def test_change_their_address_with_their_sound(self):
        clip = shipped_clips("id")["satu"]
        assert clip.path == "pendopo/voice/id/satu.ogg"
        assert len(clip.version) == 12
