"""The worker's part: see what is due and have it done by a process of its own, which steps back behind all others."""

import logging
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from pendopo.config.keeping.record import BACKUP, Record
from pendopo.config.keeping.schedule import due
from pendopo.kernel.clock import now

logger = logging.getLogger(__name__)

_COMMANDS = {BACKUP: ("backup",)}
_REHEARSE = ("backup", "rehearse")
_LOOK_EVERY = 60.0


def keep_beside(stopping: threading.Event) -> None:
    """Look every minute, in a thread of its own; nothing when no place for backups is set."""
    if settings.BACKUP:
        threading.Thread(target=_keep_until, args=(stopping,), name="keeping", daemon=True).start()


def _keep_until(stopping: threading.Event) -> None:
    while not stopping.wait(_LOOK_EVERY):
        try:
            keep_what_is_due()
        except (DatabaseError, OSError) as error:
            logger.warning("keeping has to wait: %s", str(error).strip()[:120])
        finally:
            connection.close()


def keep_what_is_due() -> None:
    """Make the backup or the rehearsal that is due, if one is; how it went stands in the record and, when ill, in the log."""
    entries = Record(Path(settings.DATA_DIRECTORY)).entries()
    what = due(entries, clock=settings.BACKUP_AT, time_zone=_time_zone(), at=now())
    if what is None:
        return
    command = [sys.executable, "-m", "pendopo", *_COMMANDS.get(what, _REHEARSE)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        logger.error("the %s did not go well: %s", what, done.stderr.strip()[-300:])


def _time_zone() -> str:
    """Where the night is: at the first mall."""
    from pendopo.directory.models import Mall

    return Mall.objects.order_by("id").values_list("time_zone", flat=True).first() or "Asia/Jakarta"
