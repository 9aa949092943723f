"""Texts for visitors are short and in everyday words; the check names what is not, and how to say it."""

import polib
import pytest
from openpyxl import load_workbook

from pendopo.config.checking import plain_words
from pendopo.config.translating.catalogues import catalogue_in


def test_what_visitors_read_is_in_plain_words():
    assert list(plain_words.faults()) == []


def test_an_office_word_is_named_with_its_everyday_twin():
    (fault,) = plain_words.faults_of("Silakan tunggu verifikasi berkas Anda.")
    assert "“cek berkas”" in fault


@pytest.mark.parametrize(("text", "faults"), [("Memverifikasi", 0), ("registrasi-ulang", 0), ("<b>Permohonan</b> baru", 1)])
def test_only_whole_words_count_and_markup_hides_none(text, faults):
    assert len(list(plain_words.faults_of(text))) == faults


def test_a_sentence_of_more_than_twenty_words_is_named_and_two_short_ones_are_not():
    twenty = " ".join(["kata"] * 20)
    assert not list(plain_words.faults_of(f"{twenty}. {twenty}."))
    (fault,) = plain_words.faults_of(f"{twenty} lagi.")
    assert fault.startswith("21 words")


def test_english_and_javanese_and_the_texts_that_ship_are_short_too(monkeypatch):
    long = " ".join(["word"] * 21)
    entry = polib.POEntry(msgid=long, msgstr="Pendek.", occurrences=[("web/kiosk/x.html", "")])
    monkeypatch.setattr(
        plain_words, "_visitors", lambda room, language: [entry] if (room, language) == ("web/kiosk", "id") else []
    )
    (fault,) = plain_words.faults()
    assert "(English): 21 words" in fault

    entry.msgid, entry.msgstr = "Short.", long
    monkeypatch.setattr(
        plain_words, "_visitors", lambda room, language: [entry] if (room, language) == ("web/kiosk", "jv") else []
    )
    (fault,) = plain_words.faults()
    assert fault.startswith("web/kiosk (jv): 21 words")


def test_a_text_of_a_shipped_mall_is_named_by_its_file_and_sheet(monkeypatch, tmp_path):
    book = load_workbook(plain_words.MALLS / "tegal.xlsx")
    sheet = book["Layanan"]
    place = [cell.value for cell in sheet[1]].index("Ringkasan") + 1
    sheet.cell(2, place).value = " ".join(["kata"] * 21)
    book.save(tmp_path / "tegal.xlsx")
    monkeypatch.setattr(plain_words, "MALLS", tmp_path)
    monkeypatch.setattr(plain_words, "_visitors", lambda room, language: [])

    (fault,) = plain_words.faults()

    assert fault.startswith("tegal.xlsx, Layanan: 21 words")


def test_places_for_facts_count_as_one_word():
    assert not list(plain_words.faults_of(" ".join(["%(many)s"] * 20)))


def test_no_word_is_its_own_twin_or_stands_twice():
    lines = plain_words.OFFICE_WORDS.read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == len(plain_words.twins()) > 80
    offices = set(plain_words.twins())
    assert not [twin for twin in plain_words.twins().values() if twin in offices]


def test_every_allowance_is_still_used():
    for word, (said, reason) in plain_words.ALLOWED.items():
        texts = [
            e.msgstr
            for room in (*plain_words.ROOMS, *plain_words.ONLY)
            for e in polib.pofile(str(catalogue_in(room, "id")))
            if e.msgid.startswith(said)
        ]
        assert any(word in text.lower() for text in texts), word
        assert len(reason.split()) > 4
