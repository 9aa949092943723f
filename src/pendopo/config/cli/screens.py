"""`./pendopo screens`: a picture of every screen, for the documents and for those who change a screen."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from pendopo.config.cli import start_django

HELP = "Take a picture of every screen in a real browser, on a throw-away mall in the middle of its day."
_EMPTY = "No Chromium here: apt install chromium, or name it in PENDOPO_CHROMIUM."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only pictures whose name begins so")
    parser.add_argument(
        "--guides", type=Path, default=Path("src/pendopo/web/static/pendopo/guides"), metavar="DIR",
        help="where those lie that the guides print; each is renewed too",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("docs/screens"), metavar="DIR", help="where they go (docs/screens)")


def run(arguments: argparse.Namespace) -> int:
    from pendopo.config.testing.chromium import find_chromium, install_chromium

    if not (find_chromium() or install_chromium()):
        print(_EMPTY, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="pendopo-screens-") as data:
        return _take(Path(data), arguments.out, arguments.guides, tuple(arguments.only))


def _take(data: Path, out: Path, guides: Path, only: tuple[str, ...]) -> int:
    for name in [name for name in os.environ if name.startswith("PENDOPO_") and name != "PENDOPO_CHROMIUM"]:
        del os.environ[name]
    # Playwright keeps an event loop in this thread, in which Django would refuse to touch the database.
    # The administrators of the pictures have no phone to set up a code with.
    os.environ |= {"PENDOPO_DATA": str(data), "PENDOPO_SECOND_FACTOR": "optional", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    # First of all: whoever imports the clock after this module finds it standing.
    from pendopo.config.pictures import standing_clock as _clock_stands  # noqa: F401

    start_django()
    from pendopo.config.pictures.album import album
    from pendopo.config.pictures.camera import camera
    from pendopo.config.pictures.hall import open_hall
    from pendopo.config.pictures.installation import PicturedInstallation
    from pendopo.config.supervisor import Supervisor, free_port
    from pendopo.web.guides.reading import pictures

    chosen = [picture for picture in album() if not only or picture.name.startswith(only)]
    if not chosen:
        print(
            f"No picture begins with {' or '.join(only)}. There are: {', '.join(one.name for one in album())}", file=sys.stderr
        )
        return 2
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    installation = PicturedInstallation(data, port=free_port())
    hall = open_hall(data)
    hall.address = installation.address
    print(f"The hall stands after {time.monotonic() - began:.0f} s", flush=True)
    size = 0
    with Supervisor(installation, tell=lambda _line: None) as supervisor, camera(installation.address) as eye:
        supervisor.wait_until_ready()
        for picture in chosen:
            path = out / f"{picture.name}.webp"
            with picture.meanwhile(hall), eye.before(picture.lens, picture.cookies(hall)) as page:
                picture.show(page, hall)
                eye.take(page, picture.lens, path)
            if path.name in pictures():
                shutil.copyfile(path, guides / path.name)
            size += path.stat().st_size
            print(f"  {picture.name:<28} {path.stat().st_size / 1024:6.0f} kB", flush=True)
    print(f"{len(chosen)} pictures, {size / 1024 / 1024:.1f} MB, in {time.monotonic() - began:.0f} s: {out}")
    return 0
