"""Public pages, ticket, kiosk and display run on Chromium 87 and the WebView of Android 8.

Such devices hang in halls for years and are not updated. What they do not know is named here, with what to write instead.
"""

import re

import pytest

from tests.web.stylesheets import CSS, FOR_OLD_BROWSERS, STATIC, source

NOT_IN_OLD_CSS = {
    r"@layer\b": "cascade layers: rely on the order of the files",
    r"@container\b|container-type": "container queries: use media queries",
    r":has\(": ":has(): put a class on the parent",
    r":is\(|:where\(": ":is() and :where(): write the selectors out",
    r":not\([^()]*,": ":not() with a list: chain several :not()",
    r"color-mix\(|oklch\(|lab\(|light-dark\(": "new colour functions: name the colour in tokens.css",
    r"aspect-ratio": "aspect-ratio: give width and height",
    r"\d(?:d|s|l)v[hwib]\b": "dvh, svh, lvh: use vh",
    r"(?<![\w-])(?:rotate|scale|translate)\s*:": "individual transforms: use transform",
    r"[<>]=?\s*[\d.]+(?:rem|px|em)\s*\)": "media ranges: use min-width and max-width",
    r"accent-color\s*:\s*auto": "accent-color: auto",
    r"(?<![\w-])(?:margin|padding|inset|border)-(?:inline|block)": "logical shorthands: use left, right, top, bottom",
    r"(?<![\w-])(?:inline|block)-size": "logical sizes: use width and height",
    r"border-(?:start|end)-(?:start|end)-radius": "logical radii: use border-top-left-radius and its like",
    r"(?<![\w-])inset\s*:": "inset: use top, right, bottom, left",
    r"@property\b|@scope\b|@starting-style\b": "new at-rules",
    r"subgrid|masonry": "subgrid",
    r"overflow(?:-[xy])?\s*:\s*clip": "overflow: clip: use hidden",
}
NOT_IN_OLD_JS = {
    r"\?\?=|\|\|=|&&=": "logical assignment",
    r"\.at\(": "Array.at(): use an index",
    r"\.replaceAll\(": "replaceAll(): use replace with a global expression",
    r"\.findLast\(|\.toSorted\(|\.toReversed\(|\.with\(": "new array methods",
    r"structuredClone\(": "structuredClone()",
    r"Object\.hasOwn\(|Object\.groupBy\(": "new object methods",
    r"(?m)^\s*(?:static\s+)?#\w+": "private class members",
    r"(?m)^\s*static\s*\{": "static blocks",
    r"(?m)^(?:(?:const|let) .*= )?await\b": "await outside a function",
    r"\d_\d": "separators in numbers",
    r"AbortSignal\.timeout|Promise\.any\(|crypto\.randomUUID": "new interfaces without a way around",
}


@pytest.mark.parametrize("name", FOR_OLD_BROWSERS)
def test_stylesheet_asks_only_what_chromium_87_knows(name: str) -> None:
    found = [f"{name}.css: {meaning}" for pattern, meaning in NOT_IN_OLD_CSS.items() if re.search(pattern, source(name))]
    assert found == []


@pytest.mark.parametrize("name", FOR_OLD_BROWSERS)
def test_no_rule_stands_inside_another(name: str) -> None:
    """Nesting is unknown to old browsers; only at-rules hold rules."""
    inside: list[str] = []
    for token in re.findall(r"[^{};]*\{|\}", source(name)):
        if token == "}":
            inside.pop()
            continue
        selector = " ".join(token[:-1].split())
        assert not inside or inside[-1].startswith("@"), f"{name}.css: {selector} stands inside {inside[-1]}"
        inside.append(selector)
    assert inside == []


@pytest.mark.parametrize("name", FOR_OLD_BROWSERS)
def test_clamp_and_its_like_have_something_to_fall_back_to(name: str) -> None:
    """min(), max() and clamp() came with Chromium 79: before them stands a plain value, or @supports around them."""
    for match in re.finditer(r"([\w-]+)\s*:\s*(?=[^;{}]*(?<![\w-])(?:clamp|min|max)\()", source(name)):
        before = source(name)[: match.start()]
        rule = before[before.rfind("{") + 1 :]
        supported = "@supports" in before[max(0, before.rfind("@")) :][:12]
        inside_grid = match[1].startswith("grid-template")
        assert supported or inside_grid or re.search(rf"(?<![\w-]){match[1]}\s*:", rule), f"{name}.css: {match[0]}"


def test_scripts_ask_only_es2020() -> None:
    found = []
    for script in sorted((STATIC / "js").rglob("*.js")):
        code = re.sub(r"/\*.*?\*/", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [f"{script.name}: {meaning}" for pattern, meaning in NOT_IN_OLD_JS.items() if re.search(pattern, code)]
    assert found == []


def test_only_the_tokens_write_raw_colours() -> None:
    for file in sorted(CSS.glob("*.css")):
        if file.stem in {"tokens", "dark"}:
            continue
        text = re.sub(r"@media print \{.*?\n\}", "", source(file.stem), flags=re.DOTALL)
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", text) == [], file.name


def test_every_token_used_is_defined() -> None:
    everything = "".join(source(file.stem) for file in CSS.glob("*.css"))
    defined = set(re.findall(r"(--[\w-]+)\s*:", everything))
    assert set(re.findall(r"var\((--[\w-]+)", everything)) <= defined


def test_styles_of_the_ticket_leave_room_for_the_page() -> None:
    """The whole ticket page stays under 50 kB without the font: styles take 30 kB, the page and its script the rest."""
    assert sum((CSS / f"{name}.css").stat().st_size for name in ("tokens", "base", "components", "ticket")) <= 30_000


def test_first_load_of_the_portal_leaves_room_for_the_page() -> None:
    """The portal's first load stays under 100 kB: everything but the page itself takes at most 84 kB, uncompressed."""
    files = [CSS / f"{name}.css" for name in ("tokens", "base", "components", "browse", "public")]
    files += [STATIC / "img" / "icons-public.svg", STATIC / "img" / "band.svg", STATIC / "img" / "mark.svg"]
    files += list((STATIC / "fonts").glob("*.woff2"))
    assert sum(file.stat().st_size for file in files) <= 84_000
