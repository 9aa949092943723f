"""Numbers on paper, for when no kiosk gives any: the pad to print beforehand, and what was given from it, entered afterwards."""

from dataclasses import dataclass
from datetime import datetime, time

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pendopo.catalogue.models import Line, PriorityClass, Service
from pendopo.catalogue.numbering import MOST_ON_PAPER, check_sign, number_label, read_paper
from pendopo.catalogue.numbering import paper_number as number_on_paper
from pendopo.directory.models import Mall
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.enter_paper_number import Sheet, enter_paper_number
from pendopo.queue.hall_doors import line_by_prefix, service_in_hall
from pendopo.queue.models import Visit
from pendopo.queue.reads.paper_numbers import lines_with_services, paper_numbers_of_today
from pendopo.web.components.formats import clock, written_language
from pendopo.web.greeter.room import Greeter, greeter_page, show
from pendopo.web.greeter.scan import tell
from pendopo.web.greeter.verdict import GOOD, INFO, Verdict, refused, verdict_on

_PRIORITIES = tuple(str(name) for name in PriorityClass if name != PriorityClass.BOOKING)
_LENGTHS = (24, 48, 96)


class PaperMiscopied(DomainError):
    code = "greeter.paper_miscopied"
    status = 422
    message = gettext_lazy("%(number)s does not go together with its last letter. Please compare it with the paper.")


class ServiceToChoose(DomainError):
    code = "greeter.service_to_choose"
    status = 422
    message = gettext_lazy("%(line)s has several services. Please choose the one of this visitor.")


@dataclass(frozen=True, slots=True)
class PadSheet:
    label: str
    sign: str


@require_http_methods(["GET", "POST"])
@greeter_page
def paper_number(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    """GET shows the form and what was entered today; POST enters one sheet and says how it stands."""
    if request.method == "POST":
        try:
            verdict = _enter(greeter, request.POST)
        except DomainError as error:
            verdict = refused(error)
        return tell(request, greeter, verdict)
    context = {
        "lines": lines_with_services(greeter.mall), "entered": paper_numbers_of_today(greeter.mall, greeter.now),
        "priorities": _PRIORITIES,
    }  # fmt: skip
    return show(request, greeter, "paper_number.html", context)


@require_GET
@greeter_page
def pad(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    """The sheets of one line, eight on a page: half for the visitor, half to be kept. Nothing is stored by printing."""
    lines = lines_with_services(greeter.mall)
    chosen = next((line for line in lines if line.code == request.GET.get("jalur", "")), None)
    first = _whole(request.GET.get("dari", ""), 1, MOST_ON_PAPER)
    length = _whole(request.GET.get("banyak", ""), _LENGTHS[0], _LENGTHS[-1])
    sheets = _sheets(greeter.mall, chosen.prefix, first, length) if chosen else []
    context = {
        "lines": lines, "chosen": chosen, "first": first, "length": length, "lengths": _LENGTHS, "sheets": sheets,
        "most": MOST_ON_PAPER, "priorities": [name for name in _PRIORITIES if name != PriorityClass.NONE],
    }  # fmt: skip
    return show(request, greeter, "pad.html", context)


def _enter(greeter: Greeter, form: QueryDict) -> Verdict:
    typed = form.get("nomor", "")[:20].strip()
    read = read_paper(greeter.mall.id, typed)
    if read is None:
        raise PaperMiscopied(number=typed)
    prefix, count = read
    line = line_by_prefix(greeter.mall, prefix)
    sheet = Sheet(
        line=line, count=count, service=_service(greeter.mall, line, form.get("layanan", "")),
        given_at=_given_at(greeter, form.get("jam", "")), priority=_priority(form), served=form.get("dilayani") == "ya",
    )  # fmt: skip
    entered = enter_paper_number(sheet=sheet, actor=greeter.actor, at=greeter.at, command_key=greeter.key)
    since = clock(timezone.localtime(entered.given_at), language=written_language(get_language()))
    facts = {"number": entered.label, "at": since}
    if entered.repeated:
        return Verdict(
            INFO, _("%(number)s was entered before") % facts, _("It stands in its line since %(at)s.") % facts, entered.label
        )
    if sheet.served:
        return Verdict(GOOD, _("%(number)s is noted as served") % facts, _("Given on paper at %(at)s.") % facts, entered.label)
    visit = Visit.objects.select_related("mall").get(pk=entered.visit)
    return verdict_on(visit, greeter, wanted=entered.ticket, joined=[entered.label])


def _service(mall: Mall, line: Line, code: str) -> Service:
    if code:
        return service_in_hall(mall, code)
    services = list(line.services.filter(active=True).order_by("pk")[:2])
    if len(services) != 1:
        raise ServiceToChoose(line=line.name)
    return services[0]


def _given_at(greeter: Greeter, written: str) -> datetime:
    """The time of today that was written on the stub; without one, now. Raises NotFound for what is no time."""
    if not written:
        return greeter.at
    try:
        moment = time.fromisoformat(written)
    except ValueError:
        raise NotFound from None
    return timezone.localtime(greeter.at).replace(hour=moment.hour, minute=moment.minute, second=0, microsecond=0)


def _priority(form: QueryDict) -> str:
    chosen = form.get("prioritas", "")
    return chosen if chosen in _PRIORITIES else str(PriorityClass.NONE)


def _sheets(mall: Mall, prefix: str, first: int, length: int) -> list[PadSheet]:
    counts = range(first, min(first + length, MOST_ON_PAPER + 1))
    return [PadSheet(number_label(prefix, number_on_paper(count)), check_sign(mall.id, prefix, count)) for count in counts]


def _whole(written: str, usual: int, most: int) -> int:
    return min(int(written), most) if written.isdecimal() and len(written) <= 4 and int(written) else usual
