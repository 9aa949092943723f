"""Posts: who works where, in which role, from when to when. Every right comes from a post."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7


class Role(models.TextChoices):
    """What somebody is in a mall. The system administrator's post stands in one mall, by whose days it is counted, and reaches all."""

    OFFICER = "officer", _("Counter officer")
    GREETER = "greeter", _("Greeter")
    SUPERVISOR = "supervisor", _("Agency supervisor")
    AGENCY_HEAD = "agency_head", _("Agency head")
    MANAGER = "manager", _("Mall manager")
    ADMIN = "admin", _("Administrator")
    EXECUTIVE = "executive", _("Executive")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM = "system", _("System administrator")


class PostQuerySet(models.QuerySet["Post"]):
    """Days are the mall's own (`kernel.clock.business_date`)."""

    def not_over(self, day: date) -> "PostQuerySet":
        """Posts in force on this day, and those that begin later: people may be invited before their first day."""
        return self.filter(Q(until_date__isnull=True) | Q(until_date__gte=day))

    def in_force(self, day: date) -> "PostQuerySet":
        return self.not_over(day).filter(from_date__lte=day)


class Post(models.Model):
    """A person in a role.

    `agency` narrows it to one agency; `counters` names the counters an officer may open (none: all of the agency).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts")
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="posts")
    agency = models.ForeignKey("directory.Agency", on_delete=models.CASCADE, null=True, related_name="posts")
    counters = models.ManyToManyField("directory.Counter", related_name="posts", blank=True)
    role = models.CharField(max_length=12, choices=Role.choices)
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=models.F("from_date")), name="post_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.AGENCY_HEAD) | Q(agency__isnull=False), name="agency_head_has_an_agency"
            ),
        ]
        indexes = [models.Index(fields=["user", "mall"], name="post_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    def is_over(self, day: date) -> bool:
        return self.until_date is not None and self.until_date < day

    def is_in_force(self, day: date) -> bool:
        return self.from_date <= day and not self.is_over(day)
