"""How people in a hall behave, as shares and seconds. Sources where there are any: DOMAIN §8-9; the rest is common sense."""

from collections.abc import Mapping
from random import Random

NO_SHOW = 0.06
RETURNS_AFTER_MISS = 0.6
RETURNS_TO_THE_COUNTER = 0.3
WALKS_AWAY_FROM_KIOSK = 0.006
PRESSES_TWICE = 0.02
GIVES_UP = 0.025
LOOKS_AT_PHONE = 0.35
NEVER_COMES_FROM_HOME = 0.1
CHECKS_IN_AT_KIOSK = 0.4
WANTS_MORE = 0.03

TRANSFER = 0.04
PARK = 0.035
SAYS_ARRIVED = 0.35
WRITES_NOTE = 0.05
OPENS_LATE = 0.12

OUTCOMES = {"served": 86, "incomplete": 9, "wrong_counter": 2, "referred": 3}
PARK_REASONS = {"copy": 45, "document": 35, "payment": 12, "witness": 4, "system": 4}
# What officers write is for the next officer, never for the journal.
NOTES = (
    "Kurang fotokopi KK, kembali besok pagi",
    "Minta dicetak ulang, ibunya menunggu di luar",
    "Nama di akta beda satu huruf",
)
PLACES = {"by_time": 70, "first": 20, "last": 10}


def service_seconds(minutes: float, chance: Random) -> float:
    """How long one visitor is at the counter: most are quick, a few take three times as long; the mean is `minutes`."""
    spread = 0.5
    return max(40.0, chance.lognormvariate(0, spread) * minutes * 60 / 1.133)


def chosen(shares: Mapping[str, float], chance: Random) -> str:
    return chance.choices(list(shares), weights=list(shares.values()))[0]
