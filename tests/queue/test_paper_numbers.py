"""Numbers given on paper while no kiosk gave any: entered afterwards, in line by the time written, never twice."""

import pytest
from django.db import IntegrityError, transaction
from tests.situations.hall import a_line, a_mall
from tests.situations.line import a_service_in, a_ticket, an_open_desk
from tests.situations.times import EIGHT, NINE, minutes

from pendopo.appointments.models import LineDay
from pendopo.appointments.refresh_line_day import refresh_line_days
from pendopo.catalogue.numbering import (
    LAST_BY_MACHINE,
    MOST_ON_PAPER,
    check_sign,
    number_label,
    paper_label,
    paper_number,
    read_labels,
    read_paper,
)
from pendopo.journal.events import as_fact, history_of
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.doors import ticket_by_label
from pendopo.queue.enter_paper_number import (
    GivenAfterClosing,
    NotYetGiven,
    ServiceOfAnotherLine,
    Sheet,
    enter_paper_number,
)
from pendopo.queue.models import Ticket, TicketState
from pendopo.queue.reads.live_hall import live_hall
from pendopo.queue.take_ticket import LineFull

pytestmark = pytest.mark.django_db


def a_sheet(line, count=7, *, given=NINE, **more) -> Sheet:
    return Sheet(line=line, count=count, service=a_service_in(line), given_at=given, **more)


HALF_PAST = NINE + minutes(30)


def enter(sheet, *, at=HALF_PAST, actor="officer:ayu", key=None):
    return enter_paper_number(sheet=sheet, actor=actor, at=at, command_key=key)


class TestInTheLine:
    def test_it_stands_by_the_time_written_not_by_the_time_of_entering(self):
        line = a_line(prefix="A")
        early, late = a_ticket(line, at=NINE - minutes(5)), a_ticket(line, at=NINE + minutes(5))

        entered = enter(a_sheet(line, given=NINE))

        assert entered.label == "A-K07"
        in_order = Ticket.objects.filter(state="waiting").order_by("rank_at", "number")
        assert [ticket.id for ticket in in_order] == [early.id, entered.ticket, late.id]

    @pytest.mark.parametrize("given", [NINE - minutes(10), NINE, NINE + minutes(14)])
    def test_priority_lets_it_overtake_by_the_lines_head_start_and_no_more(self, given):
        line = a_line(prefix="A")
        before = a_ticket(line, at=NINE)

        paper = Ticket.objects.get(pk=enter(a_sheet(line, given=given, priority="elderly")).ticket)

        assert paper.joined_at == given
        assert paper.joined_at - paper.rank_at == minutes(line.head_starts["elderly"])
        if paper.rank_at < before.rank_at:
            assert paper.joined_at - before.joined_at <= minutes(line.largest_head_start_minutes)

    def test_a_number_given_before_the_opening_counts_from_the_opening(self):
        line = a_line(prefix="A")

        assert enter(a_sheet(line, given=EIGHT - minutes(50))).given_at == EIGHT

    def test_a_time_to_come_and_a_time_after_closing_are_refused(self):
        line = a_line(prefix="A")

        with pytest.raises(NotYetGiven, match=r"09\.40"):
            enter(a_sheet(line, given=NINE + minutes(40)), at=NINE + minutes(30))
        with pytest.raises(GivenAfterClosing, match=r"15\.00"):
            enter(a_sheet(line, given=NINE + minutes(365)), at=NINE + minutes(400))

    def test_only_a_service_of_its_line_will_do(self):
        line, other = a_line(prefix="A"), a_line(prefix="B")
        wrong = Sheet(line=line, count=1, service=a_service_in(other), given_at=NINE)

        with pytest.raises(ServiceOfAnotherLine):
            enter(wrong)

    def test_it_is_called_found_and_finished_as_any_other(self):
        desk = an_open_desk()
        line = desk.counter.counter_lines.get().line
        entered = enter(a_sheet(line))

        called = desk.call(NINE + minutes(31))

        assert called.label == entered.label == f"{line.prefix}-K07"
        assert called.waited_seconds == 31 * 60
        assert ticket_by_label(desk.lease(NINE + minutes(31)), f"{line.prefix.lower()} k7").id == entered.ticket

    def test_who_was_served_while_nothing_worked_is_counted_and_not_called(self):
        desk = an_open_desk()
        line = desk.counter.counter_lines.get().line
        entered = enter(a_sheet(line, served=True))

        ticket = Ticket.objects.get(pk=entered.ticket)
        numbers = live_hall(line.mall, NINE + minutes(31)).numbers

        assert (ticket.state, ticket.outcome, ticket.called_at) == (TicketState.DONE, "served", None)
        assert (numbers.taken, numbers.served, numbers.waiting, numbers.wait.count) == (1, 1, 0, 0)

    def test_the_event_says_that_it_came_from_paper_and_when_it_was_given(self):
        line, ayu = a_line(prefix="A"), f"officer:{uuid7()}"

        entered = enter(a_sheet(line, given=NINE), actor=ayu)

        (event,) = history_of(entered.ticket)
        assert (event.type, event.actor, event.at) == ("queue.ticket.taken", ayu, NINE + minutes(30))
        assert event.facts["channel"] == "paper"
        assert event.facts["joined_at"] == event.facts["rank_at"] == as_fact(NINE)


