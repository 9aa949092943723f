"""Tables of personal data: looks at it, how long it is kept, what was erased, and the register of breaches."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pendopo.kernel.identifiers import uuid7

#: Whoever is concerned, and the authority, hear within this time of a breach (UU 27/2022, article 46).
TOLD_WITHIN = timedelta(hours=72)


class Screen(models.TextChoices):
    """Where somebody looked."""

    DESK = "desk", _("Counter")
    NUMBER = "number", _("Counter, a number looked up")
    ENTRANCE = "entrance", _("Entrance, a number looked up")
    REQUESTS = "requests", _("Requests for help")
    RIGHTS = "rights", _("Rights of a visitor")
    PEOPLE = "people", _("People who work here")
    WORKBOOK = "workbook", _("Workbook")


class Purpose(models.TextChoices):
    """Why somebody looked."""

    SERVING = "serving", _("to serve the visitor")
    WELCOME = "welcome", _("to welcome the visitor")
    HELPING = "helping", _("to help the visitor")
    COPY = "copy", _("the visitor asked for a copy")
    CORRECT = "correct", _("the visitor asked for a correction")
    ERASE = "erase", _("the visitor asked for erasure")
    STAFFING = "staffing", _("to look after posts")
    EXPORT = "export", _("to export the mall's data")


class Part(models.TextChoices):
    """What of a record was seen."""

    NUMBER = "number", _("number and service")
    PRIORITY = "priority", _("class of priority")
    LANGUAGE = "language", _("language")
    NOTE = "note", _("note")
    ASSISTANCE = "assistance", _("request for help")
    EVERYTHING = "everything", _("all that is held")
    PERSON = "person", _("name and e-mail")


class Look(models.Model):
    """One screen that showed personal data to one person of the staff. Never changed, never removed; plain ids, so that it outlives them.

    `subjects` are ids of visits (of people, where `of_staff`), with spaces between: one row for one screen, however many it showed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.UUIDField()
    at = models.DateTimeField()
    person = models.UUIDField()
    screen = models.CharField(max_length=12, choices=Screen.choices)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    parts = models.CharField(max_length=120)
    subjects = models.TextField()
    of_staff = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["mall", "at"], name="look_by_mall")]

    def __str__(self) -> str:
        return f"{self.person} {self.screen} {self.at}"


class ServiceKeeping(models.Model):
    """How many days personal data of a service's visits are kept, where it differs from the installation's; and what law holds them.

    A service that `held_days` names keeps its records so long whoever asks; `held_reason` is what the person is told.
    """

    service = models.OneToOneField("catalogue.Service", on_delete=models.CASCADE, primary_key=True, related_name="keeping")
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+")
    keep_days = models.IntegerField(null=True)
    held_days = models.IntegerField(null=True)
    held_reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(keep_days__isnull=True) | Q(keep_days__gt=0), name="kept_for_some_days"),
            models.CheckConstraint(condition=Q(held_days__isnull=True) | Q(held_days__gt=0), name="held_for_some_days"),
            models.CheckConstraint(condition=Q(held_days__isnull=True) | ~Q(held_reason=""), name="held_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.keep_days} {self.held_days}"


class ErasedVisit(models.Model):
    """A visit of which nothing personal is left."""

    visit = models.OneToOneField("queue.Visit", on_delete=models.CASCADE, primary_key=True, related_name="erased")
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+", db_index=False)
    erased_at = models.DateTimeField(db_index=True)
    asked = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.visit_id} {self.erased_at}"


class ProofTry(models.Model):
    """A wrong proof word for a visit, counted for an hour."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey("queue.Visit", on_delete=models.CASCADE, related_name="+")
    tried_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tried_at}"


class BreachState(models.TextChoices):
    OPEN = "open", pgettext_lazy("breach", "Open")
    CLOSED = "closed", pgettext_lazy("breach", "Closed")


class Breach(models.Model):
    """Personal data that got out, was lost or was changed by somebody who must not. The texts name no person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=BreachState.choices, default=BreachState.OPEN)
    changed_at = models.DateTimeField()
    entered_by = models.UUIDField()
    noticed_at = models.DateTimeField()
    happened = models.TextField()
    kinds = models.TextField()
    persons = models.TextField()
    persons_count = models.IntegerField()
    measures = models.TextField()
    persons_told_at = models.DateTimeField(null=True)
    authority_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(persons_count__gte=0), name="breach_counts_people"),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(persons_told_at__isnull=False, authority_told_at__isnull=False, closed_at__isnull=False),
                name="breach_closes_when_all_are_told",
            ),
        ]
        indexes = [models.Index(fields=["mall", "noticed_at"], name="breach_by_mall")]

    def __str__(self) -> str:
        return f"{self.state} {self.noticed_at}"

    @property
    def due_at(self) -> datetime:
        return self.noticed_at + TOLD_WITHIN
