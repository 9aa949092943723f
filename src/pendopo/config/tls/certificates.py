"""What is the matter with a certificate, in one sentence and what to do. Asked by `up`, by the worker and by the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _

from pendopo.config.tls.serving import Tls
from pendopo.kernel.authority import RENEWED_BEFORE, SERVER, SERVER_KEY, certificate_in

_SOON = timedelta(days=14)
_PKCS8 = (b"-----BEGIN PRIVATE KEY-----",)


@dataclass(frozen=True, slots=True)
class Fault:
    """`serves` says whether the server can start with it at all."""

    sentence: str
    advice: str
    serves: bool = True


def present_tls() -> Tls | None:
    """What this installation serves with, or last served with by its own authority."""
    if settings.CERTIFICATE:
        return Tls(Path(settings.CERTIFICATE), Path(settings.CERTIFICATE_KEY or settings.CERTIFICATE), own=False)
    own = Tls(Path(settings.KEYS_DIRECTORY) / SERVER, Path(settings.KEYS_DIRECTORY) / SERVER_KEY, own=True)
    return own if settings.OWN_AUTHORITY or own.certificate.exists() else None


def fault_of(tls: Tls, at: datetime) -> Fault | None:
    """The first thing that is the matter; None when all is well."""
    try:
        certificate = certificate_in(tls.certificate)
    except (ValueError, OSError):
        certificate = None
    if certificate is None:
        sentence = _("There is no certificate in %(file)s that can be read.") % {"file": tls.certificate}
        return Fault(sentence, _renewal(tls), serves=False)
    return _fault_of_key(tls, certificate) or _fault_of_time(tls, certificate, at)


def _fault_of_key(tls: Tls, certificate: x509.Certificate) -> Fault | None:
    words = {"key": tls.key, "file": tls.certificate}
    try:
        content = tls.key.read_bytes()
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError, OSError):
        return Fault(_("The key of the certificate, %(key)s, cannot be read.") % words, _renewal(tls), serves=False)
    if not any(mark in content for mark in _PKCS8):
        advice = _("Write it anew: openssl pkcs8 -topk8 -nodes -in %(key)s -out new.key") % words
        return Fault(_("The key of the certificate, %(key)s, is not written as PKCS#8.") % words, advice, serves=False)
    if _public(key.public_key()) != _public(certificate.public_key()):
        return Fault(_("The key %(key)s does not belong to the certificate %(file)s.") % words, _renewal(tls), serves=False)
    return None


def _fault_of_time(tls: Tls, certificate: x509.Certificate, at: datetime) -> Fault | None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    words = {"file": tls.certificate, "begins": f"{begins:%Y-%m-%d}", "ends": f"{ends:%Y-%m-%d}", "days": (ends - at).days}
    if at >= ends:
        sentence = _("The certificate %(file)s ended on %(ends)s: browsers refuse the pages.") % words
        return Fault(sentence, _renewal(tls))
    if at < begins:
        sentence = _("The certificate %(file)s is only valid from %(begins)s on.") % words
        return Fault(sentence, _("Set the clock right, or wait until then."))
    if ends - at < (RENEWED_BEFORE / 2 if tls.own else _SOON):
        return Fault(_("The certificate %(file)s ends in %(days)s days.") % words, _renewal(tls))
    return None


def _renewal(tls: Tls) -> str:
    if tls.own:
        return _("Start Pendopo again: ./pendopo up makes a new one. Then let the worker run, which renews it by itself.")
    return _("Put the new certificate and its key into the files named by PENDOPO_CERTIFICATE and PENDOPO_CERTIFICATE_KEY.")


def _public(key: object) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
