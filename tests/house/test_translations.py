"""Translatable sentences are found wherever they stand; a room's catalogue follows them and is compiled the same every time."""

import gettext
from pathlib import Path

import polib
import pytest

from pendopo.config.translating import catalogues
from pendopo.config.translating.sentences import Sentence, sentences_in


def found_in(folder: Path, name: str, text: str) -> list[Sentence]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return list(sentences_in(path))


def test_sentences_in_python_under_whatever_name_the_function_was_imported(tmp_path):
    text = """
from django.utils import translation
from django.utils.translation import gettext as now, gettext_lazy as _, ngettext, npgettext_lazy, pgettext as p
A = _("A number")
B = now("Two " "pieces")
C = ngettext("%(n)s ticket", "%(n)s tickets", n)
D = p("ticket state", "Called")
E = npgettext_lazy("hall", "one desk", "%(n)s desks")
F = translation.gettext("Through the module")
G = _(variable) + other("not one") + dictionary["_"]("nor this")
"""
    assert found_in(tmp_path, "words.py", text) == [
        Sentence("A number"),
        Sentence("Two pieces"),
        Sentence("%(n)s ticket", plural="%(n)s tickets"),
        Sentence("Called", context="ticket state"),
        Sentence("one desk", context="hall", plural="%(n)s desks"),
        Sentence("Through the module"),
    ]


def test_sentences_in_templates(tmp_path):
    text = """{% load i18n %}<h1>{% translate "Take a number" %}</h1>
{# gettext("a remark") #}<p>gettext("just text") {% translate "Next" context "pages" as next %}{{ "x"|default:_("a default") }}
{% blocktranslate trimmed count many=tickets|length %}
  {{ many }} person
{% plural %}
  {{ many }} people
{% endblocktranslate %}
{% blocktranslate with name=mall.name context "greeting" %}It's “{{ name }}”, 100%{% endblocktranslate %}
{% include "x.html" with label=_("A label") only %}"""
    assert found_in(tmp_path, "page.html", text) == [
        Sentence("Take a number"),
        Sentence("Next", context="pages"),
        Sentence("a default"),
        Sentence("%(many)s person", plural="%(many)s people"),
        Sentence("It's “%(name)s”, 100%%", context="greeting"),
        Sentence("A label"),
    ]


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    for room in ("queue", "web", "web/kiosk"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    return tmp_path


def say(path: Path, *sentences: str) -> None:
    calls = "\n".join(f"_({sentence!r})" for sentence in sentences)
    path.write_text(f"from django.utils.translation import gettext as _\n{calls}\n", encoding="utf-8")


def update(room: str) -> polib.POFile:
    return catalogues.bring_up_to_date(room, catalogues.rooms()[room])


def translate(package: Path, room: str, **words: str) -> None:
    path = package / room / catalogues.CATALOGUE
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = words.get(entry.msgid.replace(" ", "_"), entry.msgstr)
    catalogue.save(str(path))


def test_a_file_belongs_to_its_package_or_web_room_and_what_rooms_share_to_the_components(package):
    (package / "web/kiosk/templates").mkdir()
    (package / "web/templates").mkdir()
    places = {
        "queue/reads/board.py": "queue",
        "web/kiosk/views.py": "web/kiosk",
        "web/kiosk/templates/kiosk/start.html": "web/kiosk",
        "web/problems.py": "web/components",
        "web/templates/base/page.html": "web/components",
    }
    assert {name: catalogues.room_of(package / name) for name in places} == places


def test_translations_are_kept_new_sentences_added_and_dead_ones_dropped(package):
    say(package / "queue/words.py", "Called", "Waiting")
    update("queue")
    translate(package, "queue", Called="Dipanggil", Waiting="Menunggu")
    say(package / "queue/words.py", "Called", "Set aside")

    after = update("queue")

    assert {entry.msgid: entry.msgstr for entry in after} == {"Called": "Dipanggil", "Set aside": ""}
    with (package / "queue" / catalogues.CATALOGUE).with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Called") == "Dipanggil"


def test_the_same_sentences_give_the_same_bytes(package):
    say(package / "queue/words.py", "Called", "Waiting")
    update("queue")
    path = package / "queue" / catalogues.CATALOGUE
    before = path.read_bytes(), path.with_suffix(".mo").read_bytes()

    update("queue")

    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == before
    assert b"Date" not in before[0] + before[1]


def faults() -> list[str]:
    return list(catalogues.faults(catalogues.rooms()))


def test_a_complete_catalogue_has_no_faults_and_each_lack_is_named(package):
    say(package / "queue/words.py", "Called")
    assert faults() == ["queue: 1 sentences and no catalogue (./pendopo translate queue)"]

    update("queue")
    assert faults() == ["queue: “Called” (queue/words.py) has no translation"]

    translate(package, "queue", Called="Dipanggil")
    assert faults() == ["queue: django.mo is not the compiled django.po (./pendopo translate queue)"]

    update("queue")
    assert faults() == []

    say(package / "queue/words.py", "Waiting")
    assert faults() == [
        "queue: “Waiting” (queue/words.py) is not in the catalogue (./pendopo translate queue)",
        "queue: “Called” is in the catalogue, but nobody says it (./pendopo translate queue)",
    ]


def test_a_translation_keeps_the_places_for_facts(package):
    say(package / "queue/words.py", "Counter %(counter)s", "%(many)s in line")
    update("queue")
    translate(package, "queue", **{"Counter_%(counter)s": "Loket", "%(many)s_in_line": "%(banyak)s dan %(many)s antre"})
    update("queue")

    assert sorted(faults()) == [
        "queue: “%(many)s in line”: the translation has an unknown %(banyak)s",
        "queue: “Counter %(counter)s”: the translation lacks %(counter)s",
    ]


def test_two_rooms_may_not_translate_the_same_sentence_differently(package):
    for room, words in (("queue", "Dipanggil"), ("web/kiosk", "Panggilan")):
        say(package / room / "words.py", "Called")
        update(room)
        translate(package, room, Called=words)
        update(room)

    assert faults() == [
        "“Called” is translated in different ways; agree on one or give a context (queue: Dipanggil · web/kiosk: Panggilan)"
    ]
