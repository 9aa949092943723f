"""The judge of a day: a day without fault is found without fault, and each kind of fault is found."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from pendopo.appointments.models import LineDay
from pendopo.crowd import rules
from pendopo.crowd.rules import RULES, check_rules, steps
from pendopo.crowd.rules.record import WITHOUT_A_STEP
from pendopo.journal.events import registered
from pendopo.journal.models import Event
from pendopo.queue import lifecycle
from pendopo.queue.models import DeskLease, Ticket
from tests.situations.crowds import a_morning_of_the_crowd
from tests.situations.hall import a_counter
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def hall(django_db_setup, django_db_blocker):
    """One day for all tests of this file: each of them works inside a transaction of its own, within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_morning_of_the_crowd()
        transaction.set_rollback(True)


def broken(hall) -> set[str]:
    return {finding.rule for finding in check_rules(mall=hall.mall.id) if not finding.holds}


def examples(hall, rule: str) -> str:
    return " | ".join(next(finding for finding in check_rules(mall=hall.mall.id) if finding.rule == rule).examples)


@contextmanager
def the_journal_unprotected():
    """Plant what the database would refuse."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("journal_event_fixed", "journal_event_kept"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            yield
            return
        cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
        yield


def the_event(name: str, **facts) -> Event:
    found = Event.objects.filter(type=f"queue.{name}").order_by("position")
    return next(event for event in found if all(event.facts.get(key) == value for key, value in facts.items()))


def test_a_day_in_which_everything_happens_breaks_no_rule(hall):
    assert Ticket.objects.filter(state="done").count() > 60
    assert {finding.rule: finding.examples for finding in check_rules(mall=hall.mall.id) if not finding.holds} == {}


def test_only_the_days_asked_for_are_judged(hall):
    tomorrow = (NINE + timedelta(days=1)).date()
    Ticket.objects.filter(state="waiting").first().delete()

    assert all(finding.holds for finding in check_rules(mall=hall.mall.id, days=(tomorrow,)))


def test_every_rule_has_a_title(hall):
    assert len({str(title) for title, _rule in RULES.values()}) == len(RULES)


def test_a_skipped_number_is_found(hall):
    ticket = Ticket.objects.order_by("number").first()
    Ticket.objects.filter(pk=ticket.pk).update(number=9000)

    assert "1 numbers" in broken(hall)
    assert "skipped: [1" in examples(hall, "1 numbers")


def test_a_vanished_number_is_found(hall):
    Ticket.objects.order_by("-number").first().delete()

    assert {"1 numbers", "4 recorded"} <= broken(hall)


def test_a_number_given_behind_the_ledger_is_found(hall):
    day = LineDay.objects.order_by("line").first()
    LineDay.objects.filter(pk=day.pk).update(last_number=day.last_number + 1)

    assert broken(hall) == {"1 numbers"}


def test_a_number_at_two_counters_is_found(hall):
    with the_journal_unprotected():
        event = the_event("ticket.finished")
        event.facts["counter"] = str(a_counter(mall=hall.mall).id)
        event.save()

    assert "2 one_holder" in broken(hall)


def test_two_visitors_at_one_counter_are_found(hall):
    first = the_event("ticket.called")
    later = next(
        event for event in Event.objects.filter(type="queue.ticket.called", position__gt=first.position).order_by("position")
        if event.facts["counter"] == first.facts["counter"]
    )  # fmt: skip
    with the_journal_unprotected():
        later.at = first.at + timedelta(seconds=3)
        later.save()

    assert "2 one_ticket" in broken(hall)


def test_a_visit_at_two_counters_is_found(hall):
    calls = Event.objects.filter(type="queue.ticket.called").order_by("position")
    first = calls.first()
    until = Event.objects.filter(subject=first.subject, at__gt=first.at).order_by("at")
    for other in calls:
        end = until.filter(type__in=["queue.ticket.finished", "queue.ticket.missed", "queue.ticket.parked"]).first()
        if other.facts["counter"] != first.facts["counter"] and end and other.at < end.at:
            Ticket.objects.filter(pk=other.subject).update(visit=Ticket.objects.get(pk=first.subject).visit, state="lapsed")
            break
    else:
        pytest.fail("this day has no two visitors at two counters at once")

    assert "2 one_visit" in broken(hall)


def test_somebody_overtaken_is_found(hall):
    calls = list(Event.objects.filter(type="queue.ticket.called").order_by("position"))
    straight = [call for call in calls if names_before(call) <= {"taken", "shown"}]
    patient = max(straight, key=lambda call: call.facts["waited_seconds"])
    joined_at = patient.at - timedelta(seconds=patient.facts["waited_seconds"])
    quicker = next(
        call for call in calls
        if call.facts["line"] == patient.facts["line"] and joined_at + minutes(2) < call.at < patient.at - minutes(1)
    )  # fmt: skip
    with the_journal_unprotected():
        taken = Event.objects.get(subject=quicker.subject, type="queue.ticket.taken")
        taken.facts["joined_at"] = (joined_at + minutes(21)).isoformat()
        taken.save()

    assert "3 overtaking" in broken(hall)


def test_a_step_that_does_not_exist_is_found(hall):
    with the_journal_unprotected():
        event = the_event("ticket.started")
        event.type = "queue.ticket.finished"
        event.save()

    assert "4 lifecycle" in broken(hall)


def test_a_change_without_its_event_is_found(hall):
    Ticket.objects.filter(state="waiting").update(state="parked")

    assert "4 recorded" in broken(hall)


def test_a_counter_closed_without_its_event_is_found(hall):
    lease = DeskLease.objects.exclude(state="closed").first()
    DeskLease.objects.filter(pk=lease.pk).update(state="closed")

    assert broken(hall) == {"4 recorded"}


def test_a_command_obeyed_twice_is_found(hall, monkeypatch):
    key = uuid4()
    for event in Event.objects.order_by("position")[:2]:
        event.command_key = key
        monkeypatch_events(monkeypatch, event)

    assert "5 commands" in broken(hall)


def test_a_day_that_is_not_the_malls_own_is_found(hall):
    ticket = Ticket.objects.order_by("number").first()
    Ticket.objects.filter(pk=ticket.pk).update(taken_at=ticket.taken_at - timedelta(days=1))

    assert broken(hall) == {"6 day"}


@pytest.mark.parametrize("word", ["Budi Santoso", "budi@dinas.example", "1801064506900001", "081234567890"])
def test_personal_data_in_the_journal_is_found(hall, word):
    with the_journal_unprotected():
        event = the_event("ticket.finished")
        event.facts["outcome"] = word
        event.save()

    assert "10 privacy" in broken(hall)


def test_a_person_as_actor_is_found(hall):
    with the_journal_unprotected():
        event = the_event("ticket.finished")
        event.actor = "Budi"
        event.save()

    assert broken(hall) == {"10 privacy"}


def test_a_call_of_a_number_nobody_saw_is_found(hall):
    shown = Event.objects.filter(type="queue.ticket.shown").values_list("subject", flat=True)
    called = Event.objects.filter(type="queue.ticket.called", subject__in=shown).order_by("position")
    with the_journal_unprotected():
        for call in called:
            taken = Event.objects.get(subject=call.subject, type="queue.ticket.taken")
            if call.at - taken.at > minutes(2):
                Event.objects.filter(subject=call.subject, type="queue.ticket.shown").delete()
                break

    assert "13 shown" in broken(hall)


def test_a_removed_event_is_found(hall):
    with the_journal_unprotected():
        Event.objects.filter(position=5).delete()

    assert "order" in broken(hall)


def names_before(event: Event) -> set[str]:
    earlier = Event.objects.filter(subject=event.subject, position__lt=event.position)
    return {type_.rpartition(".")[2] for type_ in earlier.values_list("type", flat=True)}


def monkeypatch_events(monkeypatch, event: Event) -> None:
    """The database would not keep such an event; let the record be read as if it had."""
    read = rules.read_record

    def with_planted(*arguments):
        record = read(*arguments)
        events = [event if one.pk == event.pk else one for one in record.events]
        return replace(record, events=events)

    monkeypatch.setattr(rules, "read_record", with_planted)


def test_the_judge_knows_every_event_and_every_step_of_the_line():
    told = {verb for verbs in steps.TICKET_VERBS.values() for verb in verbs}
    told_of_desks = {verb for verbs in steps.DESK_VERBS.values() for verb in verbs}
    known = (
        WITHOUT_A_STEP
        | {f"queue.ticket.{name}" for name in (*steps.TICKET_VERBS, "taken")}
        | {f"queue.desk.{name}" for name in (*steps.DESK_VERBS, "opened")}
    )

    assert {name for name in registered() if name.startswith(("queue.ticket.", "queue.desk."))} == known
    assert told == set(lifecycle.TICKET.table)
    assert told_of_desks == set(lifecycle.LEASE.table)
