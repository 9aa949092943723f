"""The hours that lie behind a hall which is opened in the middle of its day."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Max

from pendopo.crowd.hall import Hall
from pendopo.crowd.plan import HallPlan, SeatPlan
from pendopo.crowd.scenes import endless
from pendopo.crowd.verb_hands import VerbHands
from pendopo.crowd.visitors import keep_company
from pendopo.directory.models import Mall
from pendopo.directory.pair_device import Paired
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.transactions import writing
from pendopo.queue.models import Ticket, TicketState

LONGEST = timedelta(hours=2, minutes=30)
_SHORTEST = timedelta(minutes=2)
# What is lived in one transaction: none that writes events lasts longer than about a second.
_SLICE_SECONDS = 600.0
# How many wait for the guest's counter at least.
_COMPANY = 4


def live_until_now(
    mall: Mall, plan: HallPlan, kiosk: Paired, *, guest: SeatPlan | None, people_per_day: int, seed: int, at: datetime
) -> Hall:  # fmt: skip
    """The hall at `at`, after a morning by verbs: from the last thing that happened today, at most two and a half hours back.

    What is under way then goes on with the returned hall's agenda, once it is given other hands. Nobody sits at the `guest`'s
    counter, yet somebody always waits for it.
    """
    began = _begins(mall, at)
    hands = VerbHands(mall.id, kiosk, began)
    hall = endless(plan.without(guest), hands, people_per_day=people_per_day, seed=seed, speed=None, threads=0)
    for line in guest.lines if guest else ():
        hall.agenda.begin(keep_company(hall, plan.line(line), waiting=partial(_waiting, line), at_least=_COMPANY))
    seconds = (at - began).total_seconds()
    while seconds - hall.agenda.now > 1:
        until = min(hall.agenda.now + _SLICE_SECONDS, seconds)
        with writing():
            hall.agenda.run(until=until)
        hall.agenda.now = until
    return hall


def _waiting(line: UUID) -> int:
    return Ticket.objects.filter(line=line, state=TicketState.WAITING).count()


def _begins(mall: Mall, at: datetime) -> datetime:
    today = business_date(at, mall.time_zone)
    midnight = datetime.combine(today, time(0, 1), zone(mall.time_zone))
    last = Ticket.objects.filter(mall=mall, business_date=today).aggregate(at=Max("changed_at"))["at"]
    began = max(at - LONGEST, midnight, last or midnight)
    return began if at - began > _SHORTEST else at
