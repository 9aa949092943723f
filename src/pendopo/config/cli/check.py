"""`./pendopo check`: everything that can be known about the code without running its tests."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

HELP = "Check format, lint, types, imports, migrations, templates, translations and documents."

ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class Step:
    """One check: a program that prints what is wrong and ends with 0 only if nothing is."""

    name: str
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    step: Step
    ok: bool
    output: str
    seconds: float


_IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo', '--no-cache'])"
# The longest first: two run at a time.
STEPS = (
    Step("types", ("-m", "mypy", "--no-error-summary")),
    Step("stairs", ("-c", _IMPORT_LINTER)),
    Step("lint", ("-m", "ruff", "check", "--quiet", "--output-format", "concise")),
    Step("format", ("-m", "ruff", "format", "--check", "--output-format", "concise", "--quiet")),
    Step("migrations", ("-m", "pendopo.config.checking", "migrations")),
    Step("templates", ("-m", "pendopo.config.checking", "templates")),
    Step("translations", ("-m", "pendopo.config.checking", "translations")),
    Step("words", ("-m", "pendopo.config.checking", "plain_words")),
    Step("documents", ("-m", "pendopo.config.checking", "documents")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    names = [step.name for step in STEPS]
    parser.add_argument("steps", nargs="*", metavar="STEP", choices=[*names, []], help=f"only these: {', '.join(names)}")


def run(arguments: argparse.Namespace) -> int:
    steps = [step for step in STEPS if not arguments.steps or step.name in arguments.steps]
    began = time.monotonic()
    failed = []
    with tempfile.TemporaryDirectory(prefix="pendopo-check-") as data, ThreadPoolExecutor(max_workers=2) as pool:
        for done in as_completed([pool.submit(_outcome, step, data) for step in steps]):
            outcome = done.result()
            print(f"{'ok' if outcome.ok else 'FAILED':<8}{outcome.step.name:<14}{outcome.seconds:5.1f} s", flush=True)
            if not outcome.ok:
                failed.append(outcome.step.name)
                print("".join(f"    {line}\n" for line in outcome.output.splitlines()), end="", flush=True)
    took = f"{time.monotonic() - began:.1f} s"
    print(f"check: FAILED: {', '.join(failed)} ({took})" if failed else f"check: all {len(steps)} ok ({took})")
    return 1 if failed else 0


def _outcome(step: Step, data: str) -> Outcome:
    began = time.monotonic()
    # Settings need a place for keys and database; the mall's own, if there is one here, is not touched.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PENDOPO_")}
    environment |= {"PENDOPO_DATA": f"{data}/{step.name}", "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src")}
    if not os.access(ROOT, os.W_OK):
        environment |= {"RUFF_CACHE_DIR": f"{data}/ruff", "MYPY_CACHE_DIR": f"{data}/mypy"}
    done = subprocess.run(
        [sys.executable, *step.words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(step, done.returncode == 0, done.stdout.strip(), time.monotonic() - began)
