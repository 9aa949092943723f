"""`kill -9` of the web process while eight people press at kiosks and two desks call: nothing lost, nothing doubled."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from pendopo.journal.models import Event as Recorded
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.models import Ticket, TicketState
from tests.situations.running_hall import RunningHall, eventually

pytestmark = pytest.mark.race

PEOPLE, NUMBERS_EACH = 8, 12


def test_no_number_is_lost_or_doubled_and_no_visitor_vanishes(hall):
    kiosks = [hall.kiosk(f"Kios {number}") for number in range(PEOPLE)]
    desks = [hall.desk(counter, officer) for counter, officer in zip(hall.counters, hall.officers, strict=True)]
    began, over = Barrier(PEOPLE + len(desks) + 1), Event()

    def press_at(kiosk) -> dict[str, tuple[str, str]]:
        """What was acknowledged: key, number and ticket."""
        given = {}
        began.wait()
        for _number in range(NUMBERS_EACH):
            key = str(uuid7())
            facts = kiosk.command("/k/nomor", {"layanan": str(hall.service.id), "kunci": key}).granted().facts
            kiosk.command("/k/tampil", {"tiket": facts["ticket"]}).granted()
            given[key] = (facts["number"], facts["ticket"])
        return given

    def serve_at(desk) -> list[str]:
        """Numbers served, until the kiosks are done and nobody waits."""
        served = []
        began.wait()
        while True:
            last_round = over.is_set()
            called = desk.command("/d/panggil", {"kunci": str(uuid7())})
            if called.status == 409 and last_round:
                return served
            if called.status == 409:
                continue
            ticket = called.granted().facts["ticket"]
            hall.press(desk, "datang", tiket=ticket)
            hall.press(desk, "selesai", tiket=ticket, hasil="served")
            served.append(called.facts["number"])

    with ThreadPoolExecutor(PEOPLE + len(desks)) as pool:
        pressing = [pool.submit(press_at, kiosk) for kiosk in kiosks]
        serving = [pool.submit(serve_at, desk) for desk in desks]
        began.wait()
        for share in (0.2, 0.5):
            eventually(lambda share=share: Ticket.objects.count() >= share * PEOPLE * NUMBERS_EACH)
            hall.kill("web")
        acknowledged = [one.result() for one in pressing]
        over.set()
        served = [number for one in serving for number in one.result()]

    assert sum(kiosk.lost for kiosk in kiosks) + sum(desk.lost for desk in desks) > 0, "nobody noticed that it was killed"
    tickets = {str(ticket.id): ticket for ticket in Ticket.objects.filter(line=hall.line)}
    numbers = sorted(ticket.number for ticket in tickets.values())
    # Every acknowledged number exists once, as it was acknowledged; and whatever was pressed got exactly one.
    given = [told for one in acknowledged for told in one.values()]
    assert len(given) == len(tickets) == PEOPLE * NUMBERS_EACH
    assert numbers == list(range(1, len(tickets) + 1))
    assert all(tickets[ticket].label == number for number, ticket in given)
    # Everybody was called, at one desk each, and served once.
    assert {ticket.state for ticket in tickets.values()} == {TicketState.DONE}
    assert Counter(served) == Counter(ticket.label for ticket in tickets.values())
    finished = Recorded.objects.filter(type="queue.ticket.finished").values_list("subject", flat=True)
    assert len(finished) == len(set(finished)) == len(tickets)
    # Each kiosk's first key once more: the same number.
    for kiosk, one in zip(kiosks, acknowledged, strict=True):
        key, told = next(iter(one.items()))
        again = kiosk.command("/k/nomor", {"layanan": str(hall.service.id), "kunci": key}).granted().facts
        assert (again["number"], again["ticket"], again["repeated"]) == (*told, True)
    _journal_is_whole(hall)


def _journal_is_whole(hall: RunningHall) -> None:
    """The worker gave every event one dense position."""
    eventually(lambda: not Recorded.objects.filter(position=None).exists())
    positions = list(Recorded.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
