"""The live hall itself, and what is asked of one counter or one line before acting."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.appointments.stop_issuing import StopReason
from pendopo.assistance.reads import open_assistance
from pendopo.directory.models import Counter, Device, DeviceKind, Mall, Pause, Post, Role, SoundState, SpecialDay
from pendopo.directory.open_state import ReasonCode
from pendopo.directory.outside_line import outside_lost_since
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound
from pendopo.printing.models import KioskPaper
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.privacy.record_look import record_look
from pendopo.queue.pause_desk import PauseReason
from pendopo.queue.reads.live_hall import CounterNow, LineNow, LiveHall, live_hall
from pendopo.web.oversight.room import counter_of, hall_page, let_listen, listening_address, show
from pendopo.web.oversight.troubles import devices_of_hall, troubles_of
from pendopo.web.oversight.words import STATE_WORDS, SYMBOLS, now_words
from pendopo.web.software import software

MINUTES = (15, 30, 60, 120)
ALL_DAY = 24 * 60
# The page asks again by itself.
_SAME_LOOK = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Tile:
    """A counter as it is drawn."""

    counter: CounterNow
    symbol: str
    words: str
    state_word: str | Promise


@dataclass(frozen=True, slots=True)
class DeviceRow:
    name: str
    kind_word: str | Promise
    zone: str
    last_seen_at: datetime | None
    state: str | Promise
    software: str
    stale: bool


@require_safe
@hall_page
def live(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    """The whole page; for htmx, only what changes."""
    hall, devices = live_hall(mall, at), devices_of_hall(mall)
    troubles, asked = troubles_of(mall, hall, devices, at), open_assistance(mall, at)
    record_look(
        mall=mall.pk, person=request.user.pk, screen=Screen.REQUESTS, purpose=Purpose.HELPING,  # type: ignore[arg-type]
        parts=(Part.NUMBER, Part.ASSISTANCE), subjects=(card.visit for card in asked if card.visit), at=at, same_for=_SAME_LOOK,
    )  # fmt: skip
    context = {
        "hall": hall, "troubles": troubles, "bad": sum(trouble.bad for trouble in troubles), "pause": _running_pause(mall, hall, at),
        "zones": [(zone, [tile_of(counter) for counter in zone.counters]) for zone in hall.zones],
        "legend": [(SYMBOLS[state], word) for state, word in STATE_WORDS.items()], "minutes": MINUTES,
        "outside_lost_since": outside_lost_since(mall), "asked": asked, "me": request.user.pk,
        "devices": [_device_row(device) for device in devices], "today": hall.today, "listen": listening_address(request),
    }  # fmt: skip
    fragment = request.META.get("HTTP_HX_REQUEST") == "true"
    response = show(request, "_hall.html" if fragment else "hall.html", context, mall=mall, at=at)
    let_listen(response, mall.id, at)
    return response


@require_safe
@hall_page
def counter(request: HttpRequest, mall: Mall, at: datetime, counter: str) -> HttpResponse:
    return show(request, "counter.html", counter_facts(mall, counter_of(mall, counter), at), mall=mall, at=at)


@require_safe
@hall_page
def line(request: HttpRequest, mall: Mall, at: datetime, line: str) -> HttpResponse:
    return show(request, "line.html", line_facts(mall, line, at), mall=mall, at=at)


@require_safe
@hall_page
def message(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    hall = live_hall(mall, at)
    counters = [one for one in hall.counters if one.attended]
    return show(request, "message.html", {"counters": counters, "chosen": request.GET.get("loket", "")}, mall=mall, at=at)


def counter_facts(mall: Mall, found: Counter, at: datetime) -> dict[str, Any]:
    now = next((one for one in live_hall(mall, at).counters if one.id == found.id), None)
    if now is None:
        raise NotFound
    today = business_date(at, mall.time_zone)
    return {
        "tile": tile_of(now), "officers": officers_of(mall, at), "off_today": SpecialDay.objects.filter(counter=found, date=today).first(),
        "pause_word": PauseReason(now.pause_reason).label if now.pause_reason in PauseReason.values else "", "today": today,
    }  # fmt: skip


def line_facts(mall: Mall, code: str, at: datetime) -> dict[str, Any]:
    lines = live_hall(mall, at).lines
    found: LineNow | None = next((one for one in lines if one.code == code), None)
    if found is None:
        raise NotFound
    return {
        "line": found, "others": [one for one in lines if one.code != code], "reasons": StopReason.choices, "minutes": MINUTES,
        "all_day": ALL_DAY, "today": business_date(at, mall.time_zone),
    }  # fmt: skip


def tile_of(counter: CounterNow) -> Tile:
    return Tile(counter, SYMBOLS[counter.state], now_words(counter), STATE_WORDS[counter.state])


def officers_of(mall: Mall, at: datetime) -> list[tuple[str, str]]:
    """Who may be sent to a counter: everybody with a post in force at counters of this mall, by name."""
    posts = Post.objects.filter(mall=mall, role__in=(Role.OFFICER, Role.SUPERVISOR), user__is_active=True)
    rows = posts.in_force(business_date(at, mall.time_zone)).select_related("user", "agency").order_by("user__name", "pk")
    named: dict[str, str] = {}
    for post in rows:
        named.setdefault(str(post.user_id), f"{post.user.name} · {post.agency.short_name}" if post.agency else post.user.name)
    return list(named.items())


def _running_pause(mall: Mall, hall: LiveHall, at: datetime) -> Pause | None:
    if hall.door.code is not ReasonCode.PAUSE:
        return None
    return Pause.objects.filter(mall=mall, starts_at__lte=at, ends_at__gt=at).order_by("-ends_at").first()


def _device_row(device: Device) -> DeviceRow:
    zone = device.zone.letter if device.zone else ""
    stale = bool(device.software) and device.software != software()
    return DeviceRow(
        device.name, device.get_kind_display(), zone, device.last_seen_at, _sound_or_paper(device), device.software, stale
    )


def _sound_or_paper(device: Device) -> str | Promise:
    if device.kind == DeviceKind.PRINTER:
        return device.printer.get_state_display()
    if device.kind == DeviceKind.DISPLAY:
        return SoundState(device.sound_state).label if device.speaks else _("does not speak")
    paper: KioskPaper | None = getattr(device, "paper", None)
    if paper is None:
        return _("no paper, numbers on the screen")
    return paper.printer.get_state_display() if paper.printer else _("prints by itself, paper not known")
