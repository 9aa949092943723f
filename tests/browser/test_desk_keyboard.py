"""The desk by keyboard alone: no mouse is touched, no button is clicked, and the page never scrolls at 1366×768."""

import re

import pytest
from playwright.sync_api import Page, expect

from pendopo.directory.master_data import master_data_changed
from pendopo.directory.models import Counter
from pendopo.kernel.clock import now
from pendopo.queue.models import Channel, Ticket, TicketState
from pendopo.queue.take_ticket import take_ticket
from tests.browser.screens import by_keyboard_to_the_desk
from tests.situations.hall import a_counter
from tests.situations.running_hall import RunningHall

pytestmark = pytest.mark.browser
# Names that the search does not take for one another.
_NAMES = iter(
    (
        *("Nelayan", "Kebun", "Paspor", "Merek", "Trayek", "Sertipikat", "Pensiun", "Beasiswa"),
        *("Ambulans", "Reklame", "Sumur", "Kolam", "Terumbu", "Menara", "Pasar", "Taman"),
    )
)


class Seat:
    """A counter with a line of its own and an officer at it, in a browser of desk size."""

    def __init__(self, somebody, hall: RunningHall, *, people: int = 0) -> None:
        self.hall = hall
        name = next(_NAMES)
        self.line, self.service = hall.a_service(name)
        self.counter: Counter = a_counter(line=self.line)
        master_data_changed(hall.mall)
        self.officer = hall.an_officer(self.counter, "Budi")
        self.waiting = [self.somebody_comes() for _person in range(people)]
        self.page: Page = somebody(width=1366, height=768)
        by_keyboard_to_the_desk(self.page, self.officer, self.counter)

    def somebody_comes(self) -> Ticket:
        taken = take_ticket(
            mall=self.hall.mall.id, service=self.service.id, channel=Channel.HALL, actor="visitor", at=now(), command_key=None
        )
        return Ticket.objects.get(pk=taken.ticket)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def open_sheet(self, key: str) -> None:
        self.press(key)
        expect(self.page.locator("#lembar")).to_have_attribute("open", "")
        expect(self.page.locator("#lembar :focus")).to_have_count(1)

    def shows(self, words: str) -> None:
        expect(self.page).to_have_title(re.compile(re.escape(words)))

    def state_of(self, ticket: Ticket) -> str:
        return str(Ticket.objects.values_list("state", flat=True).get(pk=ticket.pk))

    def never_scrolls(self) -> None:
        assert self.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def seat(somebody, hall):
    return lambda people=0: Seat(somebody, hall, people=people)


def test_from_the_call_to_the_outcome(seat):
    desk = seat(people=1)
    (ticket,) = desk.waiting

    desk.press("Enter")
    desk.shows(f"{ticket.label} dipanggil")
    desk.never_scrolls()
    desk.press("Enter")
    desk.shows(f"{ticket.label} dilayani")
    desk.never_scrolls()
    desk.press("2", "Enter")
    desk.shows("0 menunggu")

    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome) == (TicketState.DONE, "incomplete")


def test_without_an_outcome_the_desk_asks_for_it(seat):
    desk = seat(people=1)
    desk.press("Enter")
    desk.shows("dipanggil")
    desk.press("Enter")
    desk.shows("dilayani")
    desk.press("Enter")

    expect(desk.page.locator("#notices")).to_contain_text("Pilih hasil layanan")
    desk.never_scrolls()
    desk.press("1", "Enter")
    desk.shows("0 menunggu")


def test_who_does_not_come_makes_way(seat):
    desk = seat(people=3)
    first, second, third = desk.waiting

    desk.press("Enter")
    desk.shows(f"{first.label} dipanggil")
    expect(desk.page.locator("[data-key=U]")).to_be_disabled()
    desk.press("l")
    desk.shows(f"{second.label} dipanggil")
    desk.press("s")
    desk.shows("1 menunggu")

    assert [desk.state_of(one) for one in (first, second, third)] == ["missed", "missed", "waiting"]
    expect(desk.page.locator("#samping")).to_contain_text(second.label)


