"""Everything the mall's first page shows."""

from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from pendopo.catalogue.models import Service
from pendopo.catalogue.reads import services_of
from pendopo.catalogue.search import Choice, Finder, finder_of
from pendopo.directory.models import Mall
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.reads import FacilityCard, facilities_of
from pendopo.queue.reads.most_taken import most_taken
from pendopo.queue.wait import WaitRange
from pendopo.web.public.days_ahead import OtherDay, other_days
from pendopo.web.public.facility_icons import with_icons
from pendopo.web.public.hall_now import ZoneNow, hall_now
from pendopo.web.public.life_events import EventHere, events_of
from pendopo.web.public.mall_head import address_of
from pendopo.web.public.service_lists import ListedService, listed

_OFTEN_ASKED = ("akta lahir", "KTP hilang", "SKCK", "paspor", "pajak motor", "izin usaha", "BPJS", "kartu kuning", "PBB")
_HINTS = 6
_MOST_TAKEN = 6


@dataclass(frozen=True, slots=True)
class OftenTaken:
    """A service that many come for, with the wait of its line now; None while nobody serves it."""

    listed: ListedService
    wait: WaitRange | None


@dataclass(frozen=True, slots=True)
class PortalPage:
    greeting: str
    open_state: OpenState
    services: int
    agencies: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    hints: tuple[str, ...]
    events: tuple[EventHere, ...]
    zones: tuple[ZoneNow, ...]
    waiting: int
    often: tuple[OftenTaken, ...]
    facilities: tuple[tuple[str, FacilityCard], ...]
    days: tuple[OtherDay, ...]
    ticket_address: str


def portal_page(mall: Mall, at: datetime) -> PortalPage:
    """Eleven queries beyond what is kept (schedule, finder, list of what is taken most)."""
    finder, schedule = finder_of(mall, at), kept_schedule_of(mall)
    state = schedule.state(at)
    hall = hall_now(mall, at)
    often = [
        OftenTaken(one, hall.wait_of(one.row.line) if state.is_open else None)
        for one in listed(services_of(mall, at, codes=_often(mall, at)), {}, hall_open=state.is_open)
    ]
    return PortalPage(
        greeting=mall.greeting, open_state=state, services=len(finder.entries), agencies=finder.agencies,
        categories=finder.categories, hints=_often_asked(finder), events=events_of(finder),
        zones=hall.zones, waiting=hall.waiting, often=tuple(often), facilities=with_icons(facilities_of(mall)),
        days=other_days(schedule, at), ticket_address=address_of("ticket", "X"),
    )  # fmt: skip


def _often(mall: Mall, at: datetime) -> list[str]:
    """Codes of what is taken most at this hour, in that order; one query."""
    wanted = most_taken(mall, at, at_most=_MOST_TAKEN)
    codes = dict(Service.objects.filter(pk__in=wanted).values_list("pk", "code"))
    return [codes[service] for service in wanted if service in codes]


# Asked once per catalogue; a finder that is let go takes its answers along.
_kept_hints: WeakKeyDictionary[Finder, tuple[str, ...]] = WeakKeyDictionary()


def _often_asked(finder: Finder) -> tuple[str, ...]:
    """Those of the questions people ask everywhere that this mall can answer."""
    hints = _kept_hints.get(finder)
    if hints is None:
        hints = _kept_hints[finder] = tuple(words for words in _OFTEN_ASKED if finder.find(words).certain)[:_HINTS]
    return hints
