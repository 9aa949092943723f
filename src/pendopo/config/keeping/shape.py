"""Which tables a database has at its own migrations, and of what kind each column is.

Asked of the migrations that were applied, not of today's models: a backup before an upgrade is made by the new program from the
old tables.
"""

from dataclasses import dataclass

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

import pendopo
from pendopo.config.keeping.faults import MadeByNewer

Node = tuple[str, str]

KINDS = {
    "AutoField": "integer", "BigAutoField": "integer", "SmallAutoField": "integer",
    "IntegerField": "integer", "BigIntegerField": "integer", "SmallIntegerField": "integer",
    "PositiveIntegerField": "integer", "PositiveBigIntegerField": "integer", "PositiveSmallIntegerField": "integer",
    "CharField": "text", "TextField": "text", "SlugField": "text",
    "UUIDField": "uuid", "BooleanField": "boolean", "FloatField": "float", "JSONField": "json", "BinaryField": "bytes",
    "DateTimeField": "instant", "DateField": "date", "TimeField": "time",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """`counted` names the column whose numbers the database gives out itself, if there is one."""

    name: str
    columns: tuple[Column, ...]
    counted: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    migrations: tuple[Node, ...]
    tables: tuple[Table, ...]


def shape_of(connection: BaseDatabaseWrapper) -> Shape:
    """Raises MadeByNewer when the database has changes that this program does not know."""
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations)
    refuse_unknown(applied, loader, version=_("another version"))
    known = applied & set(loader.graph.nodes)
    last = tuple(sorted(node for node in known if not _followed_in(node, known, loader)))
    state = loader.project_state(list(last))
    return Shape(last, tables_in(state.apps))


def refuse_unknown(nodes: set[Node], loader: MigrationLoader, *, version: str) -> None:
    """Raises MadeByNewer: a table we do not know would be left out."""
    if nodes - set(loader.disk_migrations):
        raise MadeByNewer(version=version, ours=pendopo.__version__)


def bring_to(connection: BaseDatabaseWrapper, migrations: tuple[Node, ...], *, version: str) -> None:
    """Give an empty database the shape of these migrations. Raises MadeByNewer when one of them is unknown here."""
    executor = MigrationExecutor(connection)
    refuse_unknown(set(migrations), executor.loader, version=version)
    executor.migrate(list(migrations))


def tables_in(apps: Apps) -> tuple[Table, ...]:
    found = (
        _table(model) for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    )
    return tuple(sorted(found, key=lambda table: table.name))


def _table(model: type[models.Model]) -> Table:
    columns = tuple(Column(str(field.column), kind_of(field)) for field in model._meta.local_concrete_fields)
    key = model._meta.pk
    return Table(model._meta.db_table, columns, str(key.column) if isinstance(key, models.AutoField) else None)


def kind_of(field: models.Field) -> str:
    """Raises LookupError for a kind that no row has been written of so far: teach it here and in `_rows_*`."""
    pointed_to = field
    while isinstance(pointed_to, models.ForeignKey):
        pointed_to = pointed_to.target_field
    try:
        return KINDS[pointed_to.get_internal_type()]
    except KeyError:
        raise LookupError(f"{field.name}: no backup knows a {pointed_to.get_internal_type()}") from None


def _followed_in(node: Node, known: set[Node], loader: MigrationLoader) -> bool:
    """Whether a later migration of the same package is applied as well."""
    return any(child.key in known and child.key[0] == node[0] for child in loader.graph.node_map[node].children)
