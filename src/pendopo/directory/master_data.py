"""Say that master data changed: what is kept in memory (schedules, search, lists) asks only this number."""

from django.db.models import F

from pendopo.directory.models import Mall


def master_data_changed(mall: Mall) -> None:
    """Raise the mall's `catalogue_version` by one, in the caller's transaction and in `mall` itself."""
    Mall.objects.filter(pk=mall.pk).update(catalogue_version=F("catalogue_version") + 1)
    mall.catalogue_version = Mall.objects.values_list("catalogue_version", flat=True).get(pk=mall.pk)
