"""What belongs to an installation: every column of every table, and the files that are nobody else's."""

import pytest
from django.apps import apps
from django.db import models

from pendopo.config.keeping.contents import put_file, put_key, uploaded_files
from pendopo.config.keeping.faults import Damaged
from pendopo.config.keeping.shape import KINDS, kind_of, tables_in


def test_every_column_of_every_table_is_of_a_known_kind():
    tables = tables_in(apps)

    assert {column.kind for table in tables for column in table.columns} <= set(KINDS.values())
    assert {table.name for table in tables} >= {"journal_event", "queue_ticket", "accounts_user", "directory_post_counters"}
    assert [table.name for table in tables if table.counted]


def test_a_new_kind_of_column_is_named():
    class Odd(models.DurationField):
        pass

    odd = Odd(name="lasted")
    odd.set_attributes_from_name("lasted")
    with pytest.raises(LookupError, match="lasted"):
        kind_of(odd)


def test_a_foreign_key_is_what_it_points_to():
    ticket = apps.get_model("queue", "Ticket")

    assert kind_of(ticket._meta.get_field("visit")) == "uuid"


@pytest.fixture
def data(tmp_path):
    for name in (
        "voice/satu.wav", "peta/lantai.png", "static/site.css", "keeping/record.jsonl", "keys/session.1.key", "cadangan/a.pendopo",
        "demo/pendopo.sqlite3", "demo/voice/dua.wav", "pendopo.sqlite3", "pendopo.sqlite3-wal", "pendopo.sqlite3.before_x",
        "voice/.tiga.draft", "lock",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "voice" / "link.wav").symlink_to("/etc/hostname")
    return tmp_path


def test_uploads_are_kept_and_nothing_else(data):
    found = {path.relative_to(data).as_posix() for path in uploaded_files(data, keys=data / "keys", without=data / "cadangan")}

    assert found == {"voice/satu.wav", "peta/lantai.png"}


@pytest.mark.parametrize("name", ["../mal.sqlite3", "..", "a/b.key", ""])
def test_a_key_whose_name_leads_out_of_its_folder_moves_nothing(tmp_path, name):
    (tmp_path / "mal.sqlite3").write_bytes(b"the hall")

    with pytest.raises(Damaged):
        put_key(tmp_path / "keys", name, b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["mal.sqlite3"]


@pytest.mark.parametrize("name", ["../keluar.txt", "/etc/keluar.txt", "voice/../../keluar.txt", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    with pytest.raises(Damaged):
        put_file(tmp_path / "data", name, iter([b"x"]), mode=0o644)

    assert not list(tmp_path.rglob("keluar.txt"))


def test_a_file_cut_off_while_it_is_written_leaves_nothing(tmp_path):
    def cut_off():
        yield b"half"
        raise Damaged(where="test")

    with pytest.raises(Damaged):
        put_file(tmp_path, "voice/satu.wav", cut_off(), mode=0o644)

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
