"""`./pendopo export MALL OUT.xlsx`: a mall's master data as the workbook that `import` reads."""

import argparse
import sys
from pathlib import Path

from pendopo.config.cli import start_django

HELP = "Write a mall's master data to OUT.xlsx, or one sheet of it (--sheet) to OUT.csv; import reads both."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mall", help="code of the mall")
    parser.add_argument("out", type=Path, help="the file to write: .xlsx, or .csv with --sheet")
    parser.add_argument("--sheet", default="", help="the one sheet that a CSV file holds (Layanan, Loket, ...)")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.utils.translation import gettext as _

    from pendopo.catalogue.export_workbook import export_sheet, export_workbook
    from pendopo.catalogue.workbook.sheets import BY_NAME
    from pendopo.config.cli._master_data import Tell, has_tables
    from pendopo.directory.models import Mall

    malls = Mall.objects.all() if has_tables() else Mall.objects.none()
    mall = malls.filter(code=arguments.mall).first()
    if mall is None:
        known = ", ".join(malls.order_by("code").values_list("code", flat=True))
        words = {"code": arguments.mall, "known": known or "-"}
        print(_("There is no mall %(code)s here. Known: %(known)s") % words, file=sys.stderr)
        return 2
    as_csv = arguments.out.suffix.lower() == ".csv"
    if as_csv and arguments.sheet not in BY_NAME:
        words = {"known": ", ".join(BY_NAME)}
        print(_("A CSV file holds one sheet; name it with --sheet. Known: %(known)s") % words, file=sys.stderr)
        return 2
    tell = Tell()
    if as_csv:
        # With a mark at the beginning, so that spreadsheets read it as UTF-8.
        arguments.out.write_text(export_sheet(mall, arguments.sheet), encoding="utf-8-sig", newline="")
    else:
        arguments.out.write_bytes(export_workbook(mall, progress=tell))
    tell.close()
    print(_("%(mall)s written to %(file)s") % {"mall": mall.name, "file": arguments.out})
    return 0
