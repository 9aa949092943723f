"""The right to listen: a sealed text in a cookie, written by a page and read by the live process, which knows no Django.

It names the mall and the channels, and ends at an instant. Whoever holds it hears numbers and counters, never a person.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from pendopo.kernel.keys import open_sealed, seal_text

# The purpose of the key (kernel.keys) that seals subscriptions.
KEY_PURPOSE = "live"
COOKIE = "dengar"
COOKIE_PATH = "/live"
#: Begins the channel that says as which paired screen somebody listens.
SCREEN_CHANNEL = "screen:"
_VERSION = "1"
_CHANNEL = re.compile(r"[a-z]+(:[0-9A-Za-z-]+)?")
_CHANNELS_AT_MOST = 40
_LONGEST = 3500


@dataclass(frozen=True, slots=True)
class Subscription:
    """`id` tells one page's subscription from another's; the live process keeps one stream for each."""

    id: str
    mall: str
    channels: frozenset[str]
    until: datetime


def cookie_name(screen: str) -> str:
    """The cookie of one screen, named in the stream's address as `?s=screen`, so that a hall's screens in two tabs do not mix."""
    return f"{COOKIE}-{screen}"


def screen_channel(device: UUID | str, token_hash: str) -> str:
    """Names a screen and its pairing: once the screen is taken out of service or paired anew, nobody listens by the old one."""
    return f"{SCREEN_CHANNEL}{device}-{token_hash[:16]}"


def sealed_subscription(*, key: bytes, mall: str, channels: Iterable[str], until: datetime) -> str:
    """The cookie's value. Raises ValueError when it would not fit into a cookie."""
    chosen = sorted(set(channels))
    words = [_VERSION, secrets.token_urlsafe(9), str(mall), str(int(until.timestamp())), "!".join(chosen)]
    if len(chosen) > _CHANNELS_AT_MOST or not all(_CHANNEL.fullmatch(channel) for channel in chosen):
        raise ValueError("too many channels, or a sign in them that does not belong there")
    sealed = seal_text(key, "|".join(words))
    if len(sealed) > _LONGEST:
        raise ValueError("the subscription does not fit into a cookie")
    return sealed


def open_subscription(*, key: bytes, sealed: str, at: datetime) -> Subscription | None:
    """The subscription, or None when it is forged, malformed or over."""
    if len(sealed) > _LONGEST or not sealed.isascii():
        return None
    text = open_sealed(key, sealed)
    words = text.split("|") if text else []
    if len(words) != 5 or words[0] != _VERSION:
        return None
    _version, id_, mall, until, channels = words
    subscription = Subscription(id_, mall, frozenset(channels.split("!")), datetime.fromtimestamp(int(until), UTC))
    return subscription if at < subscription.until else None
