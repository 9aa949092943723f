"""Tables of watching over the hall: what calls for somebody's attention, words to counters, and from which wait on it is too long."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7


class AlertKind(models.TextChoices):
    HELP = "help", _("Help asked")
    ABSENT = "absent", _("Counter without officer")
    WAIT = "wait", _("Wait too long")
    STOPPED = "stopped", _("No numbers given")
    DEVICE = "device", _("Device in trouble")


class AlertState(models.TextChoices):
    RAISED = "raised", _("not seen yet")
    SEEN = "seen", _("being seen to")
    OVER = "over", _("over")


class Alert(models.Model):
    """Something calls for attention, once until it is over. `about` is a counter, a line or a device, by kind.

    Raised by a round of the worker, or at once by an officer who asks for help; acknowledged by name.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=AlertKind.choices)
    about = models.UUIDField()
    state = models.CharField(max_length=6, choices=AlertState.choices, default=AlertState.RAISED)
    changed_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "kind", "about"], condition=~Q(state="over"), name="alert_once_until_over"),
            models.CheckConstraint(condition=~Q(state="seen") | Q(seen_by__isnull=False), name="alert_seen_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.state}"


class DeskMessage(models.Model):
    """A few words from whoever runs the hall to one open counter. Apart from the journal, which keeps no text typed by people."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+", db_index=False)
    lease = models.ForeignKey("queue.DeskLease", on_delete=models.CASCADE, related_name="messages")
    text = models.CharField(max_length=200)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["mall", "sent_at"], name="message_by_mall")]

    def __str__(self) -> str:
        return f"to {self.lease_id}"


class WaitThreshold(models.Model):
    """From how many minutes on a wait is too long: in the whole mall (`line` null), or in one line."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+")
    line = models.ForeignKey("catalogue.Line", on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    minutes = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall"], condition=Q(line__isnull=True), name="one_threshold_per_mall"),
            models.UniqueConstraint(fields=["line"], condition=Q(line__isnull=False), name="one_threshold_per_line"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="threshold_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id or self.mall_id} {self.minutes} min"
