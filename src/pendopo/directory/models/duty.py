"""The roster: at which hours somebody is expected at a counter. A counter without duties is expected to be open in all its hours."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pendopo.kernel.identifiers import uuid7


class DutyQuerySet(models.QuerySet["Duty"]):
    def not_over(self, day: date) -> "DutyQuerySet":
        """Weekly duties that still hold on this day or begin later, and those of this day and later ones."""
        return self.filter(Q(date__isnull=True, until_date__isnull=True) | Q(until_date__gte=day) | Q(date__gte=day))


class Duty(models.Model):
    """Somebody sits at the counter from `starts` until `ends`: every week on `weekday` (0 = Monday), or on one `date`.

    The duties of a date stand in place of the weekly ones. `officer` null means anyone who may open the counter.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="duties")
    counter = models.ForeignKey("directory.Counter", on_delete=models.CASCADE, related_name="duties")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    weekday = models.SmallIntegerField(null=True)
    date = models.DateField(null=True)
    starts = models.TimeField()
    ends = models.TimeField()
    # Of weekly duties: null means always.
    from_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="duty_ends_after_start"),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True, date__isnull=False) | Q(weekday__gte=0, weekday__lte=6, date__isnull=True),
                name="duty_weekly_or_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(from_date__isnull=True) | Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="duty_holds_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.weekday if self.date is None else self.date} {self.starts}-{self.ends}"
