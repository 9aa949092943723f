"""Requests for assistance."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7


class AssistanceKind(models.TextChoices):
    WHEELCHAIR = "wheelchair", _("Wheelchair")
    SIGN_LANGUAGE = "sign_language", _("Sign language interpreter")
    REGIONAL_LANGUAGE = "regional_language", _("Help in a regional language")
    COMPANION = "companion", _("Looking for a companion")
    GUIDE = "guide", _("Somebody to show the way")


class AssistanceState(models.TextChoices):
    ASKED = "asked", _("Asked")
    TAKEN = "taken", _("Somebody is coming")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Not needed any more")


# Somebody still has to come.
OPEN = (AssistanceState.ASKED, AssistanceState.TAKEN)


class AskedFrom(models.TextChoices):
    PHONE = "phone", _("by phone")
    KIOSK = "kiosk", _("at a kiosk")
    GREETER = "greeter", _("at the entrance")


class Assistance(models.Model):
    """One request. Its place is the kiosk where it was asked, the number of the visit, or else the entrance."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="assistance", db_index=False)
    kind = models.CharField(max_length=20, choices=AssistanceKind.choices)
    asked_from = models.CharField(max_length=8, choices=AskedFrom.choices)
    visit = models.ForeignKey("queue.Visit", on_delete=models.CASCADE, null=True, related_name="assistance")
    device = models.ForeignKey("directory.Device", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    business_date = models.DateField()
    state = models.CharField(max_length=10, choices=AssistanceState.choices)
    changed_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "kind"], condition=Q(state__in=OPEN, visit__isnull=False), name="one_request_per_visit_and_kind"
            ),
            models.UniqueConstraint(
                fields=["device", "kind", "business_date"], condition=Q(state__in=OPEN, visit__isnull=True, device__isnull=False),
                name="one_request_per_kiosk_and_kind",
            ),
            models.CheckConstraint(condition=~Q(state="taken") | Q(taken_by__isnull=False), name="taken_request_has_taker"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["mall", "business_date"], condition=Q(state__in=OPEN), name="assistance_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
