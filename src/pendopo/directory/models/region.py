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


class HolidayChange(models.Model):
    """A holiday was written, corrected or taken back: by whom, and the day, kind and name before and after.

    What the shipped editions bring is no change of anybody's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region_code = models.CharField(max_length=13, default="", blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["region_code", "changed_at"], name="holiday_change_by_region")]

    def __str__(self) -> str:
        return f"{self.region_code} {self.before} {self.after}"


class ReferenceData(models.Model):
    """Which edition of a shipped data file lies in the tables, so that loading it again costs one query."""

    name = models.CharField(max_length=40, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.fingerprint[:12]}"
