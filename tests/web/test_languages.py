"""A regional language where visitors stand: marked a draft until a speaker has signed it, and never English in between."""

import argparse

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from pendopo.config.cli import translate
from pendopo.config.translating import catalogues
from pendopo.web import languages
from tests.situations.hall import a_line, a_mall, a_service
from tests.situations.line import a_ticket
from tests.situations.screens import a_display_client, a_kiosk_screen

pytestmark = pytest.mark.django_db

DRAFT = "draf, belum disahkan penutur"


@pytest.fixture
def signed(monkeypatch):
    """Every catalogue carries the name of the speaker who has read it."""
    languages.is_draft.cache_clear()
    monkeypatch.setattr(languages, "_signed", lambda room, code: True)
    yield
    languages.is_draft.cache_clear()


def test_the_kiosk_speaks_javanese_and_says_that_it_is_a_draft():
    page = a_kiosk_screen().speak("jv").text()

    assert '<html lang="jv"' in page
    assert "Badhe ngurus punapa?" in page
    assert f'<bdi lang="jv">Basa Jawa</bdi>: <span lang="id">{DRAFT}</span>' in page


def test_no_mark_when_speakers_have_signed_nor_in_the_languages_of_the_house(signed):
    screen = a_kiosk_screen()
    assert DRAFT not in screen.speak("jv").text()
    assert DRAFT not in screen.speak("id").text()


def test_the_ticket_goes_on_in_the_language_of_the_kiosk(client):
    ticket = a_ticket(a_line(mall=a_mall()), language="jv")

    page = client.get(f"/t/{ticket.visit.code}").content.decode()

    assert '<html lang="jv"' in page
    assert "panjenengan" in page
    assert DRAFT in page


def test_the_display_can_be_set_to_javanese():
    _device, client = a_display_client()
    assert "Timbalan saderengipun" in client.get("/layar/?bahasa=jv").content.decode()


def test_what_is_not_translated_yet_is_indonesian_never_english():
    untranslated = "Holidays and special days"
    with translation.override("jv"):
        assert translation.gettext(untranslated).startswith("Hari libur")


def test_pages_without_javanese_neither_offer_nor_pretend_it():
    mall = a_mall()
    a_service(line=a_line(mall=mall))
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "jv"

    page = client.get(f"/m/{mall.code}/").content.decode()

    assert '<html lang="id"' in page
    assert 'value="jv"' not in page


def test_every_language_of_a_switch_names_itself_in_itself():
    page = a_kiosk_screen().text()
    for code, name in (("id", "Indonesia"), ("en", "English"), ("jv", "Basa Jawa")):
        assert f'lang="{code}"' in page
        assert f">{name}</a>" in page


def test_a_translator_begins_a_language_and_sees_the_indonesian_words(tmp_path, monkeypatch, capsys):
    for room in ("web", *(f"web/{name}" for name in languages.ROOMS)):
        (tmp_path / room).mkdir(parents=True)
        (tmp_path / room / "__init__.py").write_text("from django.utils.translation import gettext as _\n_('Called')\n")
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    translate.run(argparse.Namespace(rooms=[], language=None))
    kiosk = tmp_path / "web/kiosk" / catalogues.CATALOGUE
    catalogue = polib.pofile(str(kiosk))
    catalogue[0].msgstr = "Dipanggil"
    catalogue.save()

    assert translate.run(argparse.Namespace(rooms=[], language="su")) == 0

    begun = polib.pofile(str(catalogues.catalogue_in("web/kiosk", "su")))
    assert (begun[0].msgid, begun[0].comment, begun[0].msgstr) == ("Called", "Dipanggil", "")
    assert begun.metadata["Language"] == "su"
    assert "signed by nobody yet" in capsys.readouterr().out
    begun[0].msgstr = "Disaur"
    begun.metadata[catalogues.SIGNED_BY] = "Asep, guru basa Sunda"
    begun.save()
    assert "is not the compiled" in " ".join(catalogues.faults(catalogues.rooms()))

    translate.run(argparse.Namespace(rooms=[], language="su"))

    again = polib.pofile(str(catalogues.catalogue_in("web/kiosk", "su")))
    assert (again[0].msgstr, again.metadata[catalogues.SIGNED_BY]) == ("Disaur", "Asep, guru basa Sunda")
    assert not [fault for fault in catalogues.faults(catalogues.rooms()) if "su" in fault.split()]


def test_a_language_that_nobody_has_heard_of_is_refused_with_those_there_are(capsys):
    assert translate.run(argparse.Namespace(rooms=[], language="xx")) == 2
    assert "jv (Basa Jawa)" in capsys.readouterr().out
