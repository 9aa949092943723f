"""The throw-away PostgreSQL leaves nothing behind, however its user ends."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from pendopo.bench.throwaway_postgresql import OLDEST, NoPostgresql, find_binaries, throwaway_postgresql

SOURCE = Path(__file__).resolve().parents[2] / "src"
USER = """
import sys, time
from pendopo.bench.throwaway_postgresql import throwaway_postgresql
with throwaway_postgresql() as server:
    print(server.socket_folder, flush=True)
    time.sleep(600)
"""


def postgresql_is_here() -> bool:
    try:
        find_binaries()
    except NoPostgresql:
        return False
    return True


pytestmark = pytest.mark.skipif(not postgresql_is_here(), reason="no PostgreSQL here; the PostgreSQL part is NOT RUN either")


def test_it_answers_on_its_socket_only_and_is_gone_afterwards():
    with throwaway_postgresql() as server:
        assert server.major >= OLDEST
        with psycopg.connect(server.address) as connection:
            row = connection.execute("SELECT current_database(), current_setting('listen_addresses')").fetchone()
        assert row == ("pendopo", "")
        folder = server.socket_folder
    assert not folder.exists()


def test_durable_settings_are_kept_for_measurements():
    with throwaway_postgresql(settings={}) as server, psycopg.connect(server.address) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_a_killed_one_is_started_again_with_what_it_had_acknowledged():
    with throwaway_postgresql(settings={}) as server:
        with psycopg.connect(server.address, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
            server.postmaster.kill()
        server.postmaster.start()
        with psycopg.connect(server.address) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (1,)
        folder = server.socket_folder
    assert not folder.exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_it_stops_when_its_user_is_killed(number):
    user = subprocess.Popen(
        [sys.executable, "-c", USER], env={"PYTHONPATH": str(SOURCE), "PATH": "/usr/bin:/bin"}, stdout=subprocess.PIPE
    )
    assert user.stdout
    folder = Path(user.stdout.readline().decode().strip())
    postmaster = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    user.send_signal(number)
    user.wait()
    user.stdout.close()

    patience = time.monotonic() + 20
    while folder.exists() and time.monotonic() < patience:
        time.sleep(0.05)
    assert not folder.exists()
    assert not Path(f"/proc/{postmaster}/stat").exists() or " Z " in Path(f"/proc/{postmaster}/stat").read_text()
