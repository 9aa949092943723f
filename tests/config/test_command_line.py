"""The command line as a shell meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent.parent / "src"


def said_to_nobody(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose reader has left before it began, as `head` may."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return subprocess.run(
            [sys.executable, "-m", "pendopo", *words], stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
        )  # fmt: skip
    finally:
        os.close(writing)


@pytest.mark.parametrize("words", [["--help"], ["test", "--help"]])
def test_a_reader_who_leaves_is_no_fault(words):
    ended = said_to_nobody(*words)

    assert ended.stderr == ""
    # argparse itself keeps silent when it can print nothing.
    assert ended.returncode in {0, 141}
