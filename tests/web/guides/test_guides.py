"""Guides: complete, with pictures that exist; the help of each screen leads to a place that is there."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from pendopo.directory.models import Mall
from pendopo.web.guides.places import PLACES
from pendopo.web.guides.reading import GUIDES, guide
from tests.house.addresses import addresses
from tests.situations.hall import a_mall, an_administrator
from tests.web.backoffice.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", GUIDES)
def test_each_role_has_a_guide_of_whole_sections_and_pictures_that_exist(client, code):
    page = client.get(reverse("web:guide", args=[code])).content.decode()

    read = guide(code)
    assert len(read.sections) >= 5
    assert all(section.blocks for section in read.sections)
    anchors = [section.anchor for section in read.sections]
    assert len(set(anchors)) == len(anchors)
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    pictures = [block.lines for section in read.sections for block in section.blocks if block.kind == "picture"]
    assert all(finders.find(f"pendopo/guides/{file}") and shows for file, shows in pictures)


def test_guides_are_short_sentences_for_people_without_time():
    for code in GUIDES:
        lines = [line for section in guide(code).sections for block in section.blocks for line in block.lines]
        sentences = [sentence for line in lines for sentence in re.split(r"[.!?:;](?:\s|\Z)", line)]
        assert max(len(sentence.split()) for sentence in sentences) <= 20, max(sentences, key=lambda one: len(one.split()))


def test_an_unknown_guide_is_not_there(client):
    assert client.get("/panduan/rahasia").status_code == 404


def test_every_place_of_help_exists():
    anchors = {code: {section.anchor for section in guide(code).sections} for code in GUIDES}
    assert [place for place in PLACES.values() if place[1] not in anchors[place[0]]] == []


def test_places_speak_of_screens_that_exist():
    assert set(PLACES) - {address.name for address in addresses()} == set()


def test_the_help_of_a_screen_opens_the_guide_at_its_place():
    mall: Mall = a_mall(code="kalianda")
    office = signed_in(an_administrator(mall))

    for path, place in (
        ("data", "admin#data"),
        ("data/jam/mal", "admin#mengubah"),
        ("printer", "ti#printer"),
        ("", "admin#hari-pertama"),
    ):
        page = office.get(f"/kelola/kalianda/{path}").content.decode()
        assert f'href="/panduan/{place}"' in page, path
