"""What the commands of keeping say on the terminal."""

import getpass
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.config.cli._progress import ProgressBar
from pendopo.config.keeping.empty_place import database_name
from pendopo.config.keeping.faults import NoPassphrase, PassphraseNeeded, WrongPassphrase, trouble_said
from pendopo.config.keeping.make_backup import Backup
from pendopo.config.keeping.move_database import Moved
from pendopo.config.keeping.passphrase import new_passphrase, set_passphrase, stored_lock
from pendopo.config.keeping.rehearse import Rehearsed
from pendopo.config.keeping.restore import Opener, Restored, lock_fitting
from pendopo.config.keeping.upgrade import Tried, Upgraded
from pendopo.kernel.errors import DomainError

_STEPS = {
    "tables": gettext_lazy("Backing up"),
    "checking": gettext_lazy("Checking"),
    "writing": gettext_lazy("Writing"),
    "verifying": gettext_lazy("Verifying"),
    "comparing": gettext_lazy("Comparing"),
}


class Steps:
    """Progress by the steps' codes, drawn with their words."""

    def __init__(self) -> None:
        self._bar = ProgressBar()

    def __call__(self, step: str, done: int, of: int) -> None:
        self._bar(str(_STEPS[step]), done, of)

    def close(self) -> None:
        self._bar.close()


def refusing(command: Callable[[Steps], None]) -> int:
    """Run it; a refusal is one sentence and status 1."""
    steps = Steps()
    try:
        with trouble_said(database_name()):
            command(steps)
    except DomainError as refusal:
        steps.close()
        print(f"✗ {refusal}", file=sys.stderr)
        return 1
    finally:
        steps.close()
    return 0


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def tell_backup(backup: Backup) -> None:
    words = {
        "name": backup.name, "place": backup.place, "size": megabytes(backup.bytes), "rows": backup.written.rows,
        "files": backup.written.files, "position": backup.written.position,
    }  # fmt: skip
    print(_("%(name)s lies in %(place)s: %(size)s MB, %(rows)s rows, %(files)s files, journal up to %(position)s.") % words)
    if backup.dropped:
        print(_("%(count)s older backups were removed.") % {"count": backup.dropped})


def tell_restored(restored: Restored) -> None:
    about = restored.about
    words = {
        "made": f"{about.made_at:%Y-%m-%d %H:%M} UTC", "version": about.version, "rows": restored.rows, "files": restored.files,
        "position": about.position,
    }  # fmt: skip
    print(_("Restored: made %(made)s by Pendopo %(version)s, %(rows)s rows, %(files)s files.") % words)
    print(_("The journal is whole up to position %(position)s; its seals and the keys were checked.") % words)
    if restored.aside:
        print(_("What was there before was set aside as %(name)s.") % {"name": restored.aside})


def tell_checked(made: str, rows: int) -> None:
    print(_("The backup is whole: made %(made)s, %(rows)s rows. Nothing was restored.") % {"made": made, "rows": rows})


def tell_rehearsed(rehearsed: Rehearsed) -> None:
    print(_("Rehearsed with %(name)s: it can be restored and read.") % {"name": rehearsed.name})


def tell_moved(moved: Moved) -> None:
    words = {"tables": moved.tables, "rows": moved.rows, "position": moved.position}
    print(_("Moved: %(tables)s tables with %(rows)s rows, journal up to %(position)s; both databases hold the same.") % words)
    print(_("From now on start Pendopo with PENDOPO_DATABASE set to the new address. The old database was not changed."))


def tell_tried(tried: Tried) -> None:
    if not tried.changes:
        print(_("Nothing to upgrade: the tables have this version's shape already."))
        return
    _list_changes(tried.changes)
    words = {"rows": tried.rows, "seconds": f"{tried.seconds:.1f}"}
    print(
        _("Tried on a copy of %(rows)s rows: it took %(seconds)s seconds and the journal is whole. Nothing was changed.")
        % words
    )


def tell_upgraded(upgraded: Upgraded) -> None:
    if not upgraded.changes:
        print(_("Nothing to upgrade: the tables have this version's shape already."))
        return
    _list_changes(upgraded.changes)
    print(_("Upgraded in %(seconds)s seconds.") % {"seconds": f"{upgraded.seconds:.1f}"})
    if upgraded.backup:
        words = {"name": upgraded.backup.name, "place": upgraded.backup.place}
        print(_("The way back: install the earlier version, then restore %(name)s from %(place)s with --overwrite.") % words)


def _list_changes(changes: Sequence[str]) -> None:
    print(_("%(count)s changes of the tables:") % {"count": len(changes)})
    for change in changes:
        print(f"  {change}")


def have_passphrase(keys: Path) -> None:
    """Before the first backup made by hand, ask for one. Raises NoPassphrase where nobody can answer."""
    try:
        stored_lock(keys)
    except NoPassphrase:
        if not sys.stdin.isatty():
            raise
        ask_new_passphrase(keys)


def ask_new_passphrase(keys: Path) -> None:
    """Typed twice, or one line of the input where no person types; an empty answer lets Pendopo make one and show it."""
    if not sys.stdin.isatty():
        set_passphrase(sys.stdin.readline(), keys=keys)
        return
    print(_("Backups are locked with a passphrase. Without it nobody can read them, nor you after this machine is lost."))
    while True:
        first = getpass.getpass(_("Passphrase (leave empty and Pendopo makes one): "))
        if not first.strip():
            first = new_passphrase()
            print(f"\n    {first}\n")
            break
        if getpass.getpass(_("Once more: ")) == first:
            break
        print(_("The two are not the same. Please type it again."))
    set_passphrase(first, keys=keys)
    print(_("Write it on paper now and put it into the safe, away from this machine. It is not shown again."))


def opener_for(file: Path, *, keys: Path, passphrase_file: Path | None) -> Opener:
    """What opens this backup: the named file, the machine's own lock, or the person at the terminal."""
    if passphrase_file is not None:
        return Opener(passphrase=_first_line(passphrase_file))
    if lock := lock_fitting(file, keys):
        return Opener(lock=lock)
    if not sys.stdin.isatty():
        raise PassphraseNeeded
    return Opener(passphrase=getpass.getpass(_("Passphrase of this backup: ")))


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").splitlines()[0]
    except (OSError, IndexError, UnicodeDecodeError):
        raise WrongPassphrase from None
