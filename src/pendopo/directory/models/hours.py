"""When doors are open. A rule belongs to the mall, to one agency, or to one counter; the narrowest one that exists counts."""

from django.db import models
from django.db.models import F, Q

from pendopo.kernel.identifiers import uuid7


def _one_owner(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(agency__isnull=True) | Q(counter__isnull=True), name=name)


class Hours(models.Model):
    """Open from `opens` until `closes` (the mall's local time) on a weekday, 0 = Monday. No row: closed that weekday."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="hours")
    agency = models.ForeignKey("directory.Agency", on_delete=models.CASCADE, null=True, related_name="hours")
    counter = models.ForeignKey("directory.Counter", on_delete=models.CASCADE, null=True, related_name="hours")
    weekday = models.SmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hours_close_after_opening"),
            models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name="hours_on_a_weekday"),
            _one_owner("hours_have_one_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Break(models.Model):
    """A regular pause (lunch, Friday prayer). `weekday` null means every day. Numbers stay valid and may be taken."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="breaks")
    agency = models.ForeignKey("directory.Agency", on_delete=models.CASCADE, null=True, related_name="breaks")
    counter = models.ForeignKey("directory.Counter", on_delete=models.CASCADE, null=True, related_name="breaks")
    weekday = models.SmallIntegerField(null=True)
    starts = models.TimeField()
    ends = models.TimeField()
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="break_ends_after_start"),
            _one_owner("break_has_one_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.starts}-{self.ends}"


class SpecialDay(models.Model):
    """One date with other hours; `opens` and `closes` null means closed all day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="special_days")
    agency = models.ForeignKey("directory.Agency", on_delete=models.CASCADE, null=True, related_name="special_days")
    counter = models.ForeignKey("directory.Counter", on_delete=models.CASCADE, null=True, related_name="special_days")
    date = models.DateField()
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    reason = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(closes__gt=F("opens")),
                name="special_day_open_or_closed",
            ),
            _one_owner("special_day_has_one_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.reason}"


class Pause(models.Model):
    """A pause of the whole hall that someone called today (exercise break, power cut, ceremony)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="pauses")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="pause_ends_after_start")]
        indexes = [models.Index(fields=["mall", "ends_at"], name="pause_by_mall")]

    def __str__(self) -> str:
        return self.reason
