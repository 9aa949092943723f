"""Regions and holidays: national reference data shipped with the package."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency or city")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")


class Region(models.Model):
    """A region by its official code, which is text: `18.10` read as a number would be `18.1`."""

    code = models.CharField(max_length=13, primary_key=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children", db_constraint=False)
    level = models.CharField(max_length=8, choices=RegionLevel.choices)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    postcode = models.CharField(max_length=5, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    population = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class HolidayKind(models.TextChoices):
    NATIONAL = "national", _("National holiday")
    COLLECTIVE_LEAVE = "collective_leave", _("Collective leave")
    REGIONAL = "regional", _("Regional holiday")


class Holiday(models.Model):
    """A day on which public offices are closed; `region` empty means the whole nation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    date = models.DateField()
    kind = models.CharField(max_length=20, choices=HolidayKind.choices)
    name = models.CharField(max_length=160)
    region_code = models.CharField(max_length=13, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["date", "region_code", "name"], name="one_holiday_per_day_and_name")]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class ReferenceData(models.Model):
    """Which edition of a shipped data file lies in the tables, so that loading it again costs one query."""

    name = models.CharField(max_length=40, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.fingerprint[:12]}"
