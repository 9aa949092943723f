"""Under which names and addresses people reach this machine."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

# Nothing is sent there: asking the kernel for the way to a far address tells which of our own it would use.
_FAR_AWAY = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))


def wanted_names(*, hosts: Iterable[str], public_address: str, listens_on: str = "") -> list[str]:
    """What was configured: the hosts, the public address and the address listened on."""
    asked = [*hosts, urlsplit(public_address).hostname or "", "" if _is_any(listens_on) else listens_on]
    return list(dict.fromkeys(name for one in asked for name in _certifiable(one)))


def found_names() -> list[str]:
    """What the machine itself is called, and its addresses."""
    name = socket.gethostname().lower()
    local = [name, f"{name.partition('.')[0]}.local"] if name else []
    return list(dict.fromkeys([*local, *own_addresses()]))


def own_addresses() -> list[str]:
    """The addresses by which others in the network reach this machine, the usual one first."""
    return list(dict.fromkeys(_own_addresses()))


def _own_addresses() -> Iterator[str]:
    for far, family in _FAR_AWAY:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            yield str(probe.getsockname()[0])
    with suppress(OSError):
        for *_rest, address in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_DGRAM):
            # An IPv6 address of one wire only is no name: its zone differs on each machine.
            if "%" not in str(address[0]) and not ip_address(address[0]).is_loopback:
                yield str(address[0])


def _certifiable(host: str) -> Iterator[str]:
    """`.go.id` means every name beneath it and itself; `*` names nothing."""
    name = host.strip().strip("[]").lower()
    if name.startswith("."):
        yield name[1:]
        yield f"*{name}"
    elif name and name != "*":
        yield name


def _is_any(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
