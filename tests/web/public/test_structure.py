"""What a screen reader and a keyboard need, on every page and in both languages."""

import re
from html.parser import HTMLParser

import pytest

from pendopo.directory.models import Facility, Site
from tests.situations.hall import a_closed_day, a_counter, a_line, a_service
from tests.situations.line import an_open_desk
from tests.situations.times import MONDAY, days
from tests.web.public.conftest import a_mall_with_services

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/m/kalianda/cari?q=akta",
    "/m/kalianda/cari?q=xyzabc",
    "/m/kalianda/layanan",
    "/m/kalianda/layanan/akta-lahir",
    "/m/kalianda/layanan/kartu-baca",
    "/m/kalianda/instansi",
    "/m/kalianda/instansi/dukcapil",
    "/m/kalianda/peristiwa",
    "/m/kalianda/peristiwa/anak-lahir",
    "/m/kalianda/fasilitas",
    "/tidak-ada",
)


class Outline(HTMLParser):
    """Headings, landmarks, ids, and controls without a label."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.references: list[str] = []
        self.inside_label = 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(found["id"])
        if tag == "label":
            self.inside_label += 1
            self.named.add(found.get("for") or "")
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden" and not self.inside_label:
            self.controls.append(found)
        for name in ("aria-labelledby", "aria-controls"):
            self.references += (found.get(name) or "").split()

    def handle_endtag(self, tag):
        if tag == "label":
            self.inside_label -= 1


@pytest.fixture
def a_full_mall():
    mall = a_mall_with_services()
    line = mall.services.get(code="akta-lahir").line
    an_open_desk(a_counter(line=line))
    a_service(line=a_line(mall=mall), name="Kartu Identitas Anak (KIA)", code="kia")
    a_closed_day(mall=mall, day=MONDAY + days(3), reason="Hari jadi")
    site = Site.objects.get(mall=mall)
    Facility.objects.create(mall=mall, site=site, code="atm", name="Galeri ATM", kind="ATM")
    return mall


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_its_landmarks_headings_and_labels(client, a_full_mall, address, language):
    client.cookies["bahasa"] = language

    page = client.get(address).content.decode()
    outline = Outline(page)

    assert f'<html lang="{language}"' in page
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(deeper - before <= 1 for before, deeper in zip(outline.headings, outline.headings[1:], strict=False))
    assert outline.tags.count("main") == 1
    assert "header" in outline.tags
    assert 'class="skip" href="#isi"' in page
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.references) <= set(outline.ids)
    assert all(control.get("id") in outline.named for control in outline.controls)
    assert " style=" not in page
    assert "onclick" not in page
    assert re.search(r"<title>[^<]+</title>", page)


@pytest.mark.parametrize("address", PAGES)
def test_titles_tell_pages_apart_and_name_the_mall(client, a_full_mall, address):
    title = re.search(r"<title>([^<]+)</title>", client.get(address).content.decode())[1]

    assert "MPP Kalianda" in title or address == "/tidak-ada"


def test_what_the_mall_wrote_in_indonesian_is_said_to_be_so(client, a_full_mall):
    client.cookies["bahasa"] = "en"

    page = client.get("/m/kalianda/layanan/akta-lahir").content.decode()

    assert '<h1 lang="id">Akta Kelahiran</h1>' in page
    assert '<ul class="needs needs--ticks" lang="id">' in page
