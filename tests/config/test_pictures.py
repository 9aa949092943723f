"""The pictures in docs/screens are those of the album, each once."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from pendopo.web.guides.reading import pictures

ROOT = Path(__file__).resolve().parents[2]
# In a process of its own: whoever imports the album lives in a world whose clock stands.
NAMES = """
from pendopo.config.pictures import standing_clock
import django
django.setup()
from pendopo.config.pictures.album import album
print(*(picture.name for picture in album()), sep="\\n")
"""


def test_every_picture_of_the_album_is_there_and_no_other():
    said = subprocess.run([sys.executable, "-c", NAMES], capture_output=True, text=True, check=True).stdout.split()

    assert max(Counter(said).values()) == 1
    assert {path.name for path in (ROOT / "docs/screens").iterdir()} == {f"{name}.webp" for name in said}


def test_the_pictures_stay_small():
    assert sum(path.stat().st_size for path in (ROOT / "docs/screens").iterdir()) < 6 * 1024 * 1024


def test_the_guides_print_the_same_pictures():
    printed = ROOT / "src/pendopo/web/static/pendopo/guides"

    assert {path.name for path in printed.iterdir()} == pictures()
    assert all(path.read_bytes() == (ROOT / "docs/screens" / path.name).read_bytes() for path in printed.iterdir())
