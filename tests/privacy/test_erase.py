"""What was erased is nowhere in the database's own files: not between the rows, not in the log."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from pendopo.assistance.models import Assistance
from pendopo.catalogue.models import PriorityClass
from pendopo.journal.models import Event
from pendopo.kernel.errors import NotFound
from pendopo.privacy.correct_visit import TurnNotOver, correct_visit
from pendopo.privacy.erase_visit import HeldByLaw, VisitGoesOn, erase_visit
from pendopo.privacy.keeping import set_keeping
from pendopo.privacy.models import ErasedVisit
from pendopo.privacy.retention import erase_overdue, sweep_log
from pendopo.queue.doors import visit_by_code
from pendopo.queue.finish import finish
from pendopo.queue.models import Outcome, Ticket
from pendopo.queue.write_note import write_note
from tests.situations.assistance import a_request_for_help
from tests.situations.hall import a_counter, a_line
from tests.situations.line import a_ticket, a_visitor_served_at, again, an_open_desk
from tests.situations.times import NINE, days, minutes

pytestmark = pytest.mark.django_db
NAME, PHONE = "Sari Wulandari", "0812-7788-9900"
RULE = "arsip kependudukan, UU 43/2009"
NOTE = f"Bu {NAME}, hubungi {PHONE}"


def a_visit_over(line=None, *, note=NOTE, priority="disability", at=NINE) -> Ticket:
    """Served in priority, with a note that an officer should not have written so."""
    line = line or a_line()
    desk = an_open_desk(a_counter(line=line), at=at)
    a_ticket(line, at=at - timedelta(minutes=10), priority=priority)
    ticket = a_visitor_served_at(desk, at=at)
    a_request_for_help(ticket.mall, at=at, visit=ticket.visit)
    write_note(desk=desk.lease(at), ticket=ticket, note=note, at=at)
    write_note(desk=desk.lease(at), ticket=again(ticket), note=f"{note}. Sudah ditelepon.", at=at)
    finish(desk=desk.lease(at), ticket=again(ticket), outcome=Outcome.SERVED, at=at + minutes(5))
    return again(ticket)


def test_after_erasing_nothing_is_left_in_the_rows():
    ticket = a_visit_over()
    code = ticket.visit.code

    erase_visit(visit=ticket.visit, at=NINE + minutes(30), actor="visitor")

    left = again(ticket)
    assert (left.label, left.note, left.priority, left.rank_reason) == (
        ticket.label,
        "",
        PriorityClass.NONE,
        PriorityClass.NONE,
    )
    assert (left.head_start_minutes, left.rank_at) == (0, left.joined_at)
    assert (left.visit.priority, left.visit.language) == (PriorityClass.NONE, "id")
    assert not Assistance.objects.filter(visit=left.visit).exists()
    with pytest.raises(NotFound):
        visit_by_code(code)


def test_erasing_twice_changes_nothing_and_is_told_once():
    ticket = a_visit_over()
    for _again in range(2):
        erase_visit(visit=ticket.visit, at=NINE + minutes(30), actor="visitor")

    assert Event.objects.filter(type="privacy.visit.erased", subject=ticket.visit_id).count() == 1


def test_a_visit_that_goes_on_is_not_erased():
    ticket = a_ticket(a_line())

    with pytest.raises(VisitGoesOn):
        erase_visit(visit=ticket.visit, at=NINE, actor="visitor")


def test_what_law_holds_is_refused_with_the_reason_and_the_day():
    ticket = a_visit_over()
    set_keeping(
        service=ticket.service,
        keep_days=None,
        held_days=400,
        held_reason="arsip kependudukan, UU 43/2009",
        at=NINE,
        actor="system",
    )

    with pytest.raises(HeldByLaw) as refused:
        erase_visit(visit=ticket.visit, at=NINE + minutes(30), actor="visitor")

    assert RULE in str(refused.value)
    assert f"{ticket.business_date + timedelta(days=400):%d-%m-%Y}" in str(refused.value)
    assert again(ticket).note.startswith(NOTE)
    erase_visit(visit=ticket.visit, at=NINE + days(401), actor="visitor")
    assert again(ticket).note == ""


def test_a_class_of_priority_is_corrected_once_its_turn_is_over():
    waiting, over = a_ticket(a_line(), priority="elderly"), a_visit_over()

    with pytest.raises(TurnNotOver):
        correct_visit(visit=waiting.visit, priority="none", at=NINE, actor="visitor")
    parts = correct_visit(
        visit=over.visit, priority="none", language="en", notes={over.pk: "Berkas lengkap"}, at=NINE, actor="visitor"
    )

    assert parts == ("language", "priority", "notes")
    assert (again(over).priority, again(over).note, again(over).visit.language) == ("none", "Berkas lengkap", "en")


def test_a_note_of_another_visit_cannot_be_corrected():
    mine, other = a_visit_over(), a_visit_over()

    with pytest.raises(NotFound):
        correct_visit(visit=mine.visit, notes={other.pk: "x"}, at=NINE, actor="visitor")


def test_the_worker_erases_what_is_over_and_nothing_else(settings):
    settings.PERSONAL_DATA_DAYS = 90
    usual, long, held = a_visit_over(), None, None
    long, held = a_visit_over(a_line(mall=usual.mall)), a_visit_over(a_line(mall=usual.mall))
    open_still = a_ticket(a_line(mall=usual.mall))
    set_keeping(service=long.service, keep_days=200, held_days=None, held_reason="", at=NINE, actor="system")
    set_keeping(service=held.service, keep_days=10, held_days=300, held_reason="arsip", at=NINE, actor="system")

    def erased_on(day):
        erase_overdue(mall=usual.mall, at=NINE + days(day))
        return set(ErasedVisit.objects.values_list("visit", flat=True))

    assert erased_on(90) == set()
    assert erased_on(91) == {usual.visit_id}
    assert erased_on(201) == {usual.visit_id, long.visit_id}
    assert erased_on(301) == {usual.visit_id, long.visit_id, held.visit_id}
    assert open_still.visit_id not in erased_on(999)
    assert again(long).note == ""


def test_the_journal_holds_nothing_that_would_have_to_be_erased():
    """It cannot forget, so it never knew: no note, no name, no code of a link."""
    ticket = a_visit_over()
    code = ticket.visit.code
    told = [f"{event.facts} {event.actor}" for event in Event.objects.all()]

    assert len(told) > 5
    assert not [one for one in told if NAME in one or PHONE in one or code in one]


def stored(folder: Path) -> bytes:
    """SQLite: every byte of the file and its log. PostgreSQL, whose files are its own: every row of every table."""
    if connection.vendor == "sqlite":
        return b"".join(path.read_bytes() for path in sorted(folder.glob("*.sqlite3*")))
    rows = [row for model in apps.get_models() for row in model.objects.values_list()]
    return "\n".join(map(str, rows)).encode()


def swept() -> None:
    if connection.vendor == "sqlite":
        sweep_log()


@pytest.mark.race
def test_the_files_hold_name_and_phone_no_more(own_database):
    asked, overdue = a_visit_over(), a_visit_over(note=f"{NOTE} (lama)")
    others = [a_visit_over(a_line(mall=asked.mall), note="Berkas lengkap") for _other in range(3)]
    swept()
    assert NAME.encode() in stored(own_database.data)

    erase_visit(visit=asked.visit, at=NINE + minutes(30), actor="visitor")
    erase_overdue(mall=overdue.mall, at=NINE + days(91))
    swept()

    left = stored(own_database.data)
    assert not [word for word in (NAME, PHONE, asked.visit.code, overdue.visit.code) if word.encode() in left]
    assert [again(other).note for other in others] == ["Berkas lengkap. Sudah ditelepon."] * 3
