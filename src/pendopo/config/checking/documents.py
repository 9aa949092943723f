"""The documents list every setting, event and command, and none that does not exist."""

import ast
import importlib
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
SETTINGS = ROOT / "src/pendopo/config/settings.py"
# Read outside settings.py, because no settings are there yet: by the launcher and by the tests' browser.
ELSEWHERE = {"PENDOPO_VENV", "PENDOPO_PYTHON", "PENDOPO_CHROMIUM"}


def faults() -> Iterator[str]:
    yield from _compare("docs/settings.md", "setting", settings() | ELSEWHERE, r"`(PENDOPO_[A-Z_]+)(?:=[^`]*)?`")
    yield from _compare("docs/events.md", "event", events(), r"`([a-z_]+\.[a-z_]+\.[a-z_]+)`")
    yield from _compare("docs/commands.md", "command", commands(), r"`\./pendopo ([^`]+)`")


def settings() -> set[str]:
    """The names that settings.py asks the environment for."""
    calls = (node for node in ast.walk(ast.parse(SETTINGS.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    words = (call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant))
    return {word for word in words if isinstance(word, str) and re.fullmatch(r"PENDOPO_[A-Z_]+", word)}


def events() -> set[str]:
    from django.apps import apps

    from pendopo.journal.events import registered

    for config in apps.get_app_configs():
        if config.name.startswith("pendopo.") and find_spec(f"{config.name}.events"):
            importlib.import_module(f"{config.name}.events")
    return set(registered())


def commands() -> set[str]:
    from pendopo.config.cli import command_modules

    return set(command_modules())


def _compare(document: str, kind: str, real: set[str], pattern: str) -> Iterator[str]:
    path = ROOT / document
    if not path.exists():
        yield f"{document} does not exist; it lists every {kind} ({len(real)} now)"
        return
    named = set(re.findall(pattern, path.read_text(encoding="utf-8")))
    if kind == "command":  # `./pendopo import FILE.xlsx` is about `import`; the longest command that fits
        named = {max((c for c in real if f"{words} ".startswith(f"{c} ")), key=len, default=words) for words in named}
    for name in sorted(real - named):
        yield f"{document} does not list the {kind} {name}"
    for name in sorted(named - real):
        yield f"{document} lists the {kind} {name}, which does not exist"
