"""Write what a workbook says, and keep the import: both, or neither."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.catalogue.imports.touched import packed, touched_rows
from pendopo.catalogue.models import Import
from pendopo.catalogue.workbook.planning import Plan
from pendopo.catalogue.workbook.writing import result_of, write_plan
from pendopo.directory.models import Mall
from pendopo.kernel.identifiers import uuid7
from pendopo.kernel.transactions import one_transaction

#: Of so many imports of a mall the file and the rows are kept; of older ones what is counted.
KEPT_WHOLE = 50


@dataclass(frozen=True, slots=True)
class Source:
    """The file as it came, before it was read."""

    file_name: str
    content: bytes


@one_transaction
def write_and_keep(plan: Plan, source: Source | None, *, remove_missing: bool, at: datetime, actor: str) -> tuple[UUID, ...]:
    """Returns the ids of new people. Without a source (a mall founded page by page) nothing is kept. Raises PlanOutdated."""
    new_people = write_plan(plan, remove_missing=remove_missing, at=at, actor=actor)
    if source is not None:
        _keep(plan, source, remove_missing=remove_missing, at=at, actor=actor)
    return new_people


def _keep(plan: Plan, source: Source, *, remove_missing: bool, at: datetime, actor: str) -> None:
    results = [result_of(one, remove_missing=remove_missing) for one in plan.sheets]
    Import.objects.create(
        id=uuid7(), mall_id=plan.mall.pk, file_name=source.file_name.replace("\\", "/").rpartition("/")[2][-200:],
        fingerprint=hashlib.sha256(source.content).hexdigest(), size_bytes=len(source.content),
        content=zlib.compress(source.content), rows=packed(touched_rows(plan.sheets, remove_missing=remove_missing)),
        sheets=[
            {"sheet": one.name, "added": one.added, "changed": one.changed, "removed": one.removed, "unchanged": one.unchanged}
            for one in results
        ],
        founded=plan.new_mall, imported_at=at, imported_by=actor,
    )  # fmt: skip
    _drop_old(plan.mall)


def _drop_old(mall: Mall) -> None:
    whole = Import.objects.filter(mall_id=mall.pk).order_by("-imported_at", "-pk").values_list("pk", flat=True)
    older = list(whole[KEPT_WHOLE : KEPT_WHOLE + 5])
    Import.objects.filter(pk__in=older).update(content=None, rows=None)
