"""Which pages may listen, and where the database is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pendopo.live.configuration import Configuration, configuration
from tests.situations.own_database import SOURCES

HERE = Configuration(Path("keys"), Path("db"), "", page_origin="")
BEHIND_A_PROXY = Configuration(Path("keys"), Path("db"), "", page_origin="https://mpp.lampungselatan.go.id")


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8001", True),
        ("http://mpp.local:8000", "mpp.local:8001", True),
        ("http://mpp.local", "mpp.local:81", True),
        ("http://mpp.local:8000", "127.0.0.1:8001", False),
        ("http://127.0.0.1:9000", "127.0.0.1:8001", False),
        ("null", "127.0.0.1:8001", False),
        ("http://127.0.0.1:80x0", "127.0.0.1:8001", False),
        ("", "127.0.0.1:8001", False),
    ],
)
def test_the_page_stands_on_the_port_before_ours(origin, host, allowed):
    assert HERE.allows(origin, host=host) is allowed


def test_where_pages_come_by_https_a_plain_page_may_not_listen():
    by_https = Configuration(Path("keys"), Path("db"), "", page_origin="", secure=True)
    assert by_https.allows("https://mpp.local:8000", host="mpp.local:8001")
    assert by_https.allows("https://mpp.local", host="mpp.local:444")
    assert not by_https.allows("http://mpp.local:8000", host="mpp.local:8001")


def test_a_configured_address_is_the_only_one():
    assert BEHIND_A_PROXY.allows("https://mpp.lampungselatan.go.id", host="live.example")
    assert not BEHIND_A_PROXY.allows("http://mpp.lampungselatan.go.id", host="live.example")
    assert not BEHIND_A_PROXY.allows("http://127.0.0.1:8000", host="127.0.0.1:8001")


def test_it_reads_the_same_variables_as_the_settings(monkeypatch, tmp_path):
    for name in ("PENDOPO_DATABASE", "PENDOPO_KEYS", "PENDOPO_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PENDOPO_DATA", str(tmp_path))

    alone = configuration()
    monkeypatch.setenv("PENDOPO_DATABASE", "postgresql://mal@127.0.0.1/mal")
    monkeypatch.setenv("PENDOPO_ADDRESS", "https://mpp.go.id/id")
    large = configuration()

    assert (alone.database_file, alone.keys_directory) == (tmp_path / "pendopo.sqlite3", tmp_path / "keys")
    assert (large.database_file, large.page_origin) == (None, "https://mpp.go.id")


def test_the_live_process_does_without_django():
    """Its memory and its start depend on it. Asked in a process of its own, since this one has Django."""
    asked = "import sys, pendopo.live.app; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    answer = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
