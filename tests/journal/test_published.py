"""Seals kept elsewhere: a journal that somebody with database and key has written anew is found out."""

import json

import pytest
from django.utils import translation

from pendopo.config.cli import main
from pendopo.journal.published import as_saved, faults_against, published_seals
from pendopo.journal.relay import give_positions, last_position
from pendopo.journal.seal import seal_day
from pendopo.journal.verify import verify
from tests.journal.test_verify import tampered
from tests.situations.events import an_event
from tests.situations.hall import a_mall
from tests.situations.times import MONDAY, NINE, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def mall():
    """Two days of a mall, both sealed."""
    mall = a_mall(code="kalianda")
    for ahead in range(2):
        an_event(mall=mall.id)
        give_positions()
        seal_day(mall=mall.id, day=MONDAY + days(ahead), at=NINE + days(ahead + 1))
    return mall


def written_anew(mall):
    """As only somebody with the database and the key can: another event, and a seal of today's hand over it."""
    tampered("DELETE FROM journal_seal WHERE day = %s", MONDAY + days(1))
    tampered("UPDATE journal_event SET actor = %s WHERE position = %s", "somebody else", last_position())
    seal_day(mall=mall.id, day=MONDAY + days(1), at=NINE + days(2))


def test_what_was_saved_is_what_is_there(mall):
    saved = as_saved(published_seals(mall.id))

    assert [seal["day"] for seal in saved["seals"]] == ["2026-11-24", "2026-11-23"]
    assert len(bytes.fromhex(saved["key"])) == 32
    assert list(faults_against(saved)) == []


def test_a_journal_written_anew_holds_by_itself_but_not_against_what_was_saved(mall):
    saved = as_saved(published_seals(mall.id))
    written_anew(mall)

    with translation.override("en"):
        assert verify().faults == ()
        assert list(faults_against(saved)) == [
            "2026-11-24: the seal is not the one that was saved elsewhere: the journal was written anew."
        ]


def test_the_command_reads_the_file_of_the_page(mall, client, tmp_path, capsys):
    file = tmp_path / "segel.json"
    file.write_bytes(client.get("/m/kalianda/segel.json").content)
    assert main(["journal", "verify", "--against", str(file)]) == 0

    written_anew(mall)
    assert main(["journal", "verify", "--against", str(file)]) == 1

    file.write_text(json.dumps({"seals": "none"}))
    assert main(["journal", "verify", "--against", str(file)]) == 1
    assert str(file) in capsys.readouterr().err


def test_everybody_reads_the_seals_of_a_mall(mall, client):
    page = client.get("/m/kalianda/segel").content.decode()

    assert all(seal.root in page for seal in published_seals(mall.id))
