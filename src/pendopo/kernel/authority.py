"""The installation's own small certificate authority, for a hall without a bought certificate.

Three files of mode 0600 in the keys directory: `authority.key` (the root's private key and its certificate; a backup carries it, so
that a restored installation is believed by the same devices), `https.key` (the server's) and `https.crt` (the server's certificate and
the root). The server's key stays when its certificate is renewed, so that replacing one file is the whole renewal.

The root may vouch for private networks, local names and the names it was made for, and for nothing else: whoever steals it cannot
pretend to be a bank on the devices that trust it.
"""

import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT, SERVER_KEY, SERVER = "authority.key", "https.key", "https.crt"
_ROOT_VALID, _SERVER_VALID = timedelta(days=3650), timedelta(days=397)
RENEWED_BEFORE = timedelta(days=30)
# Clocks of devices may be a little behind.
_BEGINS_BEFORE = timedelta(days=1)
# For web servers only: names do not bind who signs mails or programs, which some devices would believe of a root too.
_OF_SERVERS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
_LOCAL_NAMES = ("localhost", "local", "lan", "internal", "home.arpa")
_PRIVATE_NETWORKS = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10", "::1/128",
)  # fmt: skip
Names = Sequence[str]


class BeyondAuthority(Exception):
    """The root was made without this name, so no device would believe it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Root:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class RootCertificate:
    """What devices are given: the certificate alone, and by what a person recognises it."""

    der: bytes
    name: str
    fingerprint: str
    until: datetime


def root_certificate(keys: Path) -> RootCertificate | None:
    """None where there is no authority."""
    root = _open_root(keys)
    return describe_root(root.certificate) if root else None


def describe_root(certificate: x509.Certificate) -> RootCertificate:
    digest = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return RootCertificate(
        certificate.public_bytes(serialization.Encoding.DER),
        str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value),
        " ".join(digest[start : start + 4] for start in range(0, len(digest), 4)),
        certificate.not_valid_after_utc,
    )


def ensure_certificate(*, keys: Path, wanted: Names, found: Names = (), at: datetime) -> bool:
    """Have a certificate for these names that is far from its end; whether one was made now.

    `wanted` are the names that somebody chose; for those the machine was only found to have, `found`, the root vouches where it may.
    Raises BeyondAuthority.
    """
    root = _open_root(keys) or _make_root(keys, [*wanted, *found], at)
    for name in wanted:
        if not _may_vouch(root, name):
            raise BeyondAuthority(name)
    names = [*wanted, *(name for name in found if _may_vouch(root, name))]
    present = server_certificate(keys)
    if present and set(names) <= set(names_of(present)) and not _due(present, root, at):
        return False
    _issue(keys, root, names, at)
    return True


def renew_certificate(*, keys: Path, at: datetime) -> bool:
    """Renew the present certificate, with its names, when its end is near; whether it was."""
    present, root = server_certificate(keys), _open_root(keys)
    if present is None or root is None or not _due(present, root, at):
        return False
    _issue(keys, root, names_of(present), at)
    return True


def server_certificate(keys: Path) -> x509.Certificate | None:
    return certificate_in(keys / SERVER)


def certificate_in(path: Path) -> x509.Certificate | None:
    """The first certificate of a file; None when there is no file. Raises ValueError when there is none in it."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except FileNotFoundError:
        return None


def names_of(certificate: x509.Certificate) -> list[str]:
    """Host names and addresses."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))]


def _due(present: x509.Certificate, root: Root, at: datetime) -> bool:
    try:
        present.verify_directly_issued_by(root.certificate)
    except Exception:  # noqa: BLE001 - of another root, whatever is the matter with it
        return True
    return present.not_valid_after_utc - at < RENEWED_BEFORE


def _open_root(keys: Path) -> Root | None:
    try:
        content = (keys / ROOT).read_bytes()
    except FileNotFoundError:
        return None
    key = serialization.load_pem_private_key(content, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{ROOT} holds a key of another kind")
    return Root(x509.load_pem_x509_certificate(content), key)


def _make_root(keys: Path, names: Names, at: datetime) -> Root:
    key = ec.generate_private_key(ec.SECP256R1())
    # Two installations of one regency must not look alike in a device's list.
    subject = _name(f"Pendopo {at.year} {secrets.token_hex(3)}")
    signs = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        _begin(subject, subject, key.public_key(), at, _ROOT_VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(signs, critical=True)
        .add_extension(_OF_SERVERS, critical=False)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(keys / ROOT, _private(key) + certificate.public_bytes(serialization.Encoding.PEM))
    return Root(certificate, key)


def _issue(keys: Path, root: Root, names: Names, at: datetime) -> None:
    key = _server_key(keys)
    first = next((name for name in names if not _address(name)), "Pendopo")
    until = min(_SERVER_VALID, root.certificate.not_valid_after_utc - at)
    by_root = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    certificate = (
        _begin(_name(first[:64]), root.certificate.subject, key.public_key(), at, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_OF_SERVERS, critical=False)
        .add_extension(by_root, critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .sign(root.key, hashes.SHA256())
    )
    chain = [one.public_bytes(serialization.Encoding.PEM) for one in (certificate, root.certificate)]
    _write(keys / SERVER, b"".join(chain))


def _begin(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, at: datetime, valid: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        .serial_number(x509.random_serial_number()).not_valid_before(at - _BEGINS_BEFORE).not_valid_after(at + valid)
    )  # fmt: skip


def _server_key(keys: Path) -> ec.EllipticCurvePrivateKey:
    path = keys / SERVER_KEY
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key
    key = ec.generate_private_key(ec.SECP256R1())
    _write(path, _private(key))
    return key


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    """PKCS#8, the one form the server reads."""
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def _permitted(names: Iterable[str]) -> list[x509.GeneralName]:
    networks: list[IPv4Network | IPv6Network] = [ip_network(written) for written in _PRIVATE_NETWORKS]
    hosts = list(_LOCAL_NAMES)
    for name in names:
        address = _address(name)
        if address and not any(address in network for network in networks):
            networks.append(ip_network(address))
        elif not address and not _beneath(name, hosts):
            hosts.append(name)
    return [*(x509.DNSName(host) for host in hosts), *(x509.IPAddress(network) for network in networks)]


def _may_vouch(root: Root, name: str) -> bool:
    allowed = root.certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    address = _address(name)
    if address:
        networks = [one.value for one in allowed if isinstance(one, x509.IPAddress)]
        return any(address in network for network in networks if isinstance(network, IPv4Network | IPv6Network))
    return _beneath(name, [one.value for one in allowed if isinstance(one, x509.DNSName)])


def _beneath(name: str, hosts: Iterable[str]) -> bool:
    return any(name == host or name.endswith(f".{host}") for host in hosts)


def _general(name: str) -> x509.GeneralName:
    address = _address(name)
    return x509.IPAddress(address) if address else x509.DNSName(name)


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, for nobody else to read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
