"""The browser libraries that we ship are the ones that were locked."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "vendor"
SHIPPED = "src/pendopo/web/static/pendopo/vendor"
FOR_TESTS = "tests/vendor"


def test_vendored_files_are_as_locked() -> None:
    result = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("folder", "name"), [(SHIPPED, "htmx.min.js"), (FOR_TESTS, "axe.min.js")])
@pytest.mark.parametrize(("change", "sentence"), [("alter", "was changed"), ("add", "in no lock"), ("remove", "is missing")])
def test_a_changed_file_is_named(tmp_path: Path, folder: str, name: str, change: str, sentence: str) -> None:
    project = tmp_path / "project"
    for each in (SHIPPED, FOR_TESTS):
        shutil.copytree(SCRIPT.parents[1] / each, project / each)
    (project / "scripts").mkdir()
    copy = project / "scripts" / "vendor"
    copy.write_bytes(SCRIPT.read_bytes())
    library = project / folder / name
    match change:
        case "alter":
            library.write_bytes(library.read_bytes() + b"//")
        case "add":
            (project / folder / "stranger.js").write_text("1")
        case _:
            library.unlink()
    result = subprocess.run([sys.executable, str(copy)], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert sentence in result.stdout
