"""`./pendopo holiday`: the holidays to come; add one of a region or one decreed at short notice, or take one back."""

import argparse
import sys
from datetime import date, datetime

from pendopo.config.cli import start_django

HELP = "List the holidays to come, add one of a region or of the nation (DATE NAME), or take one back (--remove)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("day", nargs="?", type=date.fromisoformat, metavar="DATE", help="the day, as in 2027-03-18")
    parser.add_argument("name", nargs="?", default="", help='what it is called, as in "Hari jadi Lampung"')
    parser.add_argument(
        "--region", default="", metavar="CODE", help="18 (a province) or 18.01 (a regency or city); else the nation"
    )
    parser.add_argument("--remove", action="store_true", help="take this holiday back")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.utils.translation import gettext as _

    from pendopo.config.cli._master_data import Tell, make_ready
    from pendopo.kernel.clock import now
    from pendopo.kernel.errors import DomainError

    if arguments.day is not None and not arguments.name.strip():
        print(_("How is the day called? Write its name after the date."), file=sys.stderr)
        return 2
    tell = Tell()
    make_ready(tell)
    tell.close()
    if arguments.day is None:
        return _list(arguments.region)
    try:
        return _change(arguments.day, arguments.name.strip(), arguments.region.strip(), remove=arguments.remove, at=now())
    except DomainError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _change(day: date, name: str, region: str, *, remove: bool, at: datetime) -> int:
    from django.utils.translation import gettext as _

    from pendopo.appointments.refresh_line_day import refresh_line_days
    from pendopo.directory.add_holiday import add_holiday, malls_that_keep
    from pendopo.directory.remove_holiday import remove_holiday

    if remove:
        remove_holiday(day=day, name=name, region_code=region, at=at, actor="system")
    else:
        add_holiday(day=day, name=name, region_code=region, at=at, actor="system")
    malls = list(malls_that_keep(region).order_by("code"))
    for mall in malls:
        refresh_line_days(mall=mall, at=at, actor="system")
    words = {"day": day.isoformat(), "name": name, "malls": ", ".join(mall.code for mall in malls) or "-"}
    if remove:
        print(_("%(day)s, %(name)s: taken back. Open again: %(malls)s") % words)
    else:
        print(_("%(day)s, %(name)s: closed that day: %(malls)s") % words)
    return 0


def _list(region: str) -> int:
    from django.utils.translation import gettext as _

    from pendopo.directory.models import Holiday
    from pendopo.kernel.clock import business_date, now

    today = business_date(now(), "Asia/Jakarta")
    holidays = Holiday.objects.filter(date__gte=today)
    if region:
        holidays = holidays.filter(region_code__in=("", region, region.partition(".")[0]))
    for one in holidays.order_by("date", "region_code", "name"):
        print(f"{one.date}  {one.region_code or _('everywhere'):<12}  {one.name} ({one.get_kind_display()})")
    return 0