def test_note_and_requirements_stay_through_reload_and_setting_aside(seat):
    desk = seat(people=1)
    (ticket,) = desk.waiting
    desk.press("Enter")
    desk.shows("dipanggil")
    desk.press("Enter")
    desk.shows("dilayani")
    desk.page.locator("[data-ticks] input").first.focus()
    desk.press("Space")
    desk.page.locator("#catatan").focus()
    desk.page.keyboard.type("Cek ejaan nama, jangan 1 atau Enter")
    with desk.page.expect_response("**/d/catatan"):
        desk.press("Tab")

    desk.page.reload()
    desk.page.wait_for_selector("#utama[aria-keyshortcuts]")
    expect(desk.page.locator("#catatan")).to_have_value("Cek ejaan nama, jangan 1 atau Enter")
    expect(desk.page.locator("[data-ticked]")).to_have_text("(1 dari 3 lengkap)")

    desk.open_sheet("t")
    desk.press("1", "Enter")
    desk.shows("0 menunggu")
    assert desk.state_of(ticket) == "parked"

    desk.open_sheet("p")
    desk.page.keyboard.type(ticket.label)
    desk.press("Enter")
    expect(desk.page.locator("#lembar-judul")).to_contain_text(ticket.label)
    desk.press("Enter")
    desk.shows(f"{ticket.label} dilayani")
    expect(desk.page.locator("#catatan")).to_have_value("Cek ejaan nama, jangan 1 atau Enter")


def test_sending_on_by_typing_where(seat):
    desk, other = seat(people=1), seat()
    (ticket,) = desk.waiting
    desk.press("Enter")
    desk.shows("dipanggil")
    desk.press("Enter")
    desk.shows("dilayani")

    desk.open_sheet("a")
    desk.page.keyboard.type(other.line.name)
    desk.press("Enter")
    expect(desk.page.locator("#pilihan input:focus")).to_be_checked()
    desk.press("Enter")

    expect(desk.page.locator("#notices")).to_contain_text(f"{ticket.label} dialihkan ke {other.line.name}")
    ticket.refresh_from_db()
    assert ticket.line == other.line
    expect(other.page.locator("#antrean")).to_contain_text(ticket.label)


def test_a_number_taken_for_somebody_appears_with_its_code(seat):
    desk = seat()
    desk.open_sheet("n")
    desk.page.keyboard.type(desk.service.name)
    desk.press("Enter")  # before the answer is there: it is waited for
    expect(desk.page.locator("#pilihan input:focus")).to_be_checked()
    desk.press("Enter")

    expect(desk.page.locator(".notice__number")).to_be_visible()
    assert desk.page.inner_text(".notice__number") == desk.line.tickets.get().label


def test_pausing_coming_back_asking_why_and_closing(seat):
    desk = seat(people=2)
    desk.open_sheet("w")
    expect(desk.page.locator("#lembar")).to_contain_text("lebih lama di antrean")
    desk.press("Enter")
    expect(desk.page.locator("#lembar")).not_to_have_attribute("open", "")

    desk.open_sheet("j")
    desk.press("2", "Enter")
    desk.shows("jeda")
    desk.press("Enter")
    desk.shows("2 menunggu")

    desk.open_sheet("x")
    desk.press("Enter")  # nothing chosen yet: the browser asks for it
    expect(desk.page.locator("#lembar")).to_have_attribute("open", "")
    desk.press("1", "Enter")
    expect(desk.page.locator("h1")).to_contain_text("ditutup")
    desk.press("Enter")
    desk.page.wait_for_url("**/pos")


