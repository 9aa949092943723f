"""What the processes of a race do."""

import json
import multiprocessing
import sys
import traceback
from collections.abc import Callable
from operator import itemgetter
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection  # noqa: E402 - Django must be ready first

from pendopo.accounts.models import User  # noqa: E402
from pendopo.catalogue.models import Line  # noqa: E402
from pendopo.directory.models import Counter  # noqa: E402
from pendopo.journal.models import Event  # noqa: E402
from pendopo.journal.relay import give_positions  # noqa: E402
from pendopo.kernel.errors import DomainError  # noqa: E402
from pendopo.kernel.keys import token_hash  # noqa: E402
from pendopo.queue.call_next import NobodyWaiting, call_next  # noqa: E402
from pendopo.queue.doors import desk_of, ticket_at  # noqa: E402
from pendopo.queue.enter_paper_number import Sheet, enter_paper_number  # noqa: E402
from pendopo.queue.finish import finish  # noqa: E402
from pendopo.queue.models import Ticket, TicketState  # noqa: E402
from pendopo.queue.open_desk import open_desk  # noqa: E402
from pendopo.queue.start import start  # noqa: E402
from pendopo.queue.take_ticket import take_ticket  # noqa: E402
from tests.races.at_one_counter import COUNTER_TASKS  # noqa: E402
from tests.races.ending_a_day import DAY_TASKS  # noqa: E402
from tests.situations.hall import a_counter, a_line, an_officer  # noqa: E402
from tests.situations.line import a_service_in, a_ticket  # noqa: E402
from tests.situations.times import NINE, minutes  # noqa: E402


def a_hall(*, counters: int = 0, waiting: int = 0, one_visit: bool = False, opened: bool = True) -> dict[str, Any]:
    """One line with counters opened and visitors waiting; ids for the other tasks."""
    line = a_line()
    service = a_service_in(line)
    desks = []
    for _number in range(counters):
        counter = a_counter(line=line)
        officer = an_officer(counter)
        if opened:
            lease = open_desk(counter=counter, officer=officer, at=NINE)
            desks.append({"lease": str(lease.lease), "secret_hash": token_hash(lease.secret)})
        else:
            desks.append({"counter": str(counter.id), "officer": str(officer.id)})
    visit = None
    for number in range(waiting):
        ticket = a_ticket(line, at=NINE + minutes(number / 60), visit=visit)
        visit = ticket.visit if one_visit else None
    return {"mall": str(line.mall_id), "service": str(service.id), "line": str(line.id), "desks": desks}


def issue(*, mall: str, service: str, key: str | None = None) -> str:
    taken = take_ticket(
        mall=UUID(mall), service=UUID(service), channel="hall", actor="visitor", at=NINE,
        command_key=UUID(key) if key else None,
    )  # fmt: skip
    return taken.label


def enter_sheet(*, line: str, count: int, greeter: str) -> dict[str, Any]:
    """A greeter enters one sheet of the pad."""
    found = Line.objects.select_related("mall").get(pk=line)
    sheet = Sheet(line=found, count=count, service=a_service_in(found), given_at=NINE)
    entered = enter_paper_number(sheet=sheet, actor=f"officer:{greeter}", at=NINE + minutes(30))
    return {"ticket": str(entered.ticket), "repeated": entered.repeated}


def serve_until_nobody_waits(*, lease: str, secret_hash: str) -> dict[str, Any]:
    """Call, serve and finish until told that nobody waits; then say whom, and how many were waiting in truth."""
    served = []
    at = NINE + minutes(30)
    while True:
        try:
            called = call_next(lease=UUID(lease), secret_hash=secret_hash, at=at)
        except NobodyWaiting:
            return {"served": served, "still_waiting": Ticket.objects.filter(state=TicketState.WAITING).count()}
        served.append(called.label)
        desk = desk_of(lease=UUID(lease), secret_hash=secret_hash, at=at)
        ticket = start(desk=desk, ticket=ticket_at(desk, called.ticket), at=at)
        finish(desk=desk, ticket=ticket, outcome="served", at=at)


def call_once(*, lease: str, secret_hash: str) -> str:
    try:
        return call_next(lease=UUID(lease), secret_hash=secret_hash, at=NINE + minutes(30)).label
    except DomainError as refusal:
        return refusal.code


def open_counter(*, counter: str, officer: str) -> str:
    try:
        open_desk(counter=Counter.objects.get(pk=counter), officer=User.objects.get(pk=officer), at=NINE)
    except DomainError as refusal:
        return refusal.code
    return "opened"


def relay() -> int:
    given = 0
    while number := give_positions(limit=7):
        given += number
    return given


def positions() -> list[int]:
    return list(Event.objects.order_by("position").values_list("position", flat=True))


def numbers(*, line: str) -> list[int]:
    return list(Ticket.objects.filter(numbered_in=line).order_by("number").values_list("number", flat=True))


_TASKS: dict[str, Callable[..., Any]] = (
    COUNTER_TASKS
    | DAY_TASKS
    | {
        task.__name__: task
        for task in (
            a_hall,
            enter_sheet,
            issue,
            serve_until_nobody_waits,
            call_once,
            open_counter,
            relay,
            positions,
            numbers,
        )
    }
)


def _process(barrier: Any, answers: Any, place: int, task: str, facts: dict[str, Any]) -> None:
    try:
        connection.ensure_connection()
        barrier.wait(timeout=60)
        answers.put((place, _TASKS[task](**facts), ""))
    except Exception:
        answers.put((place, None, traceback.format_exc()))


def main() -> None:
    """Read tasks from standard input, do each in a process of its own, all at once; print the answers in order."""
    tasks = json.load(sys.stdin)
    # Forked after the imports and before any connection: forty processes cost one start-up.
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(len(tasks)), context.Queue()
    processes = [
        context.Process(target=_process, args=(barrier, answers, place, task, facts))
        for place, (task, facts) in enumerate(tasks)
    ]
    for process in processes:
        process.start()
    said = sorted((answers.get(timeout=120) for _process in processes), key=itemgetter(0))
    for process in processes:
        process.join()
    if troubles := [trouble for _place, _answer, trouble in said if trouble]:
        sys.exit(troubles[0])
    print(json.dumps([answer for _place, answer, _trouble in said]))


if __name__ == "__main__":
    main()
