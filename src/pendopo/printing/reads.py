"""What screens show of printers and of a number's paper."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from pendopo.directory.models import Device, DeviceKind, Mall
from pendopo.printing.models import CANNOT_PRINT, JobState, KioskPaper, Printer, PrinterState, PrintJob
from pendopo.printing.words import advice_for, printer_says
from pendopo.queue.models import Ticket


@dataclass(frozen=True, slots=True)
class PrinterCard:
    """A printer. `says` is a whole sentence ("Printer kios 2 kehabisan kertas."), `advice` what to do; both empty when all is well.

    `since` is when it came into this state, `answered_at` when it last answered (to the minute), `waiting` how many papers wait.
    `troubled`: nothing is printed there now; `low`: it prints, yet somebody should bring paper.
    """

    id: UUID
    name: str
    host: str
    port: int
    width_mm: int
    talks_back: bool
    state: str
    state_word: str
    since: datetime
    answered_at: datetime | None
    in_service: bool
    kiosks: tuple[str, ...]
    waiting: int
    says: str
    advice: str

    @property
    def troubled(self) -> bool:
        return self.in_service and self.state in CANNOT_PRINT

    @property
    def low(self) -> bool:
        return self.in_service and self.state == PrinterState.LOW

    @property
    def address(self) -> str:
        return self.host if self.port == 9100 else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class KioskPaperCard:
    """A kiosk and where its numbers come out: `printer` is a network printer's id, None with `width_mm` its own browser."""

    id: UUID
    name: str
    printer: UUID | None
    printer_name: str
    width_mm: int | None
    automatic: bool


@dataclass(frozen=True, slots=True)
class PaperState:
    """How the last paper of a number fares. `trouble` is the printer's own sentence, empty while it is well."""

    state: str
    trouble: str

    @property
    def over(self) -> bool:
        return self.state in (JobState.PRINTED, JobState.UNSURE, JobState.EXPIRED)


def printers_of(mall: Mall) -> tuple[PrinterCard, ...]:
    """In service first, by name; three queries."""
    kiosks: dict[UUID, list[str]] = defaultdict(list)
    for printer, name in (
        KioskPaper.objects.filter(printer__mall=mall).order_by("kiosk__name").values_list("printer", "kiosk__name")
    ):
        kiosks[printer].append(name)
    waiting = dict(
        PrintJob.objects.filter(printer__mall=mall, state=JobState.WAITING)
        .values_list("printer").annotate(Count("pk")).order_by()
    )  # fmt: skip
    rows = Printer.objects.filter(mall=mall).select_related("device").order_by("device__name")
    cards = [_card(row, tuple(kiosks[row.pk]), waiting.get(row.pk, 0)) for row in rows]
    return tuple(sorted(cards, key=lambda card: not card.in_service))


def printers_in_trouble(mall: Mall) -> tuple[PrinterCard, ...]:
    """What the greeter and the manager must know now: no paper, stopped, silent, nearly out. Three queries."""
    return tuple(card for card in printers_of(mall) if card.troubled or card.low)


def kiosk_papers(mall: Mall) -> tuple[KioskPaperCard, ...]:
    """Every kiosk in service, by name; one query."""
    kiosks = Device.objects.filter(mall=mall, kind=DeviceKind.KIOSK, revoked_at__isnull=True)
    rows = kiosks.select_related("paper__printer__device").order_by("name", "pk")
    return tuple(_kiosk(row) for row in rows)


def paper_state(ticket: Ticket) -> PaperState | None:
    """None when no paper was asked for. One query."""
    jobs = PrintJob.objects.filter(ticket=ticket).select_related("printer__device").order_by("-copy")
    job = jobs.first()
    return None if job is None else PaperState(job.state, _trouble(job.printer))


def _trouble(printer: Printer) -> str:
    if printer.state not in CANNOT_PRINT:
        return ""
    return printer_says(printer.device.name, printer.state, printer.reason)


def _kiosk(row: Device) -> KioskPaperCard:
    paper: KioskPaper | None = getattr(row, "paper", None)
    if paper is None:
        return KioskPaperCard(row.id, row.name, None, "", None, True)
    name = paper.printer.device.name if paper.printer else ""
    return KioskPaperCard(row.id, row.name, paper.printer_id, name, paper.width_mm, paper.automatic)


def _card(row: Printer, kiosks: tuple[str, ...], waiting: int) -> PrinterCard:
    in_service = row.device.revoked_at is None
    return PrinterCard(
        id=row.pk, name=row.device.name, host=row.host, port=row.port, width_mm=row.width_mm, talks_back=row.talks_back,
        state=row.state, state_word=str(row.get_state_display()), since=row.changed_at, answered_at=row.device.last_seen_at,
        in_service=in_service, kiosks=kiosks, waiting=waiting,
        says=printer_says(row.device.name, row.state, row.reason) if in_service else "",
        advice=advice_for(row.state, row.width_mm) if in_service else "",
    )  # fmt: skip
