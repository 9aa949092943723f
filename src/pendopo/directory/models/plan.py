"""The floor plan of a hall: a picture, and where counters, kiosks, facilities and entrances stand on it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7

#: Places on a plan are thousandths of its width and height, so that another picture of the same floor keeps them.
SIDE = 1000


class FloorPlan(models.Model):
    """One floor or building. The picture lies in the data directory under its SHA-256; `width` and `height` are its pixels.

    `step_free` is the way without steps, as a list of [x, y] in thousandths.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="plans")
    name = models.CharField(max_length=60)
    picture = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    width = models.IntegerField()
    height = models.IntegerField()
    step_free = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "name"], name="one_plan_per_name"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="plan_has_a_size"),
        ]
        indexes = [models.Index(fields=["picture"], name="plan_by_picture")]

    def __str__(self) -> str:
        return self.name


class MarkKind(models.TextChoices):
    COUNTER = "counter", _("Counter")
    KIOSK = "kiosk", _("Kiosk")
    FACILITY = "facility", _("Facility")
    ENTRANCE = "entrance", _("Entrance")


class PlanMark(models.Model):
    """A point on a plan: exactly one of counter, device and facility, or none for an entrance."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(FloorPlan, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=8, choices=MarkKind.choices)
    counter = models.OneToOneField("directory.Counter", on_delete=models.CASCADE, null=True, related_name="mark")
    device = models.OneToOneField("directory.Device", on_delete=models.CASCADE, null=True, related_name="mark")
    facility = models.OneToOneField("directory.Facility", on_delete=models.CASCADE, null=True, related_name="mark")
    x = models.SmallIntegerField()
    y = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(x__gte=0, x__lte=SIDE, y__gte=0, y__lte=SIDE), name="mark_lies_on_its_plan"),
            models.CheckConstraint(
                condition=Q(kind="counter", counter__isnull=False, device__isnull=True, facility__isnull=True)
                | Q(kind="kiosk", counter__isnull=True, device__isnull=False, facility__isnull=True)
                | Q(kind="facility", counter__isnull=True, device__isnull=True, facility__isnull=False)
                | Q(kind="entrance", counter__isnull=True, device__isnull=True, facility__isnull=True),
                name="mark_is_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.x},{self.y}"
