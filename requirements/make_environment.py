"""Make Pendopo's own Python environment from the lock files. Called by the launcher; standard library only.

    make_environment.py ENVIRONMENT runtime|dev     make it, or bring it up to date
    make_environment.py ENVIRONMENT --add NAME      put requirements/NAME.lock on top of it

What is installed is exactly what the locks name, byte for byte (hashes, wheels only, nothing is built). An environment
counts only when its stamp is written, which happens last: one that was interrupted is thrown away and made anew.
Several starts at once take turns. Half of this file is there so that a machine on which it cannot work says why.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent
LOCKS = {"runtime": ("runtime.lock",), "dev": ("runtime.lock", "dev.lock")}
STAMP = "pendopo.stamp"


class CannotMake(Exception):
    """Something on this machine is missing. The text says what and how to get it, in Indonesian and English."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian}\n\n{english}")


def stamp_for(environment: Path, level: str) -> str:
    """One line: level, POSIX checksum and size of the locks, the interpreter. The launcher compares it without Python."""
    locks = b"".join((REQUIREMENTS / name).read_bytes() for name in LOCKS[level])
    checksum = subprocess.run(["cksum"], input=locks, capture_output=True, check=True).stdout.decode().strip()
    return f"{level} {checksum} {os.path.realpath(environment / 'bin' / 'python')}\n"


def made_level(environment: Path) -> str | None:
    """The level of a complete environment whose interpreter still is the one it was made with, else None."""
    try:
        stamp = (environment / STAMP).read_text()
    except OSError:
        return None
    python = environment / "bin" / "python"
    level, _, rest = stamp.partition(" ")
    same_interpreter = rest.split(" ", 2)[-1].strip() == os.path.realpath(python) and os.access(python, os.X_OK)
    return level if same_interpreter and level in LOCKS else None


def take_turn(environment: Path) -> int:
    """Hold the folder around the environment; the system lets go of it however this process ends."""
    try:
        environment.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotMake(
            f"Folder {environment.parent} tidak bisa dibuat: {error.strerror}. Pilih tempat lain dengan PENDOPO_VENV.",
            f"The folder {environment.parent} cannot be made: {error.strerror}. Choose another place with PENDOPO_VENV.",
        ) from error
    folder = os.open(environment.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Menunggu start lain yang sedang menyiapkan lingkungan … / Waiting for another start to finish …")
        fcntl.flock(folder, fcntl.LOCK_EX)
    except OSError:
        say("(folder ini tidak bisa dikunci; jalankan satu per satu / this folder cannot be locked; start one at a time)")
    return folder


def create(environment: Path) -> None:
    """An empty environment. What stood there is removed only if it was an environment."""
    try:
        import ensurepip  # noqa: F401  Debian ships venv without it, and with it the pip that is used below
        import venv
    except ImportError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise CannotMake(
            f"Python {version} di komputer ini belum lengkap (modul {error.name} tidak ada).\n"
            f"Pasang dahulu: sudo apt install python{version}-venv",
            f"Python {version} on this computer is incomplete (the module {error.name} is missing).\n"
            f"Install it first: sudo apt install python{version}-venv",
        ) from error
    if environment.is_dir() and any(environment.iterdir()) and not (environment / "pyvenv.cfg").exists():
        raise CannotMake(
            f"{environment} sudah berisi berkas lain, jadi tidak disentuh. Kosongkan, atau ubah PENDOPO_VENV.",
            f"{environment} already holds other files, so it is left alone. Empty it, or change PENDOPO_VENV.",
        )
    shutil.rmtree(environment, ignore_errors=True)
    venv.EnvBuilder(symlinks=True, with_pip=False).create(environment)


def pip(environment: Path) -> list[str]:
    """The command that runs pip for the environment, straight from Python's own wheel: installing pip takes seconds."""
    import ensurepip

    folders = [Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels")]
    if chosen := sysconfig.get_config_var("WHEEL_PKG_DIR"):
        folders.insert(0, Path(chosen))
    python = str(environment / "bin" / "python")
    for wheel in (wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))):
        return [python, str(wheel / "pip")]
    subprocess.run([python, "-m", "ensurepip", "--default-pip"], check=True, capture_output=True)
    return [python, "-m", "pip"]


def run_pip(environment: Path, *arguments: str) -> None:
    command = [*pip(environment), *arguments]
    settings = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    settings.pop("PIP_TARGET", None)
    settings.pop("PIP_PREFIX", None)
    done = subprocess.run(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        last_words = "\n".join(done.stdout.decode(errors="replace").strip().splitlines()[-12:])
        raise CannotMake(
            f"{last_words}\n\nPaket yang dibutuhkan tidak bisa diunduh atau dipasang (lihat di atas).\n"
            "Periksa sambungan internet atau alamat cermin pip (pip config), lalu jalankan lagi.",
            "The packages could not be downloaded or installed (see above).\n"
            "Check the connection to the internet or pip's mirror (pip config), then start again.",
        )


def install(environment: Path, lock: str) -> None:
    exactly = ("--require-hashes", "--only-binary", ":all:", "--no-deps")
    quickly = ("--quiet", "--no-compile", "--no-warn-script-location")
    run_pip(environment, "install", *exactly, *quickly, "-r", str(REQUIREMENTS / lock))


def remove_strangers(environment: Path, lock: str) -> None:
    """Take out what an older lock had brought, so that an updated environment equals a new one."""
    wanted = {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", (REQUIREMENTS / lock).read_text(), re.MULTILINE)}
    folders = (environment / "lib").glob("python3.*/site-packages/*.dist-info")
    strangers = sorted({normal(folder.name.split("-")[0]) for folder in folders} - wanted - {"pip", "setuptools"})
    if strangers:
        run_pip(environment, "uninstall", "--quiet", "--yes", *strangers)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def compile_packages(environment: Path) -> None:
    """Compile on all cores, at once: whoever runs Pendopo later may not be allowed to write here."""
    command = [str(environment / "bin" / "python"), "-m", "compileall", "-q", "-j", "0", str(environment / "lib")]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def make(environment: Path, level: str) -> None:
    before = made_level(environment)
    if before == "dev":
        level = "dev"  # a developer's environment stays one
    if before and (environment / STAMP).read_text() == stamp_for(environment, level):
        return
    say(
        "Menyiapkan lingkungan Python milik Pendopo (hanya kali ini, biasanya di bawah setengah menit) …\n"
        "Preparing Pendopo's own Python environment (only this time, mostly under half a minute) …"
    )
    began = time.monotonic()
    (environment / STAMP).unlink(missing_ok=True)
    if before is None:
        create(environment)
    lock = LOCKS[level][-1]
    install(environment, lock)
    remove_strangers(environment, lock)
    compile_packages(environment)
    whole = environment / (STAMP + ".new")
    whole.write_text(stamp_for(environment, level))
    whole.replace(environment / STAMP)
    say(f"Siap dalam {time.monotonic() - began:.0f} detik. / Ready.\n")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    environment = Path(arguments[0]).absolute()
    try:
        turn = take_turn(environment)
        try:
            if arguments[1] == "--add":
                install(environment, arguments[2] + ".lock")
            else:
                make(environment, arguments[1])
        finally:
            os.close(turn)
    except CannotMake as reason:
        say(f"\n{reason}")
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        say(f"\nTidak bisa menulis lingkungan di {environment}: {error}\nCannot write the environment.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
