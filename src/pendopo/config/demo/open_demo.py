"""Open the demo: make its data, start its servers, live its morning, say where to look, and let the crowd in."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from threading import Event

from django.conf import settings

from pendopo.config.demo import prepare, words
from pendopo.config.demo.folder import Folder
from pendopo.config.demo.morning import live_until_now
from pendopo.config.demo.screens import crowds_kiosk, offer_screens
from pendopo.config.supervisor import Installation, Supervisor
from pendopo.crowd.browser import BELIEVED, Connections, ServerAway
from pendopo.crowd.day import bearable
from pendopo.crowd.hall import Hall
from pendopo.crowd.http_hands import HttpHands
from pendopo.crowd.plan import HallPlan, SeatPlan, plan_of
from pendopo.crowd.scenes import watch_the_date
from pendopo.directory.models import Mall, Post, Role
from pendopo.directory.pair_device import Paired
from pendopo.kernel.clock import business_date, now
from pendopo.queue.hall_token import hall_token

# The counter that is left to the person who tries the demo, where the mall has it.
_GUESTS_COUNTER = "3"
# How soon an officer for whom nobody waits looks up: somebody may have taken a number at the kiosk.
_LEAN_BACK = 15.0
_THREADS = 6


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line; as many people as the counters can bear when no number is named."""

    mall: str
    port: int
    speed: float
    people_per_day: int | None
    crowd: bool


def open_demo(folder: Folder, wishes: Wishes, steps: words.Steps) -> None:
    """Until Ctrl-C, with data that was made already. Raises PortBusy, NotReady."""
    mall = Mall.objects.get(code=wishes.mall)
    installation = Installation(folder.path, port=wishes.port, extra=dict(BELIEVED))
    installation.extra.update(installation.cookies_of_its_own)
    with (
        (folder.path / "log").open("a", encoding="utf-8", buffering=1) as log,
        suppress(KeyboardInterrupt),
        Supervisor(installation, tell=lambda line: print(line, file=log)) as supervisor,
    ):
        plan = plan_of(mall, now())
        guest = _guests_seat(plan)
        kiosk = _kiosk(folder, mall)
        hall = _morning(mall, plan, guest, kiosk, wishes, steps) if wishes.crowd else None
        steps.begin("Menyalakan server", "starting the servers")
        supervisor.wait_until_ready()
        steps.end()
        print(_where_to_look(mall, guest, installation, wishes), flush=True)
        if hall is None:
            Event().wait()
        else:
            _let_the_crowd_in(hall, _hands(mall, kiosk, installation), mall, wishes.speed)
    print(words.goodbye(), flush=True)


def _kiosk(folder: Folder, mall: Mall) -> Paired:
    kiosk = crowds_kiosk(mall, folder.kiosk_cookies.get(mall.code, ""), at=now())
    folder.remember(kiosk_cookies={**folder.kiosk_cookies, mall.code: kiosk.cookie})
    return kiosk


def _morning(
    mall: Mall, plan: HallPlan, guest: SeatPlan | None, kiosk: Paired, wishes: Wishes, steps: words.Steps
) -> Hall:  # fmt: skip
    steps.begin("Menjalani jam-jam sebelum ini", "living the hours before now")
    at = now()
    people = wishes.people_per_day or bearable(plan.without(guest))
    return live_until_now(mall, plan, kiosk, guest=guest, people_per_day=people, seed=int(at.timestamp()), at=at)


def _let_the_crowd_in(hall: Hall, hands: HttpHands, mall: Mall, speed: float) -> None:
    """What is under way goes on, from now on over the wire and by the clock on the wall."""
    agenda = hall.agenda
    agenda.hands, agenda.speed, agenda.threads = hands, speed, _THREADS
    hall.lean_back = _LEAN_BACK * speed
    # Whoever leans back since the morning looks up: the hall counts on desks that are heard from.
    for seat in hall.plan.seats:
        agenda.call_out(seat.counter, delay=hall.chance.uniform(0, _LEAN_BACK * speed))

    def today() -> date:
        return business_date(now(), mall.time_zone)

    agenda.begin(watch_the_date(hall, today=today, on_new_day=lambda: prepare.open_around_the_clock(mall, at=now())))
    while True:
        try:
            agenda.run()
        except ServerAway:
            print(words.nobody_answers(), flush=True)


def _hands(mall: Mall, kiosk: Paired, installation: Installation) -> HttpHands:
    def hall_word() -> str:
        return hall_token(mall.id, business_date(now(), mall.time_zone))

    return HttpHands(mall.code, Connections(installation.address), kiosk.cookie, settings.DEMO_PASSWORD, hall_word)


def _guests_seat(plan: HallPlan) -> SeatPlan | None:
    """The counter that is left free: the third, else one whose lines others serve too, so that nobody waits for it alone."""
    third = plan.seat_at(_GUESTS_COUNTER)
    if third or not plan.seats:
        return third
    shared = (seat for seat in plan.seats if len(plan.without(seat).lines) == len(plan.lines))
    return next(shared, plan.seats[0])


def _where_to_look(mall: Mall, guest: SeatPlan | None, installation: Installation, wishes: Wishes) -> str:
    managing = Post.objects.filter(mall=mall, role__in=(Role.ADMIN, Role.MANAGER)).select_related("user")
    boss = managing.order_by("role", "pk").first()
    return words.where_to_look(
        installation.address, mall.code, mall.name, screens=offer_screens(mall, at=now()),
        guest=words.Guest(guest.email, guest.name, guest.counter_number) if guest else None,
        manager=words.Guest(boss.user.email, boss.user.name) if boss else None,
        password=settings.DEMO_PASSWORD, speed=wishes.speed if wishes.crowd else None,
    )  # fmt: skip
