"""Whether anything outside can be reached: a connection is opened and closed again, nothing is sent."""

import socket
from collections.abc import Sequence

_WITHIN_SECONDS = 3.0


def reaches_outside(addresses: Sequence[str]) -> bool:
    """One of these `host:port` is enough."""
    return any(_answers(address) for address in addresses)


def _answers(address: str) -> bool:
    host, _colon, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_WITHIN_SECONDS):
            return True
    except (OSError, UnicodeError, ValueError):
        return False
