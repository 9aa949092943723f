"""A whole installation of real processes: whatever is killed, nothing is lost and everything resumes."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError

import psycopg
import pytest
from django.db import connection

from pendopo.config.supervisor import Installation, PortBusy, Supervisor, free_port
from pendopo.journal.models import Event
from pendopo.journal.relay import last_position
from tests.situations.listener import LiveScreen
from tests.situations.open_hall import OpenHall
from tests.situations.own_database import OwnDatabase

pytestmark = pytest.mark.race


@pytest.fixture
def running(own_database):
    hall = OpenHall()
    installation = Installation(own_database.data, own_database.address, port=free_port(), extra=own_database.more())
    with Supervisor(installation) as supervisor:
        supervisor.wait_until_ready(seconds=60)
        yield hall, supervisor


def eventually(happens: Callable[[], object], *, within: float = 20) -> None:
    until = time.monotonic() + within
    while not happens():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def family(process: int) -> list[int]:
    """A process and all that descend from it."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(one for child in children for one in family(int(child)))]


def test_a_call_travels_from_the_desk_to_the_screen(running):
    hall, supervisor = running
    screen = LiveScreen(hall, supervisor)
    taken = hall.a_number()

    label = hall.call()

    assert screen.next("call").data["number"] == label == taken.label


@pytest.mark.parametrize("program", ["web", "live", "worker"])
@pytest.mark.parametrize("which", ["first", "last"])
def test_what_is_killed_comes_back_and_nothing_is_lost(running, program, which):
    hall, supervisor = running
    screen = LiveScreen(hall, supervisor)
    for _n in range(3):
        hall.a_number()
    heard = [hall.call()]
    screen.next("call")

    killed = family(supervisor.process_ids()[program])[0 if which == "first" else -1]
    os.kill(killed, signal.SIGKILL)
    heard += [hall.call(), hall.call()]  # The hall goes on meanwhile.

    eventually(lambda: killed not in family(supervisor.process_ids()[program]))
    eventually(lambda: answers(f"{supervisor.installation.address}/sehat"))
    eventually(lambda: not Event.objects.filter(position=None).exists())
    screen.reconnect()
    assert [screen.next("call").data["number"] for _n in range(2)] == heard[1:]
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, last_position() + 1))


def test_a_database_that_is_away_for_a_moment_is_waited_for(running, own_database):
    hall, supervisor = running
    screen = LiveScreen(hall, supervisor)
    hall.a_number()
    hall.a_number()
    first = hall.call()
    screen.next("call")
    before = supervisor.process_ids()

    away_for_a_moment(own_database)
    second = hall.call()

    assert (first, screen.next("call").data["number"]) == ("A-001", second)
    eventually(lambda: answers(f"{supervisor.installation.address}/sehat"))
    assert supervisor.process_ids() == before, "nobody died of it"


def away_for_a_moment(database: OwnDatabase) -> None:
    """PostgreSQL: everybody's connection is cut, as by a restart. SQLite: somebody else holds the lock for a second."""
    connection.close()
    if database.vendor == "postgresql":
        with psycopg.connect(database.address, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return
    other = sqlite3.connect(database.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    time.sleep(1)
    other.execute("ROLLBACK")
    other.close()


def test_when_the_watcher_is_killed_its_processes_end_and_the_port_is_free(own_database):
    port = free_port()
    watcher = subprocess.Popen(
        [sys.executable, "-m", "pendopo", "up", "--port", str(port), "--data", str(own_database.data)],
        env=own_database.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    eventually(lambda: answers(f"{address}/sehat") and answers(f"http://127.0.0.1:{port + 1}/live/siap"), within=60)
    everybody = family(watcher.pid)

    watcher.kill()

    eventually(lambda: not any(lives(process) for process in everybody))
    eventually(lambda: is_free(port) and is_free(port + 1))


def lives(process: int) -> bool:
    """A process that ended but was not yet asked for its status does not live."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def test_up_says_the_first_administrators_link_and_stops_when_asked(own_database):
    port = free_port()
    watcher = subprocess.Popen(
        [sys.executable, "-m", "pendopo", "up", "--port", str(port), "--data", str(own_database.data)],
        env=own_database.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said = []
    for line in watcher.stdout:
        said.append(line)
        if "Ctrl+C" in line:
            break
    watcher.send_signal(signal.SIGINT)

    assert watcher.wait(timeout=20) == 0
    assert f"http://127.0.0.1:{port}/undangan/" in "".join(said)
    assert is_free(port)


def test_a_busy_port_is_named(own_database):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = subprocess.run(
            [sys.executable, "-m", "pendopo", "up", "--port", str(port - 1)],
            env=own_database.environment(), capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        with pytest.raises(PortBusy):
            Supervisor(Installation(own_database.data, own_database.address, port=port)).start()

    assert refused.returncode == 1
    assert str(port) in refused.stderr
