"""Why a backup cannot be made or opened, as sentences that say what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError


class NoPassphrase(DomainError):
    code = "keeping.no_passphrase"
    message = _("No passphrase for backups is set yet. Set it once with “./pendopo backup --new-passphrase”.")


class PassphraseTooShort(DomainError):
    code = "keeping.passphrase_too_short"
    message = _("The passphrase has fewer than %(least)s characters. Four or five words that nobody would guess do well.")


class WrongPassphrase(DomainError):
    code = "keeping.wrong_passphrase"
    message = _("This passphrase does not open the backup. It may have been made under an earlier passphrase.")


class PassphraseNeeded(DomainError):
    code = "keeping.passphrase_needed"
    message = _("This backup opens with its passphrase. Give the file that holds it with “--passphrase-file FILE”.")


class NotABackup(DomainError):
    code = "keeping.not_a_backup"
    message = _("%(file)s is not a backup made by Pendopo.")


class NoBackupThere(DomainError):
    code = "keeping.no_backup_there"
    message = _("There is no backup in %(place)s.")


class Damaged(DomainError):
    code = "keeping.damaged"
    message = _("This backup is damaged (%(where)s). Take the one before it.")


class MadeByNewer(DomainError):
    """Holds changes of the tables, or a form, that this version has never heard of."""

    code = "keeping.made_by_newer"
    message = _("This was written by Pendopo %(version)s, which is newer than this one (%(ours)s). Install that version first.")


class NotEmpty(DomainError):
    code = "keeping.not_empty"
    message = _("%(place)s is not empty, and nothing was touched. Set aside what is there with “--overwrite”.")


class StillRunning(DomainError):
    code = "keeping.still_running"
    message = _("Pendopo still works on this database. Stop it first (./pendopo up, or its services), then try again.")


class NoPlace(DomainError):
    code = "keeping.no_place"
    message = _("Say where backups go: ./pendopo backup FOLDER, or set PENDOPO_BACKUP.")


class PlaceUnreachable(DomainError):
    code = "keeping.place_unreachable"
    message = _("%(place)s cannot be reached or written: %(why)s")


class DatabaseAway(DomainError):
    code = "keeping.database_away"
    message = _("The database cannot be reached or read: %(why)s")


class AlreadyKeeping(DomainError):
    code = "keeping.already"
    message = _("A backup or rehearsal of this installation is under way already.")


class RowRefused(DomainError):
    """The other database does not take what this one kept."""

    code = "keeping.row_refused"
    message = _("The table %(table)s cannot be written there: %(why)s")


class NotEqual(DomainError):
    code = "keeping.not_equal"
    message = _("What was written is not what was read (%(what)s). Go on with the database you have; it was not changed.")


class UnknownDatabase(DomainError):
    code = "keeping.unknown_database"
    message = _("Name another database than the one in use (postgresql://user:password@host/name or sqlite:///file).")


class NotReadable(DomainError):
    """Restored, but not as it was."""

    code = "keeping.not_readable"
    message = _("The backup was restored, but it is not whole: %(why)s")


@contextmanager
def trouble_said(place: str) -> Iterator[None]:
    """What disk, line and database say, in a sentence. Raises PlaceUnreachable, DatabaseAway."""
    try:
        yield
    except (DatabaseError, psycopg.Error, sqlite3.Error) as trouble:
        lines = str(trouble).strip().splitlines() or [type(trouble).__name__]
        raise DatabaseAway(why=lines[0]) from trouble
    except OSError as trouble:
        raise PlaceUnreachable(place=place, why=trouble.strerror or str(trouble)) from trouble
