"""Reads the stylesheets for the tests that judge them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pendopo.web

STATIC = Path(pendopo.web.__file__).parent / "static" / "pendopo"
CSS = STATIC / "css"

#: What a visitor's phone, a kiosk or an old panel loads.
FOR_OLD_BROWSERS = (
    "tokens", "dark", "base", "components", "browse", "public", "portal", "ticket", "kiosk", "kiosk-touch", "display",
    "display-slides", "map",
)  # fmt: skip


@cache
def source(name: str) -> str:
    """Return a stylesheet without its comments, which may mention anything."""
    text = (CSS / f"{name}.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)


def rules(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every innermost rule as (selector, declarations); at-rules around it are left out."""
    for match in re.finditer(r"([^{}]*)\{([^{}]*)\}", source(name)):
        pairs = (part.split(":", 1) for part in match[2].split(";") if ":" in part)
        yield " ".join(match[1].split()), {key.strip(): value.strip() for key, value in pairs}


@cache
def tokens(theme: str) -> dict[str, str]:
    """Return the tokens of "light" or "dark" as they are written, dark over light."""
    found: dict[str, str] = {}
    for selector, declarations in (*rules("tokens"), *rules("dark")):
        if selector == ":root" or (theme == "dark" and selector == '[data-theme="dark"]'):
            found |= {key: value for key, value in declarations.items() if key.startswith("--")}
    return found


def resolved(value: str, theme: str) -> str:
    """Follow var() until a raw value stands there."""
    while match := re.fullmatch(r"var\((--[\w-]+)\)", value):
        value = tokens(theme)[match[1]]
    return value
