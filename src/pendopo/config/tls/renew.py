"""The worker's part: renew the own authority's certificate in time, at night, and say aloud when a given one nears its end."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from pendopo.config.tls.certificates import fault_of, present_tls
from pendopo.kernel.authority import renew_certificate, server_certificate
from pendopo.kernel.clock import now

logger = logging.getLogger(__name__)

_LOOK_EVERY = 3600.0
# Midnight to four in western Indonesia, two to six in eastern: nobody waits for a page.
_NIGHT_UTC = range(17, 21)
_NO_LONGER_WAITED = timedelta(days=7)


def renew_beside(stopping: threading.Event) -> None:
    """Look every hour, in a thread of its own; nothing where somebody else answers for HTTPS."""
    if present_tls() is not None:
        threading.Thread(target=_renew_until, args=(stopping,), name="certificate", daemon=True).start()


def look_after_certificate(at: datetime) -> bool:
    """Whether it was renewed now. What is wrong with the certificate goes to the log."""
    tls = present_tls()
    if tls is None:
        return False
    renewed = tls.own and _quiet(at) and renew_certificate(keys=Path(settings.KEYS_DIRECTORY), at=at)
    if fault := fault_of(tls, at):
        logger.error("%s %s", fault.sentence, fault.advice)
    return renewed


def _quiet(at: datetime) -> bool:
    """New streams are opened when the certificate changes, so it waits for the night while it can."""
    present = server_certificate(Path(settings.KEYS_DIRECTORY))
    return at.astimezone(UTC).hour in _NIGHT_UTC or (
        present is not None and present.not_valid_after_utc - at < _NO_LONGER_WAITED
    )


def _renew_until(stopping: threading.Event) -> None:
    while not stopping.wait(_LOOK_EVERY):
        try:
            look_after_certificate(now())
        except (OSError, ValueError) as error:
            logger.warning("the certificate has to wait: %s", str(error).strip()[:120])
