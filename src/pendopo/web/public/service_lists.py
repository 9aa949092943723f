"""Lists of services: search results, all services narrowed down, and the words a row is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.models import Delivery, ServiceKind
from pendopo.catalogue.reads import ServiceRow, services_of
from pendopo.catalogue.search import Choice, Filters, Finder, Found, Hit, Piece
from pendopo.catalogue.search_index import Field
from pendopo.directory.models import Mall
from pendopo.web.components.formats import rupiah, written_language

ROWS_PER_PAGE = 30
HITS_WHILE_TYPING = 6

# The words of the address and the stable codes they stand for.
KINDS = {"perizinan": ServiceKind.LICENSING, "nonperizinan": ServiceKind.NON_LICENSING}
DELIVERIES = {
    "langsung": Delivery.DIRECT,
    "elektronik": Delivery.ELECTRONIC,
    "mandiri": Delivery.SELF_SERVICE,
    "keliling": Delivery.MOBILE,
}
_WHERE_FOUND = {
    Field.SYNONYM: _("also called"),
    Field.PRODUCT: _("you get"),
    Field.REQUIREMENT: _("needs"),
    Field.HERE: _("here you can"),
}
_NO_FEE = ("tidak dipungut", "gratis", "tanpa biaya")


@dataclass(frozen=True, slots=True)
class ListedService:
    """A row as it is printed, the words that answered marked in its `name`.

    `found_by` says why it is here when the name does not; `closed` only while the hall itself is open.
    """

    row: ServiceRow
    name: SafeString
    fee: str
    found_by: str
    because: str
    closed: bool


@dataclass(frozen=True, slots=True)
class FilterBox:
    """One narrowing choice of the form: the field's name, its label, its values, the one chosen."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str

    @property
    def chosen_label(self) -> str:
        return next((choice.label for choice in self.choices if choice.value == self.chosen), "")


@dataclass(frozen=True, slots=True)
class ServiceList:
    """A page of services, in all `total`; `found` when something was asked."""

    question: str
    found: Found | None
    rows: tuple[ListedService, ...]
    page: Page
    total: int
    filters: tuple[FilterBox, ...]
    query: str

    @property
    def narrowed(self) -> bool:
        return any(box.chosen for box in self.filters)


def service_list(mall: Mall, finder: Finder, asked: QueryDict, at: datetime, *, hall_open: bool) -> ServiceList:
    """What the address asks for; three queries beyond the kept finder and schedule. An unknown choice counts as none."""
    boxes = filter_boxes(finder, asked)
    filters = _filters(boxes)
    question = asked.get("q", "").strip()
    found = finder.find(question, filters) if question else None
    codes = [hit.code for hit in found.hits] if found else finder.browse(filters)
    page = Paginator(codes, ROWS_PER_PAGE).get_page(asked.get("page"))
    hits = {hit.code: hit for hit in found.hits} if found else {}
    rows = listed(services_of(mall, at, codes=list(page)), hits, hall_open=hall_open)
    return ServiceList(question, found, rows, page, len(codes), boxes, _query(question, boxes))


def listed(rows: Sequence[ServiceRow], hits: Mapping[str, Hit], *, hall_open: bool) -> tuple[ListedService, ...]:
    return tuple(_listed(row, hits.get(row.code), hall_open) for row in rows)


def fee_words(row: ServiceRow) -> str:
    """ "Gratis", "Rp30.000", "mulai Rp30.000", or the standard's own words."""
    if row.fee_rupiah is None:
        return plain_fee(row.fee_text)
    amount = rupiah(row.fee_rupiah, language=written_language(get_language()))
    return gettext("from %(fee)s") % {"fee": amount} if row.fee_varies else amount


def plain_fee(text: str) -> str:
    """The one word for every way in which a decree says that nothing is charged."""
    free = text.lower().strip(" .") if text else ""
    if free.startswith(_NO_FEE) and len(free) < 40:
        return rupiah(0, language=written_language(get_language()))
    return text


def filter_boxes(finder: Finder, asked: QueryDict) -> tuple[FilterBox, ...]:
    """The four choices with the values that this mall has."""
    kinds = tuple(Choice(word, str(kind.label), 0) for word, kind in KINDS.items() if kind in finder.kinds)
    deliveries = tuple(Choice(word, str(way.label), 0) for word, way in DELIVERIES.items() if way in finder.deliveries)
    offered = (
        ("instansi", gettext("Agency"), finder.agencies),
        ("bidang", gettext("Field"), finder.categories),
        ("jenis", gettext("Kind"), kinds),
        ("cara", gettext("Way of serving"), deliveries),
    )
    return tuple(FilterBox(name, label, choices, _chosen(asked.get(name, ""), choices)) for name, label, choices in offered)


def _chosen(value: str, choices: Sequence[Choice]) -> str:
    return value if any(choice.value == value for choice in choices) else ""


def _filters(boxes: Sequence[FilterBox]) -> Filters:
    chosen = {box.name: box.chosen for box in boxes}
    kind, delivery = KINDS.get(chosen["jenis"]), DELIVERIES.get(chosen["cara"])
    return Filters(chosen["instansi"], chosen["bidang"], str(kind or ""), str(delivery or ""))


def _query(question: str, boxes: Sequence[FilterBox]) -> str:
    """What stands in the address of the next page before its number."""
    query = QueryDict(mutable=True)
    if question:
        query["q"] = question
    for box in boxes:
        if box.chosen:
            query[box.name] = box.chosen
    return f"{query.urlencode()}&" if query else ""


def _listed(row: ServiceRow, hit: Hit | None, hall_open: bool) -> ListedService:
    found_by = str(_WHERE_FOUND.get(hit.field, "")) if hit else ""
    return ListedService(
        row=row,
        name=_marked(hit.pieces) if hit else conditional_escape(row.name),
        fee=fee_words(row),
        found_by=found_by,
        because=hit.because if hit and found_by else "",
        closed=hall_open and row.open_state.kind == "closed",
    )


def _marked(pieces: Sequence[Piece]) -> SafeString:
    """The name with the words that answered set off."""
    shown = (format_html('<mark class="mark">{}</mark>', piece.text) if piece.marked else piece.text for piece in pieces)
    return format_html_join("", "{}", ((piece,) for piece in shown))
