"""What commands on master data share: a database that is ready, and the words of their steps."""

from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext_lazy as _

from pendopo.directory.load_reference_data import load_reference_data
from pendopo.kernel.clock import now

STEPS = {
    "regions": _("Regions"),
    "reading": _("Reading"),
    "checking": _("Checking"),
    "comparing": _("Comparing"),
    "writing": _("Writing"),
    "exporting": _("Writing"),
}


def make_ready(tell: "Tell") -> None:
    """Tables and reference data, when they are not there yet."""
    if not has_tables():
        call_command("migrate", verbosity=0, skip_checks=True, interactive=False)
    load_reference_data(at=now(), progress=lambda done, of: tell("regions", done, of))


def has_tables() -> bool:
    return "directory_mall" in connection.introspection.table_names()


class Tell:
    """Steps by their codes, drawn with their words."""

    def __init__(self) -> None:
        from pendopo.config.cli._progress import ProgressBar

        self._bar = ProgressBar()

    def __call__(self, step: str, done: int, of: int) -> None:
        self._bar(str(STEPS[step]), done, of)

    def close(self) -> None:
        self._bar.close()
