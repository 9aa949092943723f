"""The part of the worker that prints: one thread that looks what there is to do, and one for each printer while it is busy.

So a printer that hangs holds up nobody else, and paper never waits for the relay or a web process. One thread a printer means one
conversation a printer; that two workers never mix their papers is kept by the database (`one_paper_at_a_time`).
"""

import logging
import threading
import time
from uuid import UUID

from django.db import DatabaseError, connection

from pendopo.kernel import clock
from pendopo.printing.models import CANNOT_PRINT, JobState, Printer, PrintJob
from pendopo.printing.settle_job import settle_old_jobs
from pendopo.printing.tend import Compose, tend

logger = logging.getLogger(__name__)

# Woken at once by a new event; looks by itself this often, for safety and for jobs that became old.
_LOOK_SECONDS = 1.0
# How often an idle printer is asked how it is; one in trouble more often, one with somebody waiting for paper oftener still.
_WELL_SECONDS, _TROUBLE_SECONDS, _WAITED_FOR_SECONDS = 30.0, 5.0, 2.0
# While there is no printer nobody looks for jobs.
_NO_PRINTERS_SECONDS = 10.0


class Pressroom:
    """Start it, wake it when something happened, stop it. Several may run; each paper still comes out once."""

    def __init__(self, compose: Compose) -> None:
        self._compose = compose
        self._woken, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._busy: dict[UUID, threading.Thread] = {}
        self._asked_at: dict[UUID, float] = {}
        self._printers_here = False
        self._counted_at = float("-inf")

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="pressroom", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Something happened in the hall: perhaps a number was taken. Costs nothing where there is no printer."""
        if self._printers_here:
            self._woken.set()

    def stop(self) -> None:
        self._stopping.set()
        self._woken.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except DatabaseError as error:
                logger.warning("printing has to wait: %s", str(error).strip()[:120])
                connection.close()
            except Exception:
                # A bug must not silence every printer for good.
                logger.exception("the pressroom stumbled")
            self._woken.wait(_LOOK_SECONDS)
            self._woken.clear()
        connection.close()

    def look(self) -> None:
        """Put old jobs aside and set a thread to every printer that has something to do. A few short queries; none without printers."""
        if not self._are_there_printers():
            return
        settle_old_jobs(at=clock.now())
        waited_for = set(PrintJob.objects.filter(state=JobState.WAITING).values_list("printer", flat=True))
        for printer in Printer.objects.filter(device__revoked_at__isnull=True).select_related("device", "mall"):
            if self._is_due(printer, waited_for=printer.pk in waited_for):
                self._set_to_work(printer)

    def _are_there_printers(self) -> bool:
        if time.monotonic() - self._counted_at >= (_LOOK_SECONDS if self._printers_here else _NO_PRINTERS_SECONDS):
            self._counted_at = time.monotonic()
            self._printers_here = Printer.objects.filter(device__revoked_at__isnull=True).exists()
        return self._printers_here

    def _is_due(self, printer: Printer, *, waited_for: bool) -> bool:
        if printer.pk in self._busy:
            return False
        since = time.monotonic() - self._asked_at.get(printer.pk, float("-inf"))
        troubled = printer.state in CANNOT_PRINT
        if waited_for:
            return not troubled or since >= _WAITED_FOR_SECONDS
        return since >= (_TROUBLE_SECONDS if troubled else _WELL_SECONDS)

    def _set_to_work(self, printer: Printer) -> None:
        self._asked_at[printer.pk] = time.monotonic()
        thread = threading.Thread(target=self._tend, args=(printer,), name=f"printer {printer.pk}", daemon=True)
        self._busy[printer.pk] = thread
        thread.start()

    def _tend(self, printer: Printer) -> None:
        try:
            tend(printer, compose=self._compose)
        except DatabaseError as error:
            logger.warning("printing has to wait: %s", str(error).strip()[:120])
        except Exception:
            # A bug must not silence a printer for the day: it is looked at again.
            logger.exception("printer %s could not be served", printer.pk)
        finally:
            connection.close()
            self._asked_at[printer.pk] = time.monotonic()
            self._busy.pop(printer.pk, None)
            # A job that came in the last instant was passed over as "busy".
            self._woken.set()
