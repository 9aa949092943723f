"""In each of the malls that ship with the product every service, agency and facility says where it comes from."""

from collections import Counter

import pytest
from django.test import Client

from pendopo.catalogue.import_workbook import import_workbook
from pendopo.directory.doors import EVERY_ROLE
from pendopo.web.public import service_lists
from tests.situations.five_malls import MALLS, content_of, workbook_of
from tests.situations.hall import a_region
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mall", MALLS)
def test_the_portal_shows_as_many_marks_as_the_workbook_has(mall, monkeypatch):
    monkeypatch.setattr(service_lists, "ROWS_PER_PAGE", 1_000)
    book = workbook_of(mall)
    a_region(book["Mal"][0]["Wilayah"])
    import_workbook(content=content_of(mall), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)

    for page, sheet in (("layanan", "Layanan"), ("instansi", "Instansi"), ("fasilitas", "Fasilitas")):
        shown = Client().get(f"/m/{mall}/{page}").content.decode()
        sourced, examples = shown.count('class="source"'), shown.count('class="source source--example"')
        marks = Counter(row["Asal"] for row in book[sheet])

        assert {"dari sumber": sourced, "contoh": examples} == {"dari sumber": 0, **marks}, page


def test_the_page_of_a_service_shows_the_mark_and_what_the_source_is():
    mall = "tegal"
    book = workbook_of(mall)
    a_region(book["Mal"][0]["Wilayah"])
    import_workbook(content=content_of(mall), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)
    sourced = next(one for one in book["Layanan"] if one["Asal"] == "dari sumber" and one["Sumber"].startswith("https://"))
    named = next(one for one in book["Layanan"] if one["Asal"] == "dari sumber" and "://" not in one["Sumber"])
    example = next(one for one in book["Layanan"] if one["Asal"] == "contoh")

    page = Client().get(f"/m/{mall}/layanan/{sourced['Kode']}").content.decode()
    printed = Client().get(f"/m/{mall}/layanan/{named['Kode']}").content.decode()
    other = Client().get(f"/m/{mall}/layanan/{example['Kode']}").content.decode()

    assert f'<a class="source" href="{sourced["Sumber"]}"' in page
    assert "dari sumber" in page
    assert f'<span class="soft" lang="id">{named["Sumber"]}</span>' in printed
    assert 'class="source source--example"' in other
