"""Whether an installation answers for HTTPS itself, and with what."""

from pathlib import Path

import pytest

from pendopo.config.tls.names import wanted_names
from pendopo.config.tls.serving import Tls, serving

KEYS = Path("/keys")
OWN = Tls(KEYS / "https.crt", KEYS / "https.key", own=True)
GIVEN = {"PENDOPO_CERTIFICATE": "/etc/mpp.pem", "PENDOPO_CERTIFICATE_KEY": "/etc/mpp-key.pem"}
GIVEN_TLS = Tls(Path("/etc/mpp.pem"), Path("/etc/mpp-key.pem"), own=False)


@pytest.mark.parametrize(
    ("environment", "host", "wish", "expected"),
    [
        ({}, "127.0.0.1", None, None),
        ({}, "localhost", None, None),
        ({}, "127.0.0.1", True, OWN),
        ({}, "192.168.1.10", None, OWN),
        ({}, "0.0.0.0", None, OWN),  # noqa: S104
        ({}, "192.168.1.10", False, None),
        ({"PENDOPO_PROXIES": "10.0.0.1"}, "192.168.1.10", None, None),
        ({"PENDOPO_HTTPS": "true"}, "192.168.1.10", None, None),
        ({"PENDOPO_OWN_AUTHORITY": "true", "PENDOPO_HTTPS": "true"}, "127.0.0.1", None, OWN),
        (GIVEN, "127.0.0.1", None, GIVEN_TLS),
        (GIVEN, "192.168.1.10", True, GIVEN_TLS),
        (GIVEN, "192.168.1.10", False, None),
    ],
)
def test_https_from_the_first_day(environment, host, wish, expected):
    assert serving(environment, keys=KEYS, host=host, wish=wish) == expected


def test_the_processes_are_told_which():
    assert OWN.environment() == {"PENDOPO_HTTPS": "true", "PENDOPO_OWN_AUTHORITY": "true"}
    assert GIVEN_TLS.environment() == {"PENDOPO_HTTPS": "true", **GIVEN}


def test_the_names_are_those_that_were_configured():
    hosts = ["localhost", ".mpp.go.id", "*", "[::1]", "MPP.local"]
    assert wanted_names(hosts=hosts, public_address="https://mpp.example:8443", listens_on="0.0.0.0") == [  # noqa: S104
        "localhost", "mpp.go.id", "*.mpp.go.id", "::1", "mpp.local", "mpp.example"
    ]  # fmt: skip
    assert wanted_names(hosts=[], public_address="", listens_on="192.168.1.10") == ["192.168.1.10"]
