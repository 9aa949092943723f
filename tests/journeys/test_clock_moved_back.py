"""The computer's clock is set back, or ahead, in the middle of the day: nobody loses a place or is served before the one ahead."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.test import Client

from pendopo.kernel import steady_day
from pendopo.kernel.steady_day import STEADY_AFTER, SteadyDays
from pendopo.queue.models import Ticket, TicketState, Visit
from tests.house.addresses import WholeMall, stand_at
from tests.situations.line import a_key
from tests.situations.screens import JSON, KioskScreen
from tests.situations.times import EIGHT, NINE, days, minutes

pytestmark = pytest.mark.django_db


class Morning(WholeMall):
    """One kiosk and one desk, asked over HTTP, and the clock they go by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        Visit.objects.all().delete()
        self._monkeypatch = monkeypatch
        self.kiosk_screen = KioskScreen(self.kiosk, Client())
        self.kiosk_screen.client.cookies["kios"] = f"{self.kiosk.id}.{self._kiosk_token}"
        self.browser_at_desk = Client()
        self.browser_at_desk.cookies["meja"] = self.lease_cookie

    def clock_says(self, instant: datetime) -> None:
        stand_at(self._monkeypatch, instant)

    def take(self) -> str:
        given = self.kiosk_screen.take(self.service, headers=JSON).json()
        assert self.kiosk_screen.confirm(given["ticket"]).status_code == 204
        return given["number"]

    def press(self, word: str, **choice: str) -> dict[str, str]:
        answer = self.browser_at_desk.post(f"/d/{word}", {"kunci": str(a_key()), **choice}, headers=JSON)
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def morning(monkeypatch):
    stand_at(monkeypatch, NINE)
    return Morning(monkeypatch)


def test_who_came_first_is_still_called_first_and_served_to_the_end(morning):
    morning.clock_says(NINE + minutes(20))
    before = [morning.take(), morning.take()]
    morning.clock_says(NINE)  # Twenty minutes back.
    after = morning.take()

    called = []
    for minute in range(3):
        morning.clock_says(NINE + minutes(minute + 1))
        here = morning.press("panggil")
        called.append(here["number"])
        morning.press("datang", tiket=here["ticket"])
        morning.clock_says(NINE + minutes(minute))  # And back again while somebody is served.
        assert morning.press("selesai", tiket=here["ticket"], hasil="served")["state"] == "done"

    assert called == [*before, after]
    assert set(Ticket.objects.values_list("state", flat=True)) == {TicketState.DONE}


def test_the_screens_go_on_showing_what_is(morning):
    morning.clock_says(NINE + minutes(20))
    morning.take()
    here = morning.press("panggil")
    morning.clock_says(NINE)

    code = Visit.objects.get().code
    phone = Client().get(f"/t/{code}")
    display = Client()
    display.cookies["layar"] = f"{morning.display.id}.{morning._display_token}"

    assert (phone.status_code, 'data-face="called"' in phone.content.decode()) == (200, True)
    assert here["number"] in display.get("/layar/").content.decode()
    assert here["number"] in morning.browser_at_desk.get("/d/meja").content.decode()


def test_a_clock_that_is_a_day_behind_gives_no_number_and_says_why_until_it_is_right(morning):
    for at in (NINE, NINE + minutes(120)):
        morning.clock_says(at)
        morning.take()
    morning.clock_says(EIGHT - days(3) + minutes(30))  # Friday.

    refused = morning.kiosk_screen.take(morning.service, headers=JSON)

    assert (refused.status_code, refused.json()["type"]) == (503, "appointments.clock_moved_back")
    assert "jam komputer ini" in refused.json()["title"].lower()
    assert Ticket.objects.count() == 2
    morning.clock_says(NINE + minutes(121))
    morning.take()
    assert sorted(Ticket.objects.values_list("number", flat=True)) == [3, 4, 5]


def test_a_number_of_yesterday_is_ended_by_who_looks_at_it_without_any_worker(morning, monkeypatch):
    ticks = [1000.0]
    monkeypatch.setattr(steady_day, "_seen_here", SteadyDays())
    monkeypatch.setattr(steady_day, "time", SimpleNamespace(monotonic=lambda: ticks[0]))
    numbers = [morning.take(), morning.take()]
    at_home, in_the_hall = [f"/t/{code}" for code in Visit.objects.order_by("began_at", "pk").values_list("code", flat=True)]
    greeter = Client()
    greeter.force_login(morning.greeter)
    morning.clock_says(NINE + days(1))

    assert 'data-face="lapsed"' in Client().get(at_home).content.decode()
    assert set(Ticket.objects.values_list("state", flat=True)) == {TicketState.WAITING}
    ticks[0] += STEADY_AFTER.total_seconds()
    Client().get(at_home)
    greeter.post(f"/sambut/{morning.mall.code}/periksa", {"dicari": in_the_hall})

    ended = Ticket.objects.filter(state=TicketState.LAPSED, end_reason="day_over").order_by("number")
    assert [ticket.label for ticket in ended] == numbers


def test_a_clock_that_is_a_day_ahead_for_a_minute_costs_nobody_the_place(morning):
    numbers = [morning.take() for _person in range(5)]
    phones = {visit.code: Client() for visit in Visit.objects.all()}
    held = str(morning.held.visit.code)
    served = morning.press("panggil")["number"]
    morning.clock_says(NINE + days(1))

    for code, phone in phones.items():
        assert phone.get(f"/t/{code}").status_code == 200
    assert Client().post(f"/t/{held}/datang", {"kunci": a_key()}).status_code in {303, 404, 409}
    morning.kiosk_screen.take(morning.service, headers=JSON)
    refused = morning.browser_at_desk.post("/d/panggil", {"kunci": str(a_key())}, headers=JSON)
    assert refused.json()["type"] == "queue.lease_lost"
    morning.browser_at_desk.get("/d/meja")

    morning.clock_says(NINE + minutes(2))
    of_monday = Ticket.objects.filter(business_date=NINE.date())
    assert not of_monday.filter(state=TicketState.LAPSED).exists()
    assert morning.take() not in numbers
    here = of_monday.get(state=TicketState.CALLED)
    assert here.label == served
    morning.browser_at_desk.cookies["meja"] = morning.lease_cookie
    morning.press("datang", tiket=str(here.id))
    morning.press("selesai", tiket=str(here.id), hasil="served")
    assert morning.press("panggil")["number"] == numbers[1]
