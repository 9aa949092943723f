"""Choose where a kiosk's numbers come out."""

from datetime import datetime

from pendopo.directory.models import Device
from pendopo.journal.events import append
from pendopo.kernel.errors import NotFound
from pendopo.kernel.transactions import one_transaction
from pendopo.printing.events import PaperChosen
from pendopo.printing.models import KioskPaper, PaperWidth, Printer


@one_transaction
def choose_paper(
    *,
    kiosk: Device,
    at: datetime,
    actor: str,
    printer: Printer | None = None,
    width_mm: int | None = None,
    automatic: bool = True,
) -> None:
    """At `printer`; without one, by the kiosk's own browser on paper of `width_mm`; without either, on the screen only."""
    if printer is not None and printer.mall_id != kiosk.mall_id:
        raise NotFound
    way = "printer" if printer else "browser" if width_mm else "screen"
    width = printer.width_mm if printer else width_mm or PaperWidth.WIDE
    chosen = {"printer": printer, "width_mm": width, "automatic": automatic}
    before = KioskPaper.objects.filter(kiosk=kiosk).first()
    if way == "screen":
        if before is None:
            return
        before.delete()
    elif before and (before.printer_id, before.width_mm, before.automatic) == (printer and printer.pk, width, automatic):
        return
    else:
        KioskPaper.objects.update_or_create(kiosk=kiosk, defaults=chosen)
    event = PaperChosen(way=way, printer=printer.pk if printer else None, width_mm=int(width), automatic=automatic)
    append(event, mall=kiosk.mall_id, subject=kiosk.id, at=at, actor=actor)
