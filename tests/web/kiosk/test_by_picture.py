"""Choosing by picture: what it is about, then the service, then its number."""

import pytest

from pendopo.web.kiosk.by_picture import TOPICS
from pendopo.web.kiosk.pictures import _ANY, _BY_CATEGORY, _BY_NAME
from tests.situations.hall import a_counter, a_line, a_mall, a_service, an_agency
from tests.situations.line import an_open_desk
from tests.situations.screens import a_kiosk_screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def mall():
    mall = a_mall()
    line = a_line(mall=mall)
    a_service(line=line, code="akta", name="Akta Kelahiran")
    a_service(line=line, code="paspor", name="Paspor baru")
    a_service(agency=an_agency(mall=mall), code="tanpa", name="SIM keliling")
    an_open_desk(a_counter(line=line))
    return mall


def test_the_first_screen_leads_to_the_pictures_of_what_this_mall_gives_numbers_for(mall):
    screen = a_kiosk_screen(mall=mall)
    assert 'href="/k/gambar"' in screen.text()

    page = screen.text("/k/gambar")

    assert "?gambar=baby" in page
    assert "?gambar=plane" in page
    assert "?gambar=car" not in page


def test_a_picture_shows_its_services_and_they_lead_to_the_number(mall):
    page = a_kiosk_screen(mall=mall).text("/k/gambar", gambar="baby")

    assert 'href="/k/layanan/akta"' in page
    assert "Paspor baru" not in page
    assert "<h1>Lahir, anak</h1>" in page


@pytest.mark.parametrize("unknown", ["car", "../x", ""])
def test_a_picture_without_services_is_not_there(mall, unknown):
    assert a_kiosk_screen(mall=mall).get("/k/gambar", gambar=unknown).status_code == 404


def test_many_services_of_a_picture_come_in_pages(mall):
    line = mall.services.get(code="akta").line
    for number in range(12):
        a_service(line=line, name=f"Imunisasi {number:02}")
    screen = a_kiosk_screen(mall=mall)

    first, second = screen.text("/k/gambar", gambar="baby"), screen.text("/k/gambar", gambar="baby", page="2")

    assert first.count('class="picto"') == 9
    assert second.count('class="picto"') == 4
    # The whole path: with its script the kiosk's address is always the first screen's.
    assert 'href="/k/gambar?gambar=baby&amp;page=2"' in first


def test_every_picture_of_a_service_has_a_topic():
    assert {*(icon for _words, icon in _BY_NAME), *_BY_CATEGORY.values(), _ANY} <= TOPICS.keys()
