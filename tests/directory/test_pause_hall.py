"""A break of the whole hall that someone calls."""

import pytest

from pendopo.directory.models import Mall, Pause
from pendopo.directory.opening import OpenKind, kept_schedule_of
from pendopo.directory.pause_hall import PauseEndsBeforeItStarts, end_pause, pause_hall
from pendopo.journal.events import history_of
from tests.situations.hall import a_mall
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
RINA = "officer:rina"


def a_called_pause(mall):
    return pause_hall(mall=mall, starts_at=NINE, ends_at=NINE + minutes(15), reason="Senam bersama", at=NINE, actor=RINA)


def test_every_screen_knows_of_the_pause_at_once():
    mall = a_mall()
    kept_schedule_of(mall)

    a_called_pause(mall)

    state = kept_schedule_of(Mall.objects.get(pk=mall.pk)).state(NINE)
    assert (state.kind, state.until, state.reason) == (OpenKind.BREAK, NINE + minutes(15), "Senam bersama")


def test_the_reason_people_typed_stays_out_of_the_journal():
    pause = a_called_pause(a_mall())

    assert "Senam" not in str([event.facts for event in history_of(pause.pk)])


def test_a_pause_may_end_early():
    mall = a_mall()
    pause = a_called_pause(mall)

    end_pause(pause=pause, at=NINE + minutes(5), actor=RINA)

    mall = Mall.objects.get(pk=mall.pk)
    assert kept_schedule_of(mall).state(NINE + minutes(5)).is_open
    assert kept_schedule_of(mall).state(NINE + minutes(4)).kind is OpenKind.BREAK


def test_a_pause_that_has_not_begun_may_be_called_off():
    pause = pause_hall(
        mall=a_mall(), starts_at=NINE, ends_at=NINE + minutes(15), reason="Upacara", at=NINE - minutes(30), actor=RINA
    )

    end_pause(pause=pause, at=NINE - minutes(10), actor=RINA)

    assert not Pause.objects.exists()


def test_a_pause_must_end_after_it_begins():
    with pytest.raises(PauseEndsBeforeItStarts):
        pause_hall(mall=a_mall(), starts_at=NINE, ends_at=NINE, reason="Upacara", at=NINE, actor=RINA)
