"""A text in another language than its page is marked so: the mall's own words, and what a regional language still lacks."""

import gettext
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from pendopo.catalogue.models import Line, Service
from pendopo.directory.models import Agency, Facility, Site, Zone
from pendopo.directory.models.hours import Break, SpecialDay
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.web.components.templatetags.components import own, refusal
from tests.house.addresses import Address, WholeMall, addresses, stand_at
from tests.situations.hall import a_break, a_closed_day, a_line, a_service, a_standard
from tests.situations.line import a_key
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db

#: Rooms where visitors stand, and whose pages are looked through.
ROOMS = ("public", "kiosk", "ticket", "display")
_ALONE = {
    "input",
    "img",
    "link",
    "meta",
    "br",
    "hr",
    "use",
    "path",
    "source",
    "circle",
    "rect",
    "polyline",
    "image",
    "line",
    "polygon",
}
# A title bar and a choice in a list can hold no mark.
_CANNOT_SAY = {"title", "script", "style", "option", "textarea"}


class Unmarked(HTMLParser):
    """The texts of a page that stand in its own language, as far as the page says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str]] = []
        self.language = ""
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs).get("lang") or ""
        if tag == "html":
            self.language = said
        if tag not in _ALONE:
            self._open.append((tag, said or (self._open[-1][1] if self._open else self.language)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<use/>` holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag in {one for one, _language in self._open}:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if (
            self._open
            and self._open[-1][1] == self.language
            and not {one for one, _ in self._open} & _CANNOT_SAY
            and data.strip()
        ):
            self.texts.append(" ".join(data.split()))


@pytest.fixture
def mall(monkeypatch) -> WholeMall:
    stand_at(monkeypatch, NINE)
    mall = WholeMall()
    a_standard(service=mall.service, requirements=["Fotokopi kartu keluarga"], product="Kutipan akta", version=2)
    Service.objects.filter(pk=mall.service.pk).update(
        cannot_do_here="Surat lahir dibuat bidan.", can_do_here="Akta dicetak di sini."
    )
    Zone.objects.filter(mall=mall.mall).update(name="Kependudukan", hint="Sebelah kiri pintu masuk")
    Agency.objects.filter(pk=mall.agency.pk).update(name="Dinas Catatan Sipil Contoh", short_name="Capil Contoh")
    a_break("09:00", "09:30", mall=mall.mall, reason="Senam bersama petugas")
    shut = a_service(line=a_line(mall=mall.mall, name="Jalur libur"), name="Layanan yang libur")
    a_closed_day(mall=mall.mall, agency=shut.agency, reason="Rapat kerja dinas")
    return mall


def own_words() -> set[str]:
    """What the mall wrote itself, as far as it is long enough to be found again."""
    found: set[str] = set()
    for model, fields in ((Service, ("name", "can_do_here", "cannot_do_here")), (Agency, ("name", "short_name")), (Zone, ("name", "hint")),
                          (Line, ("name",)), (Site, ("name",)), (Facility, ("name", "hint")), (Break, ("reason",)),
                          (SpecialDay, ("reason",))):  # fmt: skip
        for field in fields:
            found |= set(model.objects.values_list(field, flat=True))
    return {word for word in found if len(word) > 6} | {"Fotokopi kartu keluarga"}


def of_visitors() -> list[Address]:
    return [address for address in addresses() if address.view.__module__.split(".")[2] in ROOMS]


def pages(mall: WholeMall, language: str) -> Iterator[tuple[str, Unmarked]]:
    for address in of_visitors():
        if content := mall.page(address, language=language):
            yield address.name, _read(content)
    yield "refused at the kiosk", _read(_posted(mall, language, layanan=str(a_key())))
    yield "a number at the kiosk", _read(_posted(mall, language, layanan=str(mall.service.id)))
    yield "a page that is not there", _read(_client(language).get("/tidak-ada").content.decode())


def _posted(mall: WholeMall, language: str, **form: str) -> str:
    client = mall.browser(next(address for address in addresses() if address.name == "kiosk_take"))
    client.cookies["bahasa_kios"] = language
    return client.post("/k/nomor", {**form, "kunci": str(a_key())}).content.decode()


def _client(language: str) -> Client:
    client = Client()
    client.cookies["bahasa"] = language
    return client


def _read(content: str) -> Unmarked:
    page = Unmarked()
    page.feed(content)
    return page


@pytest.mark.parametrize("language", ["en", "jv"])
def test_the_mall_s_own_words_are_marked_on_a_page_of_another_language(mall, language):
    words, wrong, seen = own_words(), [], 0
    for name, page in pages(mall, language):
        if page.language != language:
            continue  # The portal has no Javanese and does not claim it.
        seen += 1
        wrong += [f"{name}: {text}" for text in page.texts for word in words if word in text]

    assert seen > 15
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_a_javanese_page_says_nothing_in_indonesian_or_english_without_saying_so(mall):
    indonesian, javanese = _catalogue("id"), _catalogue("jv")
    foreign = ({*indonesian} | {*indonesian.values()}) - {*javanese.values()}
    wrong = []
    for name, page in pages(mall, "jv"):
        if page.language == "jv":
            wrong += [f"{name}: {text}" for text in page.texts if text in foreign and len(text.split()) > 1]

    assert not wrong, "\n".join(sorted(set(wrong)))


def _catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in settings.LOCALE_PATHS:
        file = folder / language / "LC_MESSAGES" / "django.mo"
        if file.exists():
            with file.open("rb") as compiled:
                words = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
            found |= {
                (key[0] if isinstance(key, tuple) else key).rpartition("\x04")[2]: said for key, said in words.items() if key
            }
    return found


def test_every_word_of_the_rooms_where_visitors_stand_has_its_javanese(mall):
    import polib

    from pendopo.config.translating.catalogues import catalogue_in
    from pendopo.web.languages import ROOMS as REGIONAL_ROOMS

    for room in REGIONAL_ROOMS:
        left = [entry.msgid for entry in polib.pofile(str(catalogue_in(f"web/{room}", "jv"))) if not entry.translated()]
        assert not left, (room, left)


def test_a_refusal_that_javanese_lacks_is_marked_as_indonesian():
    from django.utils.translation import gettext_lazy

    class Lacking(DomainError):
        code = "test.lacking"
        message = gettext_lazy("This role is not yours to give. Please leave the row out, or ask the administrator.")

    with translation.override("jv"):
        assert str(refusal(Lacking())).startswith('<span lang="id">Peran ini')
        assert refusal(NotFound()).message is NotFound.message
        assert str(own("<Rapat>")) == '<span lang="id">&lt;Rapat&gt;</span>'
    with translation.override("en"):
        assert isinstance(refusal(Lacking()), Lacking)
    with translation.override("id"):
        assert own("Rapat") == "Rapat"
