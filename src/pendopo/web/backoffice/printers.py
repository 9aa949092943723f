"""Printers of the hall: add one, see how it is, try it, change it, take it away; and where each kiosk's numbers come out."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.directory.doors import device_of
from pendopo.directory.models import DeviceKind, Mall
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.printing.choose_paper import choose_paper
from pendopo.printing.doors import printer_of
from pendopo.printing.models import OPEN, JobState, PaperWidth, Printer, PrintJob
from pendopo.printing.print_ticket import print_test_page
from pendopo.printing.reads import KioskPaperCard, PrinterCard, kiosk_papers, printers_of
from pendopo.printing.set_up_printer import (
    PrinterAddressTaken,
    PrinterAddressUnclear,
    PrinterNameTaken,
    change_printer,
    set_up_printer,
    take_printer_away,
)
from pendopo.web.addresses import origin_of
from pendopo.web.backoffice.room import actor_of, mall_page, show
from pendopo.web.components.formats import written_language

_FIELD_OF: dict[type[DomainError], str] = {PrinterNameTaken: "name", PrinterAddressTaken: "host", PrinterAddressUnclear: "host"}


class PrinterForm(forms.Form):
    """A printer in the hall's network."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Where it stands: “Printer kios pintu utama”."))
    host = forms.CharField(
        label=_("Address"), max_length=200,
        help_text=_("It stands on the printer's own test page: hold its feed button while switching it on."),
    )  # fmt: skip
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=9100)
    width_mm = forms.TypedChoiceField(
        label=_("Paper"), choices=PaperWidth.choices, coerce=int, widget=forms.RadioSelect, initial=PaperWidth.WIDE
    )
    listens_only = forms.BooleanField(
        label=_("It never answers"), required=False,
        help_text=_("For printers that cannot say whether they have paper. Then nobody is told when it runs out."),
    )  # fmt: skip

    def facts(self) -> dict[str, object]:
        chosen = self.cleaned_data
        return {
            "name": chosen["name"], "host": chosen["host"], "port": chosen["port"], "width_mm": chosen["width_mm"],
            "talks_back": not chosen["listens_only"],
        }  # fmt: skip


class PaperForm(forms.Form):
    """Where one kiosk's numbers come out: `printer:<id>`, `browser:<mm>`, or nothing for the screen."""

    way = forms.ChoiceField(required=False)
    automatic = forms.BooleanField(required=False)

    def __init__(self, *arguments: object, ways: list[tuple[str, object]], **words: object) -> None:
        super().__init__(*arguments, **words)  # type: ignore[arg-type]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@mall_page
def printers(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    form = PrinterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = set_up_printer(mall=mall, at=at, actor=actor_of(request), **form.facts())  # type: ignore[arg-type]
        except tuple(_FIELD_OF) as refusal:
            form.add_error(_FIELD_OF[type(refusal)], str(refusal))
        else:
            return _try(request, mall, added, at)
    return _page(request, mall, at, form=form if request.method == "POST" else PrinterForm())


@require_POST
@mall_page
def change(request: HttpRequest, mall: Mall, at: datetime, device: UUID) -> HttpResponse:
    printer = printer_of(mall, device)
    form = PrinterForm(request.POST)
    if form.is_valid():
        try:
            change_printer(printer=printer, at=at, actor=actor_of(request), **form.facts())  # type: ignore[arg-type]
        except tuple(_FIELD_OF) as refusal:
            form.add_error(_FIELD_OF[type(refusal)], str(refusal))
        else:
            return redirect("web:printers", mall=mall.code)
    return _page(request, mall, at, changing=(printer.pk, form))


@require_POST
@mall_page
def test_page(request: HttpRequest, mall: Mall, at: datetime, device: UUID) -> HttpResponse:
    """A paper without a number; the page then says how it fares."""
    return _try(request, mall, printer_of(mall, device), at)


@require_POST
@mall_page
def take_away(request: HttpRequest, mall: Mall, at: datetime, device: UUID) -> HttpResponse:
    take_printer_away(printer=printer_of(mall, device), at=at, actor=actor_of(request))
    return redirect("web:printers", mall=mall.code)


@require_POST
@mall_page
def choose(request: HttpRequest, mall: Mall, at: datetime, device: UUID) -> HttpResponse:
    kiosk = device_of(mall, device)
    form = PaperForm(request.POST, ways=ways_of(mall))
    if kiosk.kind != DeviceKind.KIOSK or not form.is_valid():
        raise NotFound
    way, _colon, chosen = form.cleaned_data["way"].partition(":")
    choose_paper(
        kiosk=kiosk, at=at, actor=actor_of(request), automatic=form.cleaned_data["automatic"],
        printer=printer_of(mall, UUID(chosen)) if way == "printer" else None,
        width_mm=int(chosen) if way == "browser" else None,
    )  # fmt: skip
    return redirect("web:printers", mall=mall.code)


def ways_of(mall: Mall) -> list[tuple[str, object]]:
    """What may be chosen for a kiosk."""
    here = [(f"printer:{card.id}", card.name) for card in printers_of(mall) if card.in_service]
    own = [(f"browser:{width.value}", _("Its own printer, %(width)s mm") % {"width": width.value}) for width in PaperWidth]
    return [("", _("Screen only")), *here, *own]


def _try(request: HttpRequest, mall: Mall, printer: Printer, at: datetime) -> HttpResponse:
    job = print_test_page(
        printer=printer, at=at, actor=actor_of(request), language=written_language(get_language()),
        origin=origin_of(request),
    )  # fmt: skip
    response = redirect("web:printers", mall=mall.code)
    response["Location"] += f"?coba={job.id}"
    return response


def _page(
    request: HttpRequest, mall: Mall, at: datetime, *, form: PrinterForm | None = None,
    changing: tuple[UUID, PrinterForm] | None = None,
) -> HttpResponse:  # fmt: skip
    cards = printers_of(mall)
    forms_of = {card.id: _form_of(card) for card in cards} | ({changing[0]: changing[1]} if changing else {})
    tried = _tried(mall, request.GET.get("coba", ""))
    context = {
        "form": form or PrinterForm(), "printers": [(card, forms_of[card.id]) for card in cards],
        "kiosks": [(kiosk, _way_of(kiosk)) for kiosk in kiosk_papers(mall)], "ways": ways_of(mall),
        "changing": changing[0] if changing else None, "today": business_date(at, mall.time_zone), "tried": tried,
        "waits": tried is not None and tried.state in OPEN, "came": tried is not None and tried.state == JobState.PRINTED,
    }  # fmt: skip
    refused = (form is not None and form.is_bound) or changing is not None
    return show(request, "printers.html", context, mall=mall, at=at, status=422 if refused else 200)


def _tried(mall: Mall, job: str) -> PrintJob | None:
    try:
        key = UUID(job)
    except ValueError:
        return None
    return PrintJob.objects.filter(pk=key, printer__mall=mall, ticket=None).select_related("printer__device").first()


def _form_of(card: PrinterCard) -> PrinterForm:
    known = {"name": card.name, "host": card.host, "port": card.port, "width_mm": card.width_mm}
    return PrinterForm(initial={**known, "listens_only": not card.talks_back}, auto_id=f"id_%s_{card.id}")


def _way_of(kiosk: KioskPaperCard) -> str:
    if kiosk.printer:
        return f"printer:{kiosk.printer}"
    return f"browser:{kiosk.width_mm}" if kiosk.width_mm else ""
