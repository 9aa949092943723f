"""An installation with something in it, backed up and restored in this process."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.db import connection

from pendopo.accounts.models import User
from pendopo.config.keeping.make_backup import Backup, make_backup
from pendopo.config.keeping.pace import FULL_SPEED
from pendopo.config.keeping.places import Folder
from pendopo.config.keeping.restore import Opener, Restored, restore
from pendopo.config.keeping.rows import fingerprint, snapshot_of
from pendopo.config.keeping.shape import shape_of
from pendopo.directory.models import Holiday, Region
from pendopo.journal.relay import give_positions
from pendopo.journal.seal import seal_day
from pendopo.kernel.keys import key_ring
from tests.situations.busy_day import a_busy_hall
from tests.situations.own_database import OwnDatabase, a_database_in
from tests.situations.times import MONDAY, NINE

PASSPHRASE = "delapan kerbau menyeberang sungai"
# Everything that a row as a line of text could lose.
HARD_NAME = 'Nyi \\N Ageng\tSerang\r\nd\'Oro "Ñ" 😀 \\\\ \\t'


def silent(*_progress: object) -> None:
    pass


@dataclass
class Installation:
    database: OwnDatabase

    @property
    def data(self) -> Path:
        return self.database.data

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def place(self) -> Folder:
        return Folder(self.data / "cadangan")

    def lives_a_day(self, steps: int = 150) -> None:
        hall = a_busy_hall(seed=7)
        hall.goes_on(steps)
        User.objects.create(email="serang@contoh.example", name=HARD_NAME, password="!")
        Holiday.objects.create(date=MONDAY, kind="regional", name="", region_code=hall.mall.region_id)
        region = {"parent_id": hall.mall.region_id, "level": "village", "name": "Tiyuh", "kind": "tiyuh", "postcode": ""}
        Region.objects.create(code="18.01.01.2001", latitude=-4.1, longitude=105.123456789012345, population=0, **region)
        while give_positions():
            pass
        seal_day(mall=hall.mall.id, day=MONDAY, at=NINE + timedelta(days=1))
        (self.data / "voice").mkdir()
        (self.data / "voice" / "satu.wav").write_bytes(bytes(range(256)) * 9)
        (self.data / "static").mkdir(exist_ok=True)
        (self.data / "static" / "made-again.css").touch()

    def backs_up(self, *, at=NINE, copies: int = 5) -> Backup:
        return make_backup(place=self.place, copies=copies, at=at, progress=silent, pace=FULL_SPEED)

    def file(self, backup: Backup) -> Path:
        return self.place.path / backup.name


@contextmanager
def elsewhere(folder: Path, settings):
    """An empty installation on the same kind of database."""
    folder.mkdir()
    with a_database_in(folder) as fresh, fresh.in_use():
        settings.DATA_DIRECTORY, settings.KEYS_DIRECTORY = folder, folder / "keys"
        # As every process makes one at its start.
        key_ring(folder / "keys").secret("session")
        yield Installation(fresh)


def restores(file: Path, *, overwrite: bool = False, passphrase: str | None = PASSPHRASE, lock=None) -> Restored:
    return restore(file=file, opener=Opener(passphrase, lock), overwrite=overwrite, at=NINE, progress=silent)


def everything() -> dict[str, tuple[int, int]]:
    """Every row of every table, as a fingerprint that does not depend on order or database."""
    tables = shape_of(connection).tables
    with snapshot_of(connection) as snapshot:
        return {table.name: fingerprint(table.columns, snapshot.rows(table)) for table in tables}


def every_row() -> dict[str, list[tuple[object, ...]]]:
    """The same without any of our own reading: as Django's models see it today."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: sorted(model._default_manager.values_list(), key=repr) for model in models}
