"""A house small enough to start for real in a test: the true launcher, locks that name nothing, a product of one line."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASE_PYTHON = os.path.realpath(sys.executable)
# What a bare machine has: no Python among it.
BARE = ("sh", "cat", "cksum", "readlink")
PRODUCT = "import os, sys; print('moving', *sys.argv[1:], os.environ['PYTHONPATH'], sep='|')"


@dataclass(frozen=True, slots=True)
class SmallHouse:
    folder: Path
    home: Path
    programs: Path

    @property
    def launcher(self) -> Path:
        return self.folder / "pendopo"

    @property
    def environment(self) -> Path:
        return self.folder / ".venv"

    @property
    def stamp(self) -> Path:
        return self.environment / "pendopo.stamp"

    def settings(self, **more: str) -> dict[str, str]:
        return {"PATH": str(self.programs), "HOME": str(self.home), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, **more}

    def start(self, *words: str, through: Path | None = None, cwd: Path | None = None, **more: str) -> tuple[int, str, str]:
        """Exit status, what was printed, what was said on the side."""
        done = subprocess.run(
            [str(through or self.launcher), *words],
            cwd=cwd or self.home,
            env=self.settings(**more),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr

    def give_python(self, name: str = "python3", script: str | None = None) -> None:
        """Put a Python on the PATH: the real one, or a shell script in its place."""
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n" if script else f'#!/bin/sh\nexec "{BASE_PYTHON}" "$@"\n')
        program.chmod(0o755)


def a_small_house(folder: Path) -> SmallHouse:
    house = SmallHouse(folder / "rumah kecil", folder / "home", folder / "programs")
    (house.folder / "requirements").mkdir(parents=True)
    (house.folder / "src" / "pendopo").mkdir(parents=True)
    house.home.mkdir()
    house.programs.mkdir()
    shutil.copy(ROOT / "pendopo", house.launcher)
    shutil.copy(ROOT / "requirements" / "make_environment.py", house.folder / "requirements")
    for lock in ("runtime.lock", "dev.lock"):
        (house.folder / "requirements" / lock).write_text("# nothing\n")
    (house.folder / "src" / "pendopo" / "__init__.py").touch()
    (house.folder / "src" / "pendopo" / "__main__.py").write_text(PRODUCT)
    for name in BARE:
        (house.programs / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return house
