"""What `./pendopo doctor` says about the certificate; nothing where none is served with."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from pendopo.config.tls.certificates import fault_of, present_tls
from pendopo.kernel.authority import certificate_in, names_of

Words = tuple[bool, str, str]


def examine_certificate(at: datetime) -> Iterator[Words]:
    """Whether it is well, a sentence, and what to do."""
    tls = present_tls()
    if tls is None:
        return
    fault = fault_of(tls, at)
    certificate = None if fault else certificate_in(tls.certificate)
    if fault or certificate is None:
        yield False, fault.sentence if fault else "", fault.advice if fault else ""
        return
    words = {"ends": f"{certificate.not_valid_after_utc:%Y-%m-%d}", "names": ", ".join(names_of(certificate))}
    missing = [host for host in settings.ALLOWED_HOSTS if "." in host.strip(".") and host not in names_of(certificate)]
    if missing and not any(name.startswith("*.") for name in names_of(certificate)):
        sentence = _("The certificate does not name %(missing)s.") % {"missing": ", ".join(missing)}
        yield False, sentence, _("Browsers warn under that name. Get a certificate that names it, or correct PENDOPO_HOSTS.")
        return
    yield True, _("The certificate is valid until %(ends)s, for %(names)s.") % words, ""
