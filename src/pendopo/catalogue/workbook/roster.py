"""The sheet Jadwal: duties at counters. Officers are named by the address of the sheet Petugas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pendopo.accounts.models import User
from pendopo.catalogue.workbook.sheets import Column, Values
from pendopo.catalogue.workbook.tables import Context, Stored, Table


@dataclass(frozen=True)
class DutyTable(Table):
    """Duties. The lines' ledger rows follow when the days are refreshed after the import."""

    def in_use(self, row: Stored, today: date) -> bool:
        """A duty that is over is history."""
        last = row.values["Tanggal"] or row.values["Berlaku sampai"]
        return last is None or last >= today

    def fill(self, fields: dict[str, Any], column: Column, value: Any, context: Context) -> None:
        if column.heading == "Petugas":
            fields["officer_id"] = context.ids["people"][value] if value else None
        else:
            super().fill(fields, column, value, context)

    def write(self, added: Sequence[tuple[UUID, Values]], changed: Sequence[tuple[UUID, Values]], context: Context) -> None:
        emails: Mapping[str, None] = {values["Petugas"]: None for _pk, values in (*added, *changed) if values["Petugas"]}
        context.ids["people"] = dict(User.objects.filter(email__in=list(emails)).values_list("email", "pk"))
        super().write(added, changed, context)
