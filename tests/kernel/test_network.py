"""Who asks, behind which proxies, and how that is remembered without the address."""

import pytest

from pendopo.kernel.network import network_asking, network_tag, proxies_in

PROXY = proxies_in("10.0.0.1")
TWO_HOPS = proxies_in("10.0.0.0/24, fd00::/8")


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("/run/pendopo.sock", ""),
    ],
)
def test_an_ipv4_address_counts_as_it_is_and_an_ipv6_address_as_its_64(peer, network):
    assert network_asking(peer, "", ()) == network


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "network"),
    [
        ("203.0.113.7", "198.51.100.1", (), "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", PROXY, "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", PROXY, "198.51.100.1"),
        ("10.0.0.1", "", PROXY, "10.0.0.1"),
        # What the visitor wrote stands before what the proxy saw.
        ("10.0.0.1", "192.0.2.99, 198.51.100.1", PROXY, "198.51.100.1"),
        ("10.0.0.1", "10.0.0.1, 198.51.100.1", PROXY, "198.51.100.1"),
        ("10.0.0.1", "192.0.2.99, 198.51.100.1, fd00::5", TWO_HOPS, "198.51.100.1"),
        ("10.0.0.1", "192.0.2.99, nonsense", PROXY, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1:4711", PROXY, "198.51.100.1"),
        ("10.0.0.1", '"[2001:db8:1:2::9]:4711"', PROXY, "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "198.51.100.1", PROXY, "198.51.100.1"),
    ],
)
def test_only_what_a_configured_proxy_says_counts(peer, forwarded, proxies, network):
    assert network_asking(peer, forwarded, proxies) == network


def test_a_tag_is_the_same_within_its_period_and_another_outside():
    key = bytes(32)
    today = network_tag("203.0.113.7", key=key, within="2026-11-23")

    assert today == network_tag("203.0.113.7", key=key, within="2026-11-23")
    assert today != network_tag("203.0.113.7", key=key, within="2026-11-24")
    assert today != network_tag("203.0.113.7", key=b"1" * 32, within="2026-11-23")
    assert today != network_tag("203.0.113.8", key=key, within="2026-11-23")


def test_proxies_are_addresses_and_networks():
    assert [str(proxy) for proxy in proxies_in(" 10.0.0.1 , 10.0.0.9/24,")] == ["10.0.0.1/32", "10.0.0.0/24"]
    assert proxies_in("") == ()
    with pytest.raises(ValueError, match=r"proxy\.local"):
        proxies_in("10.0.0.1,proxy.local")
