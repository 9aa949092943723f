"""The languages the hall speaks: their words, how numbers are put together from them, and what each clip says.

A word is the name of a clip, in its own language. Javanese is the courteous register (krama) and a draft: no speaker has signed
it yet.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[str, ...]
#: Numbers up to here are said as one number, larger ones digit by digit.
LARGEST_NUMBER = 999


@dataclass(frozen=True, slots=True)
class Language:
    """`number` says 0 to 999. `says` names every word of the shipped set and the text its clip speaks.

    `places` are what a counter may be called instead of a counter, as written on its sign.
    """

    code: str
    name: str | Promise
    draft: bool
    opening: str
    again: str
    walk_to: str
    counter: str
    zone: str
    letter: str
    places: Mapping[str, str]
    digits: Words
    number: Callable[[int], Words]
    says: Mapping[str, str]

    def letter_word(self, letter: str) -> str:
        return f"{self.letter}-{letter.lower()}"


def _letters(word: str) -> dict[str, str]:
    return {f"{word}-{letter}": letter.upper() for letter in ascii_lowercase}


def _themselves(*words: str) -> dict[str, str]:
    return {word: word.replace("-", " ") for word in words}


# -- Indonesian --------------------------------------------------------------------------------------------------------

_ID_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def _indonesian(number: int) -> Words:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        said = ("seratus",) if hundreds == 1 else (_ID_DIGITS[hundreds], "ratus")
        return said + (_indonesian(rest) if rest else ())
    if number < 10:
        return (_ID_DIGITS[number],)
    if number < 12:
        return (("sepuluh", "sebelas")[number - 10],)
    if number < 20:
        return (_ID_DIGITS[number - 10], "belas")
    tens, ones = divmod(number, 10)
    return (_ID_DIGITS[tens], "puluh", *((_ID_DIGITS[ones],) if ones else ()))


INDONESIAN = Language(
    code="id", name=_("Indonesian"), draft=False, opening="nomor-antrian", again="panggilan-ulang", walk_to="silakan-menuju",
    counter="loket", zone="zona", letter="huruf", places={"meja": "meja", "ruang": "ruang", "lantai": "lantai", "loket": "loket"},
    digits=_ID_DIGITS, number=_indonesian,
    says=_themselves(
        "nomor-antrian", "panggilan-ulang", "silakan-menuju", "loket", "zona", "meja", "ruang", "lantai", *_ID_DIGITS,
        "sepuluh", "sebelas", "belas", "puluh", "seratus", "ratus",
    ) | _letters("huruf"),
)  # fmt: skip

# -- English -----------------------------------------------------------------------------------------------------------

_EN_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _english(number: int) -> Words:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return (_EN_SMALL[hundreds], "hundred", *(_english(rest) if rest else ()))
    if number < 20:
        return (_EN_SMALL[number],)
    tens, ones = divmod(number, 10)
    return (_EN_TENS[tens - 2], *((_EN_SMALL[ones],) if ones else ()))


ENGLISH = Language(
    code="en", name=_("English"), draft=False, opening="queue-number", again="repeated-call", walk_to="please-go-to",
    counter="counter", zone="zone", letter="letter",
    places={"meja": "desk", "ruang": "room", "lantai": "floor", "loket": "counter"},
    digits=_EN_SMALL[:10], number=_english,
    says=_themselves(
        "queue-number", "repeated-call", "please-go-to", "counter", "zone", "desk", "room", "floor", *_EN_SMALL, *_EN_TENS,
        "hundred",
    ) | _letters("letter"),
)  # fmt: skip

# -- Javanese, krama ---------------------------------------------------------------------------------------------------

_JV_DIGITS = ("nol", "setunggal", "kalih", "tiga", "sekawan", "gangsal", "enem", "pitu", "wolu", "sanga")
# The form a digit takes before a measure: tigang dasa, kawan atus.
_JV_BOUND = ("", "", "kalih", "tigang", "kawan", "gangsal", "enem", "pitung", "wolung", "sangang")
_JV_TEENS: tuple[Words, ...] = (
    ("sedasa",), ("sewelas",), ("kalih", "welas"), ("tiga", "welas"), ("kawan", "welas"), ("gangsal", "welas"), ("nembelas",),
    ("pitulas",), ("wolulas",), ("sangalas",),
)  # fmt: skip
_JV_TENS: dict[int, Words] = {5: ("seket",), 6: ("sewidak",)}
_JV_TWENTIES: dict[int, Words] = {1: ("selikur",), 5: ("selangkung",)}


def _javanese(number: int) -> Words:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        said = ("satus",) if hundreds == 1 else (_JV_BOUND[hundreds], "atus")
        return said + (_javanese(rest) if rest else ())
    tens, ones = divmod(number, 10)
    if tens == 0:
        return (_JV_DIGITS[ones],)
    if tens == 1:
        return _JV_TEENS[ones]
    if tens == 2 and ones:
        return _JV_TWENTIES.get(ones) or (_JV_BOUND[ones], "likur")
    return (*(_JV_TENS.get(tens) or (_JV_BOUND[tens], "dasa")), *((_JV_DIGITS[ones],) if ones else ()))


# An open a sounds like the o of "tolong": the clips are spoken by a voice that reads Indonesian.
_JV_SOUNDS = {
    "tiga": "tigo", "sanga": "songo", "sedasa": "sedoso", "dasa": "doso", "sangalas": "songolas",
    "meja": "mejo", "kasuwun-tindak-dhateng": "kasuwun tindak dateng",
}  # fmt: skip

JAVANESE = Language(
    code="jv", name=_("Javanese"), draft=True, opening="nomer-antrian", again="dipun-timbali-malih",
    walk_to="kasuwun-tindak-dhateng", counter="loket", zone="zona", letter="huruf",
    places={"meja": "meja", "ruang": "ruang", "lantai": "lantai", "loket": "loket"},
    digits=_JV_DIGITS, number=_javanese,
    says=_themselves(
        "nomer-antrian", "dipun-timbali-malih", "kasuwun-tindak-dhateng", "loket", "zona", "meja", "ruang", "lantai", *_JV_DIGITS,
        "sedasa", "sewelas", "welas", "nembelas", "pitulas", "wolulas", "sangalas", "kawan", "tigang", "pitung", "wolung",
        "sangang", "dasa", "seket", "sewidak", "selikur", "likur", "selangkung", "satus", "atus",
    ) | _JV_SOUNDS | _letters("huruf"),
)  # fmt: skip

LANGUAGES: Mapping[str, Language] = {language.code: language for language in (INDONESIAN, ENGLISH, JAVANESE)}