class TestNeverTwice:
    def test_the_same_sheet_entered_again_is_the_same_ticket(self):
        line = a_line(prefix="A")
        first = enter(a_sheet(line, given=NINE))

        again = enter(a_sheet(line, given=NINE + minutes(10), priority="elderly"), actor="officer:nina", at=NINE + minutes(40))

        assert (again.ticket, again.given_at, again.repeated) == (first.ticket, NINE, True)
        assert Ticket.objects.count() == 1

    def test_the_same_number_of_another_line_is_another_ticket(self):
        mall = a_mall()
        a, b = a_line(mall=mall, prefix="A"), a_line(mall=mall, prefix="B")

        assert [enter(a_sheet(a)).label, enter(a_sheet(b)).label] == ["A-K07", "B-K07"]

    def test_machine_and_pad_never_meet(self):
        line = a_line(prefix="A")
        a_ticket(line)
        enter(a_sheet(line, 1))
        assert a_ticket(line).label == "A-002"
        LineDay.objects.update(last_number=LAST_BY_MACHINE)

        with pytest.raises(LineFull):
            a_ticket(line)
        with pytest.raises(IntegrityError), transaction.atomic():
            LineDay.objects.update(last_number=LAST_BY_MACHINE + 1)

    def test_it_takes_a_place_of_the_days_limit_and_is_never_refused_for_it(self):
        line = a_line(prefix="A", daily_limit=2)
        a_ticket(line)
        enter(a_sheet(line, 1))
        with pytest.raises(LineFull, match="2"):
            a_ticket(line)

        assert enter(a_sheet(line, 2)).label == "A-K02"

        day = LineDay.objects.get()
        before = (day.issue_limit, day.last_number, day.paper_numbers)
        assert before == (1, 1, 2)
        refresh_line_days(mall=line.mall, at=NINE + minutes(31), actor="system")
        day.refresh_from_db()
        assert (day.issue_limit, day.last_number, day.paper_numbers) == before


class TestWriting:
    def test_labels(self):
        assert [number_label("A", 47), number_label("A", 1047), number_label("BX", paper_number(7))] == [
            "A-047",
            "A-1047",
            "BX-K07",
        ]
        assert number_label("A", paper_number(107)) == "A-K107"

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("a 47", [("A", 47)]),
            ("A-K07", [("A", paper_number(7))]),
            ("ak7", [("AK", 7), ("A", paper_number(7))]),
            ("BX-K107", [("BX", paper_number(107))]),
            ("", []),
            ("K", []),
            ("A-K0", []),
            ("A-K1000", []),
        ],
    )
    def test_what_somebody_means(self, typed, meant):
        assert list(read_labels(typed)) == meant

    def test_a_pad_is_read_with_its_letter_and_a_slip_of_the_pen_is_found(self):
        mall = a_mall().id
        every = {count: paper_label(mall, "A", count) for count in range(1, MOST_ON_PAPER + 1)}

        assert all(read_paper(mall, label) == ("A", count) for count, label in every.items())
        assert read_paper(mall, every[7].lower().replace("-", "").replace(" ", "")) == ("A", 7)
        for count in (7, 42, 305):
            sign = check_sign(mall, "A", count)
            near = [other for other in every if other != count and _one_slip(count, other)]
            assert near
            assert not any(read_paper(mall, f"A-K{other} {sign}") for other in near)
        assert read_paper(mall, "A-K07") is None


def _one_slip(a: int, b: int) -> bool:
    """One digit wrong, or two neighbours swapped."""
    one, two = f"{a:03d}", f"{b:03d}"
    wrong = [place for place in range(3) if one[place] != two[place]]
    swapped = (
        one == "".join((*two[: wrong[0]], two[wrong[1]], two[wrong[0]], *two[wrong[1] + 1 :])) if len(wrong) == 2 else False
    )
    return len(wrong) == 1 or (swapped and wrong[1] == wrong[0] + 1)
