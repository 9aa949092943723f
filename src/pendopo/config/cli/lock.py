"""`./pendopo lock`: resolve `pyproject.toml` anew into the lock files under `requirements/`."""

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

HELP = "Remake the lock files from pyproject.toml (newest allowed versions, all platforms, wheels only)."

ROOT = Path(__file__).resolve().parents[4]
UV = "uv>=0.9"
FIRST_LINE = "# Made by `./pendopo lock` from pyproject.toml. Do not edit.\n"
# No address of a package index is written: whoever installs uses their own, and the hashes say whether it is the same file.
RULES = (
    *("--no-config", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-build"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--quiet"),
)
# file, and what goes into it. The developers' versions may never differ from those that run a mall.
LOCKS = (
    ("runtime.lock", ("pyproject.toml",)),
    ("dev.lock", ("pyproject.toml", "--group", "dev", "--constraints", "requirements/runtime.lock")),
    ("pg.lock", ("--group", "pg")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keep", action="store_true", help="change as little as possible instead of taking the newest")


def run(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        uv = _uv(Path(folder))
        for name, sources in LOCKS:
            lock = ROOT / "requirements" / name
            resolved = Path(folder) / name
            if arguments.keep and lock.exists():
                shutil.copy(lock, resolved)
            command = [uv, "pip", "compile", *RULES, *sources, "--output-file", str(resolved)]
            if subprocess.run(command, cwd=ROOT, check=False).returncode:
                return 1
            lock.write_text(FIRST_LINE + resolved.read_text())
            print(f"{lock.relative_to(ROOT)}: {resolved.read_text().count('==')} packages")
    return 0


def _uv(folder: Path) -> str:
    """Where uv is: on the PATH, else in an environment of its own for this once (nothing else needs it)."""
    if found := shutil.which("uv"):
        return found
    import venv

    venv.create(folder / "uv", with_pip=True)
    subprocess.run([folder / "uv/bin/python", "-m", "pip", "install", "--quiet", "--only-binary", ":all:", UV], check=True)
    return str(folder / "uv/bin/uv")
