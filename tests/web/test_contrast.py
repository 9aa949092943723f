"""Every pair of colours in use is readable: WCAG 2.2, computed from tokens.css, light and dark.

4.5 for text, 3 for what is not text (edges of controls, marks, focus), 7 for the numbers of the display.
"""

import re
from itertools import product

import pytest

from tests.web.stylesheets import CSS, resolved, rules, tokens

GROUNDS = ("page", "surface", "surface-sunk")
TEXT_ON_ANY_GROUND = ("text", "text-soft", "text-faint", "accent", "good-text", "bad-text", "warn-text", "lamp-text", "bad")
TINTS = ("accent-tint", "accent-tint-2", "lamp-tint", "lamp-tint-2", "good-tint", "warn-tint", "bad-tint")
OTHER_TEXT = (
    *product(("text", "text-soft"), TINTS),
    ("accent", "accent-tint"),
    ("accent", "accent-tint-2"),
    ("accent", "warn-tint"),
    ("accent", "lamp-tint-2"),
    ("accent", "good-tint"),
    ("accent", "bad-tint"),
    ("text-faint", "accent-tint"),
    ("good-text", "good-tint"),
    ("warn-text", "warn-tint"),
    ("warn-text", "lamp-tint-2"),
    ("bad-text", "bad-tint"),
    ("on-roof", "roof"),
    ("on-roof", "roof-deep"),
    ("on-roof-soft", "roof"),
    ("on-roof-soft", "roof-deep"),
    ("on-roof-lamp", "roof"),
    ("on-roof-soft", "teal-900"),
    ("on-roof", "teal-900"),
    ("on-lamp", "lamp-fill"),
    ("on-lamp-soft", "lamp-fill"),
    ("on-paper", "paper"),
    ("stone-600", "paper"),
    ("teal-900", "stone-0"),
)
ZONES = ("zone-a", "zone-b", "zone-c", "zone-d", "zone-e")
NOT_TEXT = (
    *product(("line-control", "accent", "focus", "bad", "good"), GROUNDS),
    *product(ZONES, GROUNDS),
    ("brass-400", "roof"),
    ("focus", "accent-tint"),
)
#: What is read from the back row, on the display only (always dark).
FROM_AFAR = (
    ("text", "page"),
    ("text", "surface"),
    ("lamp-text", "page"),
    ("text-faint", "surface"),
    ("on-call", "call"),
    ("call-letter", "call"),
    ("on-call-soft", "call"),
    ("on-lamp", "lamp-fill"),
    ("on-call", "lamp-fill"),
    ("text-soft", "accent-tint-2"),
)
THEMES = ("light", "dark")


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb as WCAG 2.2 defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str, theme: str) -> float:
    first, second = sorted((luminance(resolved(f"var(--{name})", theme)) for name in (ink, ground)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def too_faint(pairs: object, theme: str, minimum: float) -> list[str]:
    measured = {(ink, ground): contrast(ink, ground, theme) for ink, ground in pairs}  # type: ignore[attr-defined]
    return [f"{ink} on {ground}: {ratio:.2f}" for (ink, ground), ratio in measured.items() if ratio < minimum]


def pairs_written_in_rules(theme: str) -> set[tuple[str, str]]:
    """Return every (ink, ground) that one rule sets together, in the stylesheets that the theme ever meets."""
    found = set()
    for file in CSS.glob("*.css"):
        if file.stem == ("kiosk" if theme == "dark" else "display"):
            continue
        for selector, given in rules(file.stem):
            if "progress" in selector:  # its colour is a bar, not text
                continue
            ink = given.get("color") or given.get("--_ink") or ""
            ground = given.get("background") or given.get("background-color") or given.get("--_fill") or ""
            match = [re.fullmatch(r"var\(--([\w-]+)\)", value) for value in (ink, ground)]
            if all(match) and not any(m[1].startswith("_") for m in match if m):
                found.add((match[0][1], match[1][1]))  # type: ignore[index]
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_every_ground(theme: str) -> None:
    assert too_faint(product(TEXT_ON_ANY_GROUND, GROUNDS), theme, 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_tints_roof_and_lamps(theme: str) -> None:
    assert too_faint(OTHER_TEXT, theme, 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_zone_colours(theme: str) -> None:
    assert too_faint(product(("on-zone",), ZONES), theme, 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_heat_map(theme: str) -> None:
    """The heat map keeps its own light cells in both themes, so its dark ink is fixed."""
    dark_ink = [("ink", f"heat-{step}") for step in range(5)]
    light_ink = [("on-heat-dark", f"heat-{step}") for step in range(5, 8)]
    assert too_faint(dark_ink + light_ink, theme, 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_pairs_that_a_rule_sets_together(theme: str) -> None:
    pairs = pairs_written_in_rules(theme)
    assert len(pairs) > 20
    assert too_faint(pairs, theme, 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_edges_marks_and_focus(theme: str) -> None:
    assert too_faint(NOT_TEXT, theme, 3) == []


def test_display_is_read_from_afar() -> None:
    assert too_faint(FROM_AFAR, "dark", 7) == []


def test_both_dark_blocks_hold_the_same_values() -> None:
    fixed = next(given for selector, given in rules("dark") if selector == '[data-theme="dark"]')
    asked_for = next(given for selector, given in rules("tokens") if selector == '[data-theme="auto"]')
    assert fixed == asked_for
    assert set(fixed) - {"color-scheme"} <= set(tokens("light"))
