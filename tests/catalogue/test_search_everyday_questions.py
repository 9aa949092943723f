"""Sixty questions as people ask them, in the shipped mall of Lampung Selatan: the service is among the first three."""

import csv
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from pendopo.catalogue.search import Finder
from pendopo.catalogue.search_index import Entry

with Path(__file__).with_name("everyday_questions.csv").open(encoding="utf-8") as file:
    QUESTIONS = [(row["pertanyaan"], tuple(row["layanan"].split())) for row in csv.DictReader(file)]


def _rows(workbook: openpyxl.Workbook, sheet: str) -> Iterator[dict[str, str]]:
    lines = workbook[sheet].iter_rows(values_only=True)
    headings = next(lines)
    for line in lines:
        yield {heading: str(cell or "") for heading, cell in zip(headings, line, strict=True)}


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;\n]", cell) if part.strip())


def _entries() -> Iterator[Entry]:
    workbook = openpyxl.load_workbook(files("pendopo") / "malls" / "lampung-selatan.xlsx", read_only=True)
    agencies = {row["Kode"]: row for row in _rows(workbook, "Instansi")}
    standards = {row["Layanan"]: row for row in _rows(workbook, "Standar")}
    for row in _rows(workbook, "Layanan"):
        agency, standard = agencies[row["Instansi"]], standards[row["Kode"]]
        yield Entry(
            code=row["Kode"], name=row["Nama"], agency=agency["Nama"], agency_short=agency["Nama pendek"],
            category=row["Kategori"], synonyms=_several(row["Sinonim"]), summary=row["Ringkasan"], product=standard["Produk"],
            can_do_here=row["Bisa di sini"], requirements=_several(standard["Persyaratan"]), agency_code=row["Instansi"],
        )  # fmt: skip


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(_entries())


@pytest.fixture(scope="module")
def without_synonyms() -> Finder:
    return Finder(Entry(**{name: getattr(one, name) for name in Entry.__slots__} | {"synonyms": ()}) for one in _entries())


def test_there_are_sixty_different_ones():
    assert len({question for question, _services in QUESTIONS}) >= 60


@pytest.mark.parametrize(("question", "services"), QUESTIONS)
def test_the_service_is_among_the_first_three(finder, question, services):
    first_three = [hit.code for hit in finder.find(question).hits[:3]]

    assert set(first_three) & set(services), f"{question!r} found {first_three}"


def test_most_are_found_even_where_nobody_wrote_synonyms(without_synonyms):
    found = [
        question
        for question, services in QUESTIONS
        if {hit.code for hit in without_synonyms.find(question).hits[:3]} & set(services)
    ]

    assert len(found) >= 0.9 * len(QUESTIONS)


def test_the_codes_are_those_of_the_workbook(finder):
    known = {entry.code for entry in finder.entries}

    assert {code for _question, services in QUESTIONS for code in services} <= known
