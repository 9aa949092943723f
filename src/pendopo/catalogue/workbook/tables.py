"""What is stored of each sheet, in the same values as its cells, and how a sheet's rows become rows of tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, models

from pendopo.catalogue.models import CounterLine
from pendopo.catalogue.workbook import sheets
from pendopo.catalogue.workbook.checking import Key, Row
from pendopo.catalogue.workbook.faults import Fault
from pendopo.catalogue.workbook.sheets import Column, Sheet, Values
from pendopo.directory.models import Mall


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it lies in the database. `active` False: taken out of service; a row in the file brings it back."""

    pk: UUID
    values: Values
    active: bool = True


@dataclass(slots=True)
class Context:
    """What writing a sheet needs of the others: the ids behind codes, by sheet. Grows as sheets are written."""

    mall: Mall
    at: datetime
    ids: dict[str, dict[str, UUID]] = field(default_factory=dict)
    new_people: list[UUID] = field(default_factory=list)
    actor: str = "system"

    def id_of(self, sheet: str, code: str | None) -> UUID | None:
        return None if code is None else self.ids[sheet][code]


@dataclass(frozen=True)
class Table:
    """A sheet whose rows are rows of one table."""

    sheet: Sheet
    #: The way from the table to its mall.
    of_mall: str = "mall"

    @cached_property
    def has_active(self) -> bool:
        return any(one.name == "active" for one in self.sheet.model._meta.get_fields())

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """What is read of each row, beyond its key."""
        own = dict.fromkeys(column.path.partition(":")[0] for column in self.sheet.columns if column.path)
        return (*own, *(("active",) if self.has_active else ()))

    def stored(self, mall: Mall) -> dict[Key, Stored]:
        """Every row of the mall by key, in the order in which rows were made."""
        rows = self.sheet.model._default_manager.filter(**{self.of_mall: mall.pk}).order_by("pk").values("pk", *self.paths)
        found = {}
        for record in rows:
            values = {column.heading: self.read(column, record) for column in self.sheet.columns}
            found[self.sheet.key_of(values)] = Stored(record["pk"], values, record.get("active", True))
        return found

    def read(self, column: Column, record: Mapping[str, Any]) -> Any:
        """A stored value as its cell would be parsed."""
        path, _colon, key = column.path.partition(":")
        if not path:
            return column.empty
        value = record[path]
        if key:
            return value.get(key, column.empty)
        return tuple(value) if isinstance(value, list) else value

    def in_use(self, row: Stored, today: date) -> bool:
        """Whether a stored row counts as missing when the file does not have it.

        Places and zones never do: devices and counters hang on them.
        """
        return row.active and self.sheet not in (sheets.SITES, sheets.ZONES, sheets.MALL)

    def faults(self, rows: Sequence[Row], stored: Mapping[Key, Stored]) -> Iterator[Fault]:
        """What only this sheet knows to be wrong between its rows, or between them and what is stored."""
        yield from ()

    def same(self, values: Mapping[str, Any], stored: Stored) -> bool:
        """Whether the file's row says what is stored already."""
        return stored.active and all(
            _comparable(column, values[column.heading]) == _comparable(column, stored.values[column.heading])
            for column in self.sheet.columns
        )

    def fields(self, pk: UUID, values: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """The attributes of the table's row that these values make; what no column names keeps its default or its value."""
        fields: dict[str, Any] = {"id": pk}
        if self.of_mall == "mall":
            fields["mall_id"] = context.mall.id
        if self.has_active:
            fields["active"] = True
        for column in self.sheet.columns:
            self.fill(fields, column, values[column.heading], context)
        return fields

    def fill(self, fields: dict[str, Any], column: Column, value: Any, context: Context) -> None:
        path, _colon, key = column.path.partition(":")
        if not path:
            return
        if key:
            fields.setdefault(path, {})[key] = value
        elif column.refers_to:
            fields[path.partition("__")[0] + "_id"] = context.id_of(column.refers_to, value)
        else:
            fields[path] = list(value) if isinstance(value, tuple) else value

    def write(self, added: Sequence[tuple[UUID, Values]], changed: Sequence[tuple[UUID, Values]], context: Context) -> None:
        new = [self.sheet.model(**self.fields(pk, values, context)) for pk, values in added]
        self.free_unique_values(changed)
        update_rows(self.sheet.model, [self.fields(pk, values, context) for pk, values in changed])
        self.sheet.model._default_manager.bulk_create(new, batch_size=500)

    def free_unique_values(self, changed: Sequence[tuple[UUID, Values]]) -> None:
        """Let two rows swap a unique value: give way first, with signs nobody types."""
        for column in self.sheet.columns:
            if column.unique:
                with connection.cursor() as cursor:
                    cursor.executemany(
                        f"UPDATE {self.sheet.model._meta.db_table} SET {column.path} = %s WHERE id = %s",  # noqa: S608 our own names
                        [(chr(0x4E00 + place), _prepared_key(self.sheet.model, pk)) for place, (pk, _v) in enumerate(changed)],
                    )

    def remove(self, gone: Iterable[Stored], context: Context) -> None:
        """Take rows out that the file no longer has: out of service where history hangs on them, else deleted."""
        rows = self.sheet.model._default_manager.filter(pk__in=[row.pk for row in gone])
        if self.has_active:
            rows.update(active=False)
        else:
            rows.delete()


@dataclass(frozen=True)
class OwnedTable(Table):
    """Rules of the mall, an agency or a counter: the column Untuk is two foreign keys."""

    @cached_property
    def paths(self) -> tuple[str, ...]:
        own = dict.fromkeys(column.path for column in self.sheet.columns if column.path)
        return (*own, "agency__code", "counter__code")

    def read(self, column: Column, record: Mapping[str, Any]) -> Any:
        if column.heading != "Untuk":
            return super().read(column, record)
        if record["agency__code"]:
            return "Instansi", record["agency__code"]
        return ("Loket", record["counter__code"]) if record["counter__code"] else ("", "")

    def fill(self, fields: dict[str, Any], column: Column, value: Any, context: Context) -> None:
        if column.heading != "Untuk":
            return super().fill(fields, column, value, context)
        sheet, code = value
        fields["agency_id"] = context.id_of("Instansi", code if sheet == "Instansi" else None)
        fields["counter_id"] = context.id_of("Loket", code if sheet == "Loket" else None)
        return None


@dataclass(frozen=True)
class CounterTable(Table):
    """Counters; the column Jalur is a table of its own."""

    def stored(self, mall: Mall) -> dict[Key, Stored]:
        lines: dict[UUID, list[str]] = {}
        links = CounterLine.objects.filter(counter__mall=mall).order_by("pk").values_list("counter_id", "line__code")
        for counter_id, code in links:
            lines.setdefault(counter_id, []).append(code)
        rows = super().stored(mall)
        for row in rows.values():
            row.values["Jalur"] = tuple(lines.get(row.pk, ()))
        return rows

    def write(self, added: Sequence[tuple[UUID, Values]], changed: Sequence[tuple[UUID, Values]], context: Context) -> None:
        super().write(added, changed, context)
        wanted = {(pk, context.ids["Jalur"][code]): None for pk, values in (*added, *changed) for code in values["Jalur"]}
        present = CounterLine.objects.filter(counter__in=[pk for pk, _values in changed])
        unwanted = []
        for link in present:
            if (link.counter_id, link.line_id) in wanted:
                del wanted[link.counter_id, link.line_id]
            else:
                unwanted.append(link.pk)
        CounterLine.objects.filter(pk__in=unwanted).delete()
        CounterLine.objects.bulk_create([CounterLine(counter_id=counter, line_id=line) for counter, line in wanted])


def update_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the same attributes (`id` among them) of many rows of one table; far quicker than one long CASE."""
    if not rows:
        return
    by_attribute = {one.attname: one for one in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    written = [name for name in rows[0] if name != "id"]
    assignments = ", ".join(f"{quote(by_attribute[name].column)} = %s" for name in written)
    values = [[by_attribute[name].get_db_prep_save(row[name], connection) for name in (*written, "id")] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {assignments} WHERE id = %s", values)  # noqa: S608 our own names


def _prepared_key(model: type[models.Model], pk: UUID) -> Any:
    return model._meta.pk.get_db_prep_save(pk, connection)


def _comparable(column: Column, value: Any) -> Any:
    """Which lines a counter serves has no order."""
    return frozenset(value) if not column.path and isinstance(value, tuple) and column.refers_to else value
