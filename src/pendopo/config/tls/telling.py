"""What `up` says about the own authority."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from pendopo.kernel.authority import root_certificate


def trust_lines(address: str) -> Iterator[str]:
    """How devices come to believe it; nothing when it does not serve."""
    root = root_certificate(Path(settings.KEYS_DIRECTORY)) if settings.OWN_AUTHORITY else None
    if root:
        yield ""
        yield _("Browsers warn until a device trusts this Pendopo. How: %(address)s/percaya") % {"address": address}
        yield _("Compare these signs there: %(fingerprint)s") % {"fingerprint": root.fingerprint}
