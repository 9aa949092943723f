"""Where a request comes from, and how to know it again without keeping its address. Shared with the process without Django."""

import hashlib
import hmac
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Proxies = tuple[IPv4Network | IPv6Network, ...]
# One customer of a provider has a whole /64, and may come from any address in it.
_IPV6_CUSTOMER = 64


def proxies_in(written: str) -> Proxies:
    """Addresses and networks, separated by commas: `127.0.0.1, 10.0.0.0/24, fd00::/8`. Raises ValueError."""
    return tuple(ip_network(word.strip(), strict=False) for word in written.split(",") if word.strip())


def network_asking(peer: str, forwarded: str, proxies: Proxies) -> str:
    """The network behind a request: an IPv4 address, or an IPv6 /64; empty when the connection has no address.

    `forwarded` is the X-Forwarded-For header. Anybody may write it, so from its right end only what a configured proxy has said
    counts: the address that connected to the proxy farthest out.
    """
    asker = _address(peer)
    hops = [hop for hop in forwarded.split(",") if hop.strip()]
    while asker and hops and any(asker in proxy for proxy in proxies):
        before = _address(hops.pop())
        if before is None:
            break
        asker = before
    return _network(asker) if asker else ""


def network_tag(network: str, *, key: bytes, within: str) -> str:
    """How a network is known again within one period (and purpose) and not beyond: without the key it cannot be read back."""
    return hmac.new(key, f"{within}|{network}".encode(), hashlib.sha256).hexdigest()


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((address, _IPV6_CUSTOMER), strict=False))


def _address(written: str) -> IPv4Address | IPv6Address | None:
    """An address with or without port, in brackets or with a scope, as proxies write it."""
    text = written.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
