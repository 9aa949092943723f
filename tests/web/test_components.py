"""The components show what they were given, name every state in a word, and never an icon that is not there."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation
from django.views.i18n import set_language

import pendopo.web
from pendopo.web.components import icons, words

WEB = Path(pendopo.web.__file__).parent
ROOM_SURFACES = {"public": "public", "kiosk": "kiosk", "display": "display", "desk": "staff", "backoffice": "staff"}

urlpatterns = [
    path("", include(([path("language", set_language, name="language"), path("guides", set_language, name="guides")], "web")))
]


class Contact(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di KTP.")
    phone = forms.CharField(label="Nomor HP", error_messages={"required": "Isi nomor HP agar kami bisa memberi kabar."})
    note = forms.CharField(label="Catatan", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Beri tahu saya", required=False)
    outcome = forms.ChoiceField(label="Hasil", widget=forms.RadioSelect, choices=[("1", "Terlayani")], required=False)


def show(text: str, *, language: str = "id", **values: object) -> str:
    with translation.override(language):
        return Template("{% load components formats %}" + text).render(Context(values))


def component(name: str, /, *, language: str = "id", **values: object) -> str:
    pairs = " ".join(f"{key}={key}" for key in values)
    return show(f'{{% include "components/{name}.html" with {pairs} only %}}', language=language, **values)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("surface", icons.surfaces())
def test_sprites_are_as_scripts_sprites_writes_them(surface: str) -> None:
    assert icons.sprite_path(surface).read_text(encoding="utf-8") == icons.sprite(surface)


def test_every_icon_that_a_template_names_is_in_the_sprite_of_its_surface() -> None:
    missing = []
    for room, surface in ROOM_SURFACES.items():
        for template in (WEB / room).rglob("*.html"):
            text = template.read_text(encoding="utf-8")
            allowed = icons.drawings().keys() if "base/ticket.html" in text else icons.names_for(surface)
            missing += [f"{template.name}: {name}" for name in re.findall(r'\{% icon "([^"]+)"', text) if name not in allowed]
    assert missing == []


def test_an_icon_that_the_surface_lacks_is_refused_loudly() -> None:
    with pytest.raises(icons.UnknownIcon, match="not in its sprite"):
        show('{% surface "display" %}{% icon "wallet" %}')
    with pytest.raises(icons.UnknownIcon, match="not drawn"):
        show('{% icon "unicorn" %}')


def test_icons_come_from_the_sprite_of_the_surface_even_inside_components() -> None:
    html = show('{% surface "staff" %}{% include "components/notice.html" with kind="good" title="Baik" only %}')
    assert "icons-staff.svg#circle-check" in html


def test_the_ticket_carries_its_icons_in_the_page() -> None:
    html = show('{% surface "ticket" %}{% state_chip "called" %}')
    assert "<use" not in html
    assert "<path" in html


@pytest.mark.parametrize("state", words.STATES)
def test_every_state_has_a_word_and_an_icon_in_both_languages(state: str) -> None:
    indonesian, english = (
        words_of(show("{% state_chip state %}", language=language, state=state)) for language in ("id", "en")
    )
    assert indonesian
    assert english
    assert indonesian != english


def test_the_number_shows_its_letter_in_the_colour_of_the_zone() -> None:
    html = show('{% number_label "A-047" %}')
    assert "zone-a" in html
    assert re.sub(r"<[^>]+>", "", html) == "A-047"
    assert "number--long" in show('{% number_label "AB-1047" %}')


def test_a_number_from_outside_is_escaped() -> None:
    assert "<script>" not in show("{% number_label number %}", number="A-<script>")


def test_the_wait_is_told_apart_without_colour() -> None:
    assert words_of(show('{% wait_mark "34 mnt" "bad" %}')) == "34 mnt (melewati janji)"


def local(*parts: int) -> datetime:
    """A wall clock's time, as components get it."""
    return datetime(*parts)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("state", "until", "reason", "sentence"),
    [
        ("open", local(2026, 11, 23, 15), "", "Buka sampai 15.00"),
        ("open", None, "", "Buka sekarang"),
        ("break", local(2026, 11, 23, 12, 30), "jeda ibadah", "Istirahat, buka lagi 12.30 · jeda ibadah"),
        (
            "closed",
            local(2026, 11, 24, 8),
            "jaringan pusat terputus",
            "Tutup, buka lagi besok 08.00 · jaringan pusat terputus",
        ),
        ("closed", None, "", "Tutup"),
    ],
)
def test_open_state_says_until_when_and_why(state: str, until: datetime | None, reason: str, sentence: str) -> None:
    html = component("open_state", state=state, until=until, today=date(2026, 11, 23), reason=reason)
    assert words_of(html) == sentence


