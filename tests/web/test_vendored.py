"""The browser libraries that we ship are the ones that were locked."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "vendor"


def test_vendored_files_are_as_locked() -> None:
    result = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("change", "sentence"), [("alter", "was changed"), ("add", "in no lock"), ("remove", "is missing")])
def test_a_changed_file_is_named(tmp_path: Path, change: str, sentence: str) -> None:
    project = tmp_path / "project"
    source = SCRIPT.parents[1] / "src/pendopo/web/static/pendopo/vendor"
    folder = project / "src/pendopo/web/static/pendopo/vendor"
    folder.mkdir(parents=True)
    for file in source.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (project / "scripts").mkdir()
    copy = project / "scripts" / "vendor"
    copy.write_bytes(SCRIPT.read_bytes())
    library = folder / "htmx.min.js"
    match change:
        case "alter":
            library.write_bytes(library.read_bytes() + b"//")
        case "add":
            (folder / "stranger.js").write_text("1")
        case _:
            library.unlink()
    result = subprocess.run([sys.executable, str(copy)], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert sentence in result.stdout
