"""The register of breaches and its 72 hours."""

from datetime import timedelta

import pytest

from pendopo.journal.events import history_of
from pendopo.kernel.errors import NotFound
from pendopo.privacy.breaches import (
    BreachIsClosed,
    NotAllTold,
    NoticedInFuture,
    amend_breach,
    breach_of,
    breaches_of,
    clock_of,
    close_breach,
    tell_breach,
)
from tests.situations.hall import a_mall
from tests.situations.privacy import a_breach, facts_of_a_breach
from tests.situations.times import NINE, days, minutes

pytestmark = pytest.mark.django_db
WAYAN = "officer:wayan"


def told(breach, whom, at):
    tell_breach(breach=breach, whom=whom, told_at=at, actor=WAYAN, at=at)


def test_the_clock_runs_from_when_it_was_noticed():
    breach = a_breach(a_mall(), noticed_at=NINE - minutes(60))

    clock = clock_of(breach, NINE)

    assert (clock.left, clock.late) == (timedelta(hours=71), False)
    assert clock.due_at == NINE + timedelta(hours=71)


def test_after_72_hours_it_is_late():
    breach = a_breach(a_mall(), noticed_at=NINE)

    clock = clock_of(breach, NINE + days(3) + minutes(5))

    assert (clock.left, clock.late) == (-minutes(5), True)


def test_the_clock_stops_when_both_were_told():
    breach = a_breach(a_mall(), noticed_at=NINE)
    told(breach, "persons", NINE + days(1))
    assert clock_of(breach, NINE + days(4)).late
    told(breach, "authority", NINE + days(2))

    assert clock_of(breach, NINE + days(4)) == clock_of(breach, NINE + days(90))
    assert (clock_of(breach, NINE + days(4)).left, clock_of(breach, NINE + days(4)).late) == (None, False)


def test_who_was_told_too_late_was_told_too_late():
    breach = a_breach(a_mall(), noticed_at=NINE)
    for whom in ("persons", "authority"):
        told(breach, whom, NINE + days(4))

    assert clock_of(breach, NINE + days(5)).late


def test_it_closes_when_all_are_told_and_then_stays_as_it_is():
    breach = a_breach(a_mall(), noticed_at=NINE)
    told(breach, "persons", NINE + minutes(10))
    with pytest.raises(NotAllTold):
        close_breach(breach=breach, actor=WAYAN, at=NINE + minutes(20))
    told(breach, "authority", NINE + minutes(20))

    close_breach(breach=breach, actor=WAYAN, at=NINE + days(1))

    with pytest.raises(BreachIsClosed):
        amend_breach(breach=breach, facts=facts_of_a_breach(), actor=WAYAN, at=NINE + days(2))
    assert [event.type.rpartition(".")[2] for event in history_of(breach.pk)] == ["entered", "told", "told", "closed"]


def test_it_cannot_have_been_noticed_later_than_now():
    with pytest.raises(NoticedInFuture):
        a_breach(a_mall(), noticed_at=NINE + minutes(1))


def test_what_is_known_is_written_anew_and_the_journal_says_only_which_parts():
    breach = a_breach(a_mall())

    amend_breach(breach=breach, facts=facts_of_a_breach(persons_count=7), actor=WAYAN, at=NINE)

    assert history_of(breach.pk)[-1].facts == {"parts": ["persons_count"]}


def test_each_mall_has_its_own_register_with_open_ones_first():
    mall = a_mall()
    older, newer = a_breach(mall, noticed_at=NINE - days(3)), a_breach(mall, noticed_at=NINE - days(1))
    for whom in ("persons", "authority"):
        told(newer, whom, NINE)
    close_breach(breach=newer, actor=WAYAN, at=NINE)

    assert [row.pk for row in breaches_of(mall)] == [older.pk, newer.pk]
    with pytest.raises(NotFound):
        breach_of(a_mall(), older.pk)
