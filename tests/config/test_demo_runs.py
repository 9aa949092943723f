"""The demo as a newcomer starts it: one command, a hall that moves, and an end that leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from pendopo.config.supervisor import free_port, refuse_busy_ports

pytestmark = [pytest.mark.race, pytest.mark.slow]

SOURCES = Path(__file__).parents[2] / "src"


@pytest.fixture
def start(tmp_path):
    """`./pendopo demo` in a folder of its own; ended with the test."""
    started = []

    def begin(port: int, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "pendopo", "demo", "--port", str(port), "--data", str(tmp_path / "demo"), *words]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PENDOPO_")}
        demo = subprocess.Popen(
            command, env=environment | {"PYTHONPATH": str(SOURCES)}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        started.append(demo)
        return demo

    yield begin
    for demo in started:
        demo.terminate()
        demo.communicate(timeout=30)


def heard_until(demo: subprocess.Popen[str], last: str) -> str:
    said = []
    for line in demo.stdout:
        said.append(line)
        if last in line:
            break
    return "".join(said)


def waiting_in(port: int) -> list[str]:
    """How many wait, in the hall and in each zone, as the portal says it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/m/tegal/") as page:
        return re.findall(r"(\d+) menunggu", page.read().decode())


def test_a_newcomer_starts_the_demo_and_stops_it(start):
    port = free_port()
    demo = start(port, "--mall", "tegal", "--speed", "20")
    said = heard_until(demo, "Ctrl-C")

    assert re.search(rf"http://127\.0\.0\.1:{port}/pasang/\w+", said)
    assert "selamat-datang" in said
    before = waiting_in(port)
    until = time.monotonic() + 40
    while waiting_in(port) == before and time.monotonic() < until:
        time.sleep(1)
    assert before
    assert waiting_in(port) != before, "nothing moves"

    demo.send_signal(signal.SIGINT)
    rest, _nothing = demo.communicate(timeout=30)
    assert "Peragaan berhenti" in rest
    assert demo.returncode == 0
    refuse_busy_ports("127.0.0.1", (port, port + 1))
