"""Everyday Indonesian becomes the catalogue's words."""

import csv
from importlib.resources import files

import pytest

from pendopo.catalogue.closeness import Closeness, mistakes
from pendopo.catalogue.words import everyday_words, respelled, roots, sound_of, words_of


@pytest.mark.parametrize(
    ("word", "root"),
    [
        *(("perpanjangan", "panjang"), ("memperpanjang", "panjang"), ("pernikahan", "nikah"), ("menikah", "nikah")),
        *(("kelahiran", "lahir"), ("kehilangan", "hilang"), ("kematian", "mati"), ("pengurusan", "urus"), ("mengurus", "urus")),
        *(("ngurusin", "urus"), ("memutus", "putus"), ("menyewa", "sewa"), ("mengirim", "kirim"), ("penulisan", "tulis")),
        *(
            ("pembayaran", "bayar"),
            ("dibayar", "bayar"),
            ("pindahnya", "pindah"),
            ("daftarkan", "daftar"),
            ("bayarin", "bayar"),
        ),
        *(("perceraian", "cerai"), ("pekerjaan", "kerja"), ("terdaftar", "daftar"), ("pelaporan", "lapor")),
    ],
)
def test_a_word_is_known_by_its_root(word, root):
    assert root in roots(word)


def test_a_short_word_keeps_all_its_letters():
    assert roots("kk") == {"kk"}
    assert "aki" not in roots("paki")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("bikin akte", ["buat", "akta"]),
        ("E-KTP ilang", ["ktp", "hilang"]),
        ("ktp-el", ["ktp"]),
        ("AK-1", ["ak1"]),
        ("do’a", ["doa"]),
    ],
)
def test_spelling_is_made_usual(typed, read):
    assert [word.text for word in respelled(words_of(typed), everyday_words().spellings)] == read


@pytest.mark.parametrize(
    ("one", "other"), [("ijin", "izin"), ("aktip", "aktif"), ("pasport", "paspor"), ("ilang", "hilang"), ("sarat", "syarat")]
)
def test_what_sounds_the_same_is_the_same(one, other):
    assert sound_of(one) == sound_of(other)


def test_mistakes_are_counted_a_swap_as_one():
    assert mistakes("nikha", "nikah", 2) == 1
    assert mistakes("kelurga", "keluarga", 2) == 1
    assert mistakes("paspor", "sertifikat", 2) == 3


def test_the_nearest_word_comes_first_and_short_words_are_not_guessed():
    closeness = Closeness(["kelahiran", "kehilangan", "keluarga", "ktp"])

    assert closeness.near("kelahirn") == [("kelahiran", 1)]
    assert closeness.near("kpt") == []


def test_the_table_says_everything_once_and_in_known_kinds():
    with (files("pendopo.catalogue") / "data" / "everyday_words.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    said = [(row["kata"], row["jenis"]) for row in rows]
    assert len(said) == len(set(said))
    assert all(bool(row["berarti"]) == (row["jenis"] not in {"umum", "lemah"}) for row in rows)
    assert all(words_of(row["kata"]) for row in rows)
