"""The QR of the day: a word that only who stands in the hall today can know, so that a phone may take a number here.

It hangs on the displays and changes with the mall's business date; nothing about it is stored.
"""

import hashlib
import hmac
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from pendopo.kernel.identifiers import ALPHABET
from pendopo.kernel.keys import key_ring

_LENGTH = 12
_PURPOSE = "hall"


def hall_token(mall: UUID, business_date: date) -> str:
    """Twelve signs (59 bits) without 0/O and 1/I/L."""
    key = key_ring(Path(settings.KEYS_DIRECTORY)).secret(_PURPOSE)
    left = int.from_bytes(hmac.new(key, f"{mall}:{business_date.isoformat()}".encode(), hashlib.sha256).digest(), "big")
    signs = []
    for _sign in range(_LENGTH):
        left, value = divmod(left, len(ALPHABET))
        signs.append(ALPHABET[value])
    return "".join(signs)


def is_hall_token(typed: str, *, mall: UUID, business_date: date) -> bool:
    """Whether this is the mall's word of that day, in either case of letters."""
    return hmac.compare_digest(typed.upper().encode(), hall_token(mall, business_date).encode())