def test_a_closed_service_says_why_instead_of_how_long() -> None:
    html = component(
        "service_card", name="Paspor", url="/paspor", agency="Imigrasi", wait="5–10 menit", closed="Buka lagi Selasa 08.00"
    )
    assert "Buka lagi Selasa 08.00" in html
    assert "5–10 menit" not in html


def test_the_card_marks_where_its_entry_comes_from_only_when_told() -> None:
    given = {"name": "SKCK", "url": "/skck", "agency": "Polres"}
    assert "dari sumber" in component("service_card", **given, sourced=True)
    assert "contoh" in component("service_card", **given, sourced=False)
    assert "source" not in component("service_card", **given)


def test_a_source_is_linked_when_it_is_an_address_and_named_when_it_is_not() -> None:
    assert 'href="https://mpp.example/x"' in component("source", sourced=True, url="https://mpp.example/x")
    for named in ("Banner Dukcapil Wonogiri", "javascript:alert(1)"):
        html = component("source", sourced=True, url=named)
        assert "<a " not in html
        assert named in html
    assert "<a " not in component("source", sourced=False, url="https://mpp.example/x")


def test_a_field_names_its_help_and_its_error_for_those_who_listen() -> None:
    form = Contact({"name": "Sari"})
    html = "".join(component("field", field=form[name]) for name in form.fields)
    for used in re.findall(r'aria-describedby="([^"]+)"', html):
        assert all(f'id="{identifier}"' in html for identifier in used.split())
    assert 'aria-invalid="true"' in html
    assert "Isi nomor HP agar kami bisa memberi kabar." in html
    assert 'class="textarea"' in html
    assert 'class="input"' in html


def test_the_error_summary_leads_to_the_field() -> None:
    html = component("error_summary", form=Contact({"name": "Sari"}))
    assert 'href="#id_phone"' in html
    assert "1 hal perlu diperbaiki" in html


def test_pagination_keeps_the_question() -> None:
    html = component("pagination", page=Paginator(range(360), 20).get_page(2), query="q=ktp&")
    assert 'href="?q=ktp&amp;page=3"' in html
    assert 'aria-current="page">2<' in html


def test_pagination_of_one_page_is_nothing() -> None:
    assert component("pagination", page=Paginator([], 20).get_page(1)).strip() == ""


def test_outcomes_show_their_keys() -> None:
    html = component("outcomes", outcomes=[("served", "Terlayani", "1"), ("referred", "Dirujuk", "4")], chosen="served")
    assert 'data-key="4"' in html
    assert '<kbd class="kbd">4</kbd>' in html
    assert html.count("checked") == 1


def test_priorities_begin_with_none() -> None:
    html = component("priorities", priorities=["none", "elderly"])
    assert re.search(r'value="none" checked', html)


def test_a_dialog_is_named_by_its_heading() -> None:
    html = show('{% dialog id="park" title="Tahan A-047?" %}<p>Isi</p>{% enddialog %}')
    assert 'aria-labelledby="park-title"' in html
    assert 'id="park-title">Tahan A-047?' in html


BASES = ("public", "ticket", "kiosk", "display", "staff")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("base", BASES)
def test_bases_stand_alone_and_keep_to_the_content_policy(base: str) -> None:
    request = RequestFactory().get("/somewhere?page=2")
    with translation.override("id"):
        html = get_template(f"base/{base}.html").render(
            {"mall": {"name": "MPP Satya Dahayu", "place": "Kabupaten Tegal"}}, request
        )
    assert '<html lang="id"' in html
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", html)
    assert "{#" not in html
    assert "{%" not in html
    if base != "display":
        assert 'name="language" value="en"' in html
        assert 'name="next" value="/somewhere?page=2"' in html
        assert "csrfmiddlewaretoken" in html


@pytest.mark.urls(__name__)
def test_the_bases_speak_english_too() -> None:
    with translation.override("en"):
        html = get_template("base/public.html").render({}, RequestFactory().get("/"))
    assert "Skip to the content" in html


@pytest.mark.urls(__name__)
def test_the_bare_ticket_page_is_light() -> None:
    html = get_template("base/ticket.html").render({"mall": {"name": "MPP Satya Dahayu"}}, RequestFactory().get("/t/x"))
    assert len(html.encode()) < 3_000


def test_comments_of_templates_do_not_reach_the_page() -> None:
    """{# … #} must stay on one line; a longer one would be shown to visitors."""
    broken = []
    for template in WEB.rglob("*.html"):
        for opened in re.finditer(r"\{#", template.read_text(encoding="utf-8")):
            line = template.read_text(encoding="utf-8")[opened.start() :].split("\n", 1)[0]
            if "#}" not in line:
                broken.append(template.name)
    assert broken == []
