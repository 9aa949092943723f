"""Make a demo's data: tables, regions, the shipped malls, people who can sign in, and a hall that is open now."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pendopo.accounts.models import User
from pendopo.appointments.refresh_line_day import refresh_line_days
from pendopo.catalogue.import_workbook import import_workbook
from pendopo.config.demo.folder import Folder
from pendopo.config.demo.malls import workbook_of
from pendopo.config.static_files import collect_static_files
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.load_reference_data import load_reference_data
from pendopo.directory.models import Agency, Hours, Mall, SpecialDay
from pendopo.kernel.clock import business_date

_OPEN_DAYS = 7
_OPENS, _CLOSES = "00:00", "23:59"
_REASON = "Hari peragaan"


def make_tables() -> None:
    """Migrate, and collect styles and scripts; instantly when there is nothing to do."""
    collect_static_files()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, skip_checks=True, interactive=False)


def fill(folder: Folder, malls: Iterable[str], *, at: datetime) -> None:
    """Regions, holidays, and the workbooks that were not imported yet as they are now."""
    load_reference_data(at=at)
    for code in malls:
        content = workbook_of(code).read_bytes()
        checksum = hashlib.sha256(content).hexdigest()
        if folder.imported.get(code) == checksum:
            continue
        import_workbook(content=content, file_name=f"{code}.xlsx", at=at, actor="system", may_give=EVERY_ROLE)
        folder.remember(imported={**folder.imported, code: checksum})
    let_everybody_sign_in()


def let_everybody_sign_in() -> None:
    """One password for all whose password nobody has set. It is hashed once: sixty times would take seconds."""
    encoded = make_password(settings.DEMO_PASSWORD)
    User.objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).update(password=encoded)


def open_around_the_clock(mall: Mall, *, at: datetime) -> None:
    """This week the hall is open day and night, without breaks, so that it moves whenever somebody looks.

    It is imported like any other master data: as special days of the mall and of those who keep hours of their own.
    """
    today = business_date(at, mall.time_zone)
    days = [today + timedelta(days=ahead) for ahead in range(_OPEN_DAYS)]
    owners = ["mal", *(f"instansi:{code}" for code in _keep_own_hours(mall))]
    _import(mall, "Tutup", ("Untuk", "Tanggal", "Buka", "Tutup", "Alasan"), _special_days(owners, days), at=at)
    if mall.breaks.exists():
        _import(mall, "Istirahat", ("Untuk", "Hari", "Mulai", "Selesai", "Alasan"), [], at=at, remove_missing=True)
    refresh_line_days(mall=mall, at=at, actor="system")


def _keep_own_hours(mall: Mall) -> Sequence[str]:
    owners = Hours.objects.filter(mall=mall, agency__isnull=False).values("agency")
    special = SpecialDay.objects.filter(mall=mall, agency__isnull=False).values("agency")
    return list(Agency.objects.filter(pk__in=owners.union(special)).order_by("code").values_list("code", flat=True))


def _special_days(owners: Iterable[str], days: Iterable[date]) -> list[tuple[str, ...]]:
    return [(owner, day.isoformat(), _OPENS, _CLOSES, _REASON) for day in days for owner in owners]


def _import(
    mall: Mall,
    sheet: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    at: datetime,
    remove_missing: bool = False,
) -> None:
    content = "\n".join(",".join(row) for row in (headings, *rows)) + "\n"
    import_workbook(
        content=content.encode(), file_name=f"{sheet}.csv", at=at, actor="system", may_give=EVERY_ROLE,
        mall_code=mall.code, sheet_name=sheet, remove_missing=remove_missing,
    )  # fmt: skip
