"""The own certificate authority, judged as a device judges it: by a real TLS handshake."""

import socket
import ssl
import stat
import threading
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from pendopo.kernel.authority import (
    BeyondAuthority,
    ensure_certificate,
    names_of,
    renew_certificate,
    root_certificate,
    server_certificate,
)
from pendopo.kernel.clock import now

DAY = timedelta(days=1)


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys"


def handshake(keys, name: str, *, believed=None) -> str:
    """What a client says that trusts the root (or another's) and asks for `name`; empty when it believes."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(keys / "https.crt", keys / "https.key")
    client = ssl.create_default_context(cadata=root_certificate(believed or keys).der)
    ours, theirs = socket.socketpair()

    def answer() -> None:
        try:
            server.wrap_socket(ours, server_side=True).close()
        except (ssl.SSLError, OSError):
            ours.close()

    serving = threading.Thread(target=answer)
    serving.start()
    try:
        client.wrap_socket(theirs, server_hostname=name).close()
    except ssl.SSLCertVerificationError as refusal:
        return refusal.verify_message
    finally:
        theirs.close()
        serving.join()
    return ""


def test_a_device_that_trusts_the_root_believes_every_name_of_the_machine(keys):
    names = ["localhost", "127.0.0.1", "mpp.lampungselatan.go.id", "192.168.1.10", "pendopo.local"]
    assert ensure_certificate(keys=keys, wanted=names, at=now())

    assert {name: handshake(keys, name) for name in names} == dict.fromkeys(names, "")
    assert "mismatch" in handshake(keys, "bank.co.id")


def test_who_does_not_trust_the_root_believes_nothing(keys, tmp_path):
    for folder in (keys, tmp_path / "other"):
        ensure_certificate(keys=folder, wanted=["localhost"], at=now())

    assert handshake(keys, "localhost", believed=tmp_path / "other") != ""


def test_the_root_vouches_for_no_name_that_it_was_not_made_for(keys, monkeypatch):
    ensure_certificate(keys=keys, wanted=["mpp.go.id"], at=now())

    with pytest.raises(BeyondAuthority) as refusal:
        ensure_certificate(keys=keys, wanted=["bank.co.id"], at=now())
    assert refusal.value.name == "bank.co.id"

    # Whoever stole the key and signs all the same is not believed by the devices.
    monkeypatch.setattr("pendopo.kernel.authority._may_vouch", lambda _root, _name: True)
    ensure_certificate(keys=keys, wanted=["bank.co.id"], at=now())
    assert "permitted subtree violation" in handshake(keys, "bank.co.id")


def test_the_root_vouches_for_servers_alone_and_for_no_mail_and_no_program(keys):
    ensure_certificate(keys=keys, wanted=["localhost"], at=now())

    root = x509.load_der_x509_certificate(root_certificate(keys).der)
    assert list(root.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_a_name_the_machine_was_only_found_to_have_is_left_out_when_the_root_may_not_vouch(keys):
    ensure_certificate(keys=keys, wanted=["localhost"], at=now())

    ensure_certificate(keys=keys, wanted=["localhost"], found=["server-lama.example", "10.4.4.4"], at=now())

    assert names_of(server_certificate(keys)) == ["localhost", "10.4.4.4"]


def test_a_certificate_that_names_all_and_is_young_stays(keys):
    at = now()
    ensure_certificate(keys=keys, wanted=["localhost", "10.0.0.5"], at=at)
    before = server_certificate(keys)

    assert not ensure_certificate(keys=keys, wanted=["localhost"], at=at + 30 * DAY)
    assert server_certificate(keys) == before
    assert ensure_certificate(keys=keys, wanted=["localhost", "10.0.0.6"], at=at)


def test_it_is_renewed_in_its_last_month_by_the_same_root_for_the_same_key(keys):
    at = now()
    ensure_certificate(keys=keys, wanted=["localhost", "10.0.0.5"], at=at - 380 * DAY)
    before, root, key = server_certificate(keys), root_certificate(keys), (keys / "https.key").read_bytes()

    assert renew_certificate(keys=keys, at=at)
    after = server_certificate(keys)

    assert after.not_valid_after_utc - before.not_valid_after_utc == 380 * DAY
    assert names_of(after) == names_of(before)
    assert (root_certificate(keys), (keys / "https.key").read_bytes()) == (root, key)
    assert handshake(keys, "localhost") == ""
    assert not renew_certificate(keys=keys, at=at)


def test_nothing_is_renewed_where_there_is_no_authority(keys):
    assert not renew_certificate(keys=keys, at=now())
    assert root_certificate(keys) is None


def test_the_keys_are_for_nobody_else_to_read(keys):
    ensure_certificate(keys=keys, wanted=["localhost"], at=now())

    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {
        "authority.key": 0o600, "https.key": 0o600, "https.crt": 0o600
    }  # fmt: skip
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_what_is_handed_out_is_the_certificate_alone(keys):
    ensure_certificate(keys=keys, wanted=["localhost"], at=now())
    root = root_certificate(keys)

    certificate = x509.load_der_x509_certificate(root.der)
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(True, 0)
    assert root.name.startswith("Pendopo ")
    assert len(root.fingerprint.split()) == 16