def test_everything_that_can_be_pressed_is_reached_by_tab_and_shows_where_one_is(seat):
    desk = seat(people=1)
    desk.page.route("**/d/antrean", lambda _route: None)  # no list changes while one walks through the page
    desk.press("Enter")
    desk.shows("dipanggil")
    desk.press("Enter")
    desk.shows("dilayani")
    desk.page.evaluate("document.activeElement.blur()")
    wanted = desk.page.evaluate(
        """() => Array.from(document.querySelectorAll("#meja a[href], #meja button:not(:disabled), #meja input:not([type=hidden]),"
             + " #meja textarea")).filter((one) => one.getClientRects().length).map((one, n) => (one.dataset.n = n))"""
    )

    reached = set()
    for _step in range(len(wanted) + 10):
        desk.press("Tab")
        here = desk.page.evaluate("""() => {
          const one = document.activeElement, parts = [one, one.nextElementSibling].filter(Boolean);
          const looks = parts.flatMap((part) => [getComputedStyle(part), getComputedStyle(part, "::after")]);
          return [one.dataset.n, one.name, looks.some((look) => look.outlineStyle !== "none" && look.outlineWidth !== "0px")];
        }""")
        if here[0] is not None:
            assert here[2], here
            reached.add(int(here[0]))

    # Of a group of radios Tab reaches one; the arrows and the digits reach the others.
    radios = desk.page.evaluate(
        """() => Array.from(document.querySelectorAll("#meja input[type=radio]")).map((o) => +o.dataset.n)"""
    )
    assert set(wanted) - reached <= set(radios)
    assert set(radios) & reached


def test_every_key_has_its_visible_hint(seat):
    desk = seat(people=2)

    def unexplained() -> list[str]:
        return desk.page.evaluate(
            """() => Array.from(document.querySelectorAll("#meja [data-key]")).filter((one) => {
              const face = one.matches("input") ? one.nextElementSibling : one;
              const hint = face.querySelector("kbd");
              return one.dataset.key !== "W" && !(hint && hint.textContent === one.dataset.key && hint.getClientRects().length);
            }).map((one) => one.outerHTML)"""
        )

    assert unexplained() == []
    desk.press("Enter")
    desk.shows("dipanggil")
    assert unexplained() == []
    desk.press("Enter")
    desk.shows("dilayani")
    assert unexplained() == []


def test_the_hall_is_heard_and_a_note_being_written_is_left_alone(seat):
    desk = seat(people=1)
    desk.press("Enter")
    desk.shows("dipanggil")
    desk.press("Enter")
    desk.shows("dilayani")
    desk.page.locator("#catatan").focus()
    desk.page.keyboard.type("sedang ditu")

    came = desk.somebody_comes()

    expect(desk.page.locator("#antrean")).to_contain_text(came.label)
    desk.page.keyboard.type("lis")
    expect(desk.page.locator("#catatan")).to_have_value("sedang ditulis")
    expect(desk.page.locator("#catatan")).to_be_focused()


def test_a_press_is_not_dropped_while_the_desk_looks(seat):
    desk = seat(people=1)
    desk.page.route("**/d/antrean", lambda _route: None)  # looking, and never getting an answer
    with desk.page.expect_request("**/d/antrean"):
        desk.somebody_comes()

    desk.press("Enter")

    desk.shows(f"{desk.waiting[0].label} dipanggil")


def test_an_answer_lost_on_the_way_is_pressed_again_and_has_its_effect_once(seat):
    desk = seat(people=2)
    first, second = desk.waiting
    desk.page.route("**/d/panggil", lambda route: (route.fetch(), route.abort()))
    desk.press("Enter")
    expect(desk.page.locator("#terputus")).to_be_visible()
    desk.page.unroute("**/d/panggil")
    if "dipanggil" not in desk.page.title():  # the stream may have told the desk already
        desk.press("Enter")

    desk.shows(f"{first.label} dipanggil")
    assert [desk.state_of(one) for one in (first, second)] == ["called", "waiting"]


def test_a_second_tab_is_told_and_may_go_on(seat):
    desk = seat(people=1)
    second = desk.page.context.new_page()
    second.goto(f"/loket/{desk.counter.code}/")
    expect(second.locator("#tab-lain")).to_be_visible()
    second.keyboard.press("Enter")  # on "go on in this tab", which has the focus

    expect(second.locator("#tab-lain")).to_be_hidden()
    expect(desk.page.locator("#tab-lain")).to_be_visible()
    second.keyboard.press("Enter")
    expect(second).to_have_title(re.compile("dipanggil"))


def test_taken_over_elsewhere_the_first_browser_is_told(seat, somebody):
    desk = seat(people=1)
    other = somebody()
    by_keyboard_to_the_desk(other, desk.officer, desk.counter)

    expect(desk.page.locator("h1")).to_have_text("Loket tidak buka di sini")
    other.keyboard.press("Enter")
    expect(other).to_have_title(re.compile("dipanggil"))
