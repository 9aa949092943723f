"""The journal's tables. Mall and subject are plain ids: the journal outlives what it speaks of."""

from django.db import models
from django.db.models import Q

from pendopo.kernel.identifiers import uuid7


class Event(models.Model):
    """One thing that happened. Never changed; `position` goes from null to its number once, by the relay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    position = models.BigIntegerField(null=True)
    type = models.CharField(max_length=80)
    mall = models.UUIDField(null=True)
    subject = models.UUIDField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    facts = models.JSONField()
    command_key = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position"], condition=Q(position__isnull=False), name="event_position_once"),
            models.UniqueConstraint(
                fields=["command_key"], condition=Q(command_key__isnull=False), name="command_has_its_effect_once"
            ),
            models.CheckConstraint(condition=Q(position__gt=0), name="event_position_counts_from_one"),
        ]
        indexes = [
            models.Index(fields=["at", "id"], condition=Q(position__isnull=True), name="event_without_position"),
            models.Index(fields=["subject", "at"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.type}"


class Cursor(models.Model):
    """How far a follower has read. The cursor named `relay` holds the last position given."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class Seal(models.Model):
    """The signed Merkle root over one mall's events in (after_position, up_to_position]. Never rebuilt."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.UUIDField(null=True)
    day = models.DateField()
    after_position = models.BigIntegerField()
    up_to_position = models.BigIntegerField()
    events = models.BigIntegerField()
    root = models.CharField(max_length=64)
    key_number = models.IntegerField()
    signature = models.CharField(max_length=128)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "day"], name="one_seal_per_mall_and_day"),
            models.UniqueConstraint(fields=["day"], condition=Q(mall__isnull=True), name="one_seal_per_day_outside_malls"),
            models.CheckConstraint(
                condition=Q(up_to_position__gte=models.F("after_position")), name="seal_covers_a_forward_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mall} {self.day}"
