"""`./pendopo import FILE`: a mall's master data from a workbook or a CSV file."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pendopo.config.cli import start_django

if TYPE_CHECKING:
    from pendopo.accounts.models import User
    from pendopo.catalogue.import_workbook import Imported
    from pendopo.catalogue.workbook.faults import WorkbookRefused

HELP = "Import a mall's master data from FILE.xlsx or one sheet of it from FILE.csv; --template writes an empty workbook."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="the workbook (.xlsx) or one sheet (.csv)")
    parser.add_argument("--mall", default="", help="code of the mall; needed for a file without the sheet Mal")
    parser.add_argument("--sheet", default="", help="only this sheet (Layanan, Loket, ...); of a CSV file, which sheet it is")
    parser.add_argument("--check", action="store_true", help="only check and say what would change")
    parser.add_argument(
        "--remove-missing", action="store_true", help="take rows out of service that the file does not have (else left alone)"
    )
    parser.add_argument("--template", type=Path, metavar="OUT.xlsx", help="write an empty workbook with explanations")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    if arguments.template:
        return _write_template(arguments.template)
    if arguments.file is None:
        print("FILE is missing. See ./pendopo import --help", file=sys.stderr)
        return 2
    return _import(arguments)


def _write_template(path: Path) -> int:
    from django.utils.translation import gettext as _

    from pendopo.catalogue.workbook.template import template

    path.write_bytes(template())
    print(_("%(file)s is ready to be filled in. Import it with: ./pendopo import %(file)s") % {"file": path})
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from pendopo.appointments.refresh_line_day import refresh_line_days
    from pendopo.catalogue.import_workbook import import_workbook
    from pendopo.catalogue.workbook.faults import WorkbookRefused
    from pendopo.config.cli._master_data import Tell, make_ready
    from pendopo.directory.doors import EVERY_ROLE
    from pendopo.directory.first_administrator import put_in_charge
    from pendopo.directory.models import Mall
    from pendopo.kernel.clock import now
    from pendopo.queue.sign_off import sign_off_who_left

    try:
        content = arguments.file.read_bytes()
    except OSError as trouble:
        print(_("%(file)s cannot be read: %(why)s") % {"file": arguments.file, "why": trouble.strerror}, file=sys.stderr)
        return 2
    tell, at = Tell(), now()
    founders: tuple[User, ...] = ()
    try:
        make_ready(tell)
        result = import_workbook(
            content=content, file_name=arguments.file.name, at=at, actor="system", may_give=EVERY_ROLE, mall_code=arguments.mall,
            sheet_name=arguments.sheet, check_only=arguments.check, remove_missing=arguments.remove_missing, progress=tell,
        )  # fmt: skip
        if result.written:
            changed = Mall.objects.get(code=result.mall_code)
            refresh_line_days(mall=changed, at=at, actor="system")
            sign_off_who_left(mall=changed, at=at, actor="system")
            founders = put_in_charge(mall=changed, at=at) if result.new_mall else ()
    except WorkbookRefused as refusal:
        tell.close()
        _print_faults(refusal)
        return 1
    finally:
        tell.close()
    _print_result(result)
    for person in founders:
        print(_("%(email)s administers it.") % {"email": person.email})
    return 0


def _print_faults(refusal: "WorkbookRefused") -> None:
    from django.utils.translation import gettext as _

    print(_("Nothing was imported. Please mend these places and import the file again:"), file=sys.stderr)
    for fault in refusal.faults:
        print(f"  - {fault}", file=sys.stderr)
    if refusal.more:
        print("  " + _("… and %(count)s more") % {"count": refusal.more}, file=sys.stderr)


def _print_result(result: "Imported") -> None:
    from django.utils.translation import gettext as _

    print(f"{result.mall_name} ({result.mall_code})")
    words = (_("sheet"), _("new"), _("changed"), _("same"), _("not in the file"))
    print("  {:<10} {:>8} {:>8} {:>8}  {}".format(*words))
    for sheet in result.sheets:
        left = sheet.missing or ""
        print(f"  {sheet.name:<10} {sheet.added:>8} {sheet.changed:>8} {sheet.unchanged:>8}  {left}")
    if not result.touched:
        print(_("Everything was there already; nothing changed."))
    elif not result.written:
        print(_("Only checked: %(count)s rows would be written. Import without --check to write them.") % _count(result))
    else:
        print(_("%(count)s rows written.") % _count(result))
    if result.new_people:
        print(_("%(people)s new people have no password yet: invite them.") % {"people": len(result.new_people)})


def _count(result: "Imported") -> dict[str, int]:
    return {"count": result.touched}
