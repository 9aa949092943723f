"""A service's page as visitors would see it, from rows that nobody has saved."""

from datetime import datetime
from typing import Any

from pendopo.catalogue.changes.planning import Wanted, plan_thing
from pendopo.catalogue.changes.reach import Reach
from pendopo.catalogue.changes.things import KINDS
from pendopo.catalogue.models import Service, ServiceStandard
from pendopo.catalogue.reads import FeeLine, ServicePage, in_force, page_of
from pendopo.catalogue.workbook.planning import SheetPlan
from pendopo.catalogue.workbook.tables import Context
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.kernel.identifiers import uuid7


def drafted_page(mall: Mall, owner: Any, wanted: Wanted, at: datetime, *, reach: Reach, new: bool) -> ServicePage:
    """On the day `at`. Raises ThingRefused."""
    plan = plan_thing(mall, KINDS["layanan"], owner, wanted, at, reach=reach, new=new).plan
    context = Context(mall, at, {name: dict(ids) for name, ids in plan.ids.items()})
    services, standards, fees = (_rows(sheet, context) for sheet in plan.sheets)
    today = business_date(at, mall.time_zone)
    valid = [
        FeeLine(fee["label"], fee["amount_rupiah"])
        for fee in fees
        if fee["valid_from"] <= today and (fee["valid_until"] is None or fee["valid_until"] >= today)
    ]
    return page_of(
        mall, Service(**services[0]), in_force([ServiceStandard(**one) for one in standards], today),
        sorted(valid, key=lambda fee: (fee.amount_rupiah, fee.label)), at,
    )  # fmt: skip


def _rows(sheet: SheetPlan, context: Context) -> list[dict[str, Any]]:
    return [sheet.table.fields(uuid7(), row.values, context) for row in sheet.rows]
