"""The network a request comes from; the settings say which proxies are believed."""

from django.conf import settings
from django.http import HttpRequest

from pendopo.kernel.network import network_asking


def network_of(request: HttpRequest) -> str:
    """An IPv4 address or an IPv6 /64; empty when the connection has no address."""
    peer, forwarded = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
    return network_asking(peer, forwarded, settings.PROXIES)
