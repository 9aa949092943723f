"""A browser in a few words, from what it says of itself: enough to know one's own by, too little to follow anybody."""

import re

# The first that fits: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edge", r"\bEdgA?/|\bEdgiOS/"), ("Opera", r"\bOPR/"), ("Samsung Internet", r"SamsungBrowser/"), ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"), ("Safari", r"Safari/"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", r"Android"), ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Windows", r"Windows"), ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"Mac OS X|Macintosh"), ("Linux", r"Linux"),
)  # fmt: skip


def device_words(user_agent: str) -> str:
    """As in “Firefox · Windows”; empty for what is not known."""
    found = (next((name for name, sign in known if re.search(sign, user_agent)), "") for known in (_BROWSERS, _SYSTEMS))
    return " · ".join(filter(None, found))
