"""The stairs in `pyproject.toml` are the folders of the house. That nobody climbs down them is checked by `./pendopo check`."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "pendopo"
# Processes without Django, and so without settings. `config` itself starts processes and hands the environment on.
WITHOUT_SETTINGS = {"live/configuration.py"}


def test_every_package_has_its_place_on_the_stairs_and_every_step_is_a_package():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    steps = {name.strip() for layer in contracts[0]["layers"] for name in layer.split("|")}
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert steps == folders


def test_every_package_says_what_it_is():
    silent = [path.parent.name for path in SOURCE.glob("*/__init__.py") if not path.read_text().startswith('"""')]
    assert silent == []


def test_there_is_no_drawer_for_odds_and_ends():
    odd = [path for path in SOURCE.rglob("*.py") if path.stem in {"utils", "util", "helpers", "helper", "misc", "common"}]
    assert odd == []


def test_nothing_below_config_reads_the_environment():
    asks = re.compile(r"os\.(?:environ|getenv)\b")
    readers = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if asks.search(path.read_text())}
    assert {reader for reader in readers if not reader.startswith("config/")} <= WITHOUT_SETTINGS
