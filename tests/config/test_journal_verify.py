"""`./pendopo journal verify` on the command line."""

import pytest
from django.db import connection

from pendopo.config import cli
from pendopo.journal.relay import give_positions
from pendopo.journal.seal import seal_day
from tests.situations.events import A_MALL, an_event
from tests.situations.times import MONDAY, NINE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def django_is_up(monkeypatch):
    monkeypatch.setattr("pendopo.config.cli.journal_verify.start_django", lambda: None)


def test_a_whole_journal_ends_well(capsys):
    an_event()
    give_positions()
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)

    assert cli.main(["journal", "verify"]) == 0
    assert "Jurnal utuh: 1 peristiwa, 1 meterai" in capsys.readouterr().out


def test_a_hole_in_the_journal_ends_with_status_one_and_says_where(capsys):
    an_event()
    give_positions()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_cursor SET position = 3")

    assert cli.main(["journal", "verify"]) == 1
    assert "posisi 2 sampai 3" in capsys.readouterr().err
