"""Keys for rows and codes for people."""

import os
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

# 31 signs, a prime: without 0/O, 1/I/L, so that a code survives a bad phone line.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
_MODULUS = len(ALPHABET)
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A time-ordered key (RFC 9562), strictly increasing within one process even when the clock stands or steps back."""
    global _last
    # 48 bits of milliseconds, then 12 bits that count within the millisecond (RFC 9562 §6.2, method 1).
    with _lock:
        tick = time.time_ns() // 1_000_000 << 12
        _last = tick if tick > _last else _last + 1
        tick = _last
    high = (tick >> 12) << 16 | 0x7000 | tick & 0xFFF
    low = int.from_bytes(os.urandom(8), "big") & 0x3FFFFFFFFFFFFFFF | 0x8000000000000000
    return UUID(int=high << 64 | low)


def made_at(key: UUID) -> datetime:
    """When a key of `uuid7` was made, to the millisecond."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


def public_code() -> str:
    """A code nobody can guess (44 bits) that ends in a check sign, such as `K7M4PQX2RT`.

    Shown in two groups by `readable_code`, typed back through `read_code`.
    """
    # 64 random bits for 44 bits of code: the first signs' bias is below one in a million.
    rest, signs = int.from_bytes(os.urandom(8), "big"), []
    for _ in range(CODE_LENGTH - 1):
        rest, value = divmod(rest, _MODULUS)
        signs.append(ALPHABET[value])
    body = "".join(signs)
    return body + _check_sign(body)


def readable_code(code: str) -> str:
    """`K7M4PQX2RT` as `K7M4P-QX2RT`."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def read_code(typed: str) -> str | None:
    """The code a person typed or dictated, or None when a sign is wrong or two neighbours were swapped."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(code) != CODE_LENGTH or any(sign not in _VALUE for sign in code):
        return None
    return code if _check_sign(code[:-1]) == code[-1] else None


def _check_sign(body: str) -> str:
    # Weights differ and the modulus is prime: every single wrong sign and every swap of two signs changes the sum.
    total = sum(weight * _VALUE[sign] for weight, sign in enumerate(body, start=2))
    return ALPHABET[total % _MODULUS]
