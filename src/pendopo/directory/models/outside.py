"""The mall's line to the internet, as far as somebody looks at it."""

from django.db import models
from django.db.models import Q

from pendopo.kernel.identifiers import uuid7


class OutsideLine(models.Model):
    """One row a mall. `failing_since`: nothing outside was reached since then; `lost_since`: that is sure, and people are told.

    `by_hand`: somebody said so, and somebody says when it is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.OneToOneField("directory.Mall", on_delete=models.CASCADE, related_name="outside_line")
    failing_since = models.DateTimeField(null=True)
    lost_since = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by_hand=False) | Q(lost_since__isnull=False), name="said_by_hand_that_it_is_lost"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mall_id} {self.lost_since or 'there'}"
