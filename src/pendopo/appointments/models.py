"""The capacity ledger."""

from django.db import models
from django.db.models import F, Q

from pendopo.catalogue.numbering import LAST_BY_MACHINE, MOST_ON_PAPER
from pendopo.kernel.identifiers import uuid7


class PhoneTally(models.Model):
    """How many numbers one network took by phone in one mall on one day, and within the minute that began at `minute_at`.

    The network is known by a keyed hash that another day, mall or way of taking does not share; its address is nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network_tag = models.CharField(max_length=64, unique=True)
    business_date = models.DateField(db_index=True)
    taken = models.IntegerField(default=0)
    minute_at = models.DateTimeField()
    taken_in_minute = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.taken} on {self.business_date}"


class LineDay(models.Model):
    """One line on one business date: what the hot statement must check is here as a row, not as a calculation.

    `opens_at`, `closes_at` and the limits are written by `open_line_day` from the opening hours; `last_number` only grows.
    `attended_until`: after it nobody is expected at the line's counters today any more (null: all day long somebody is); then
    numbers are given only while somebody has been there lately (`attended_at`, written only where it matters).
    `ended_at`: somebody ended it before its closing (`end_reason`); then it is paused beyond its end. `sends_home`: whoever still waits
    is not served, and the number is closed.
    `last_joined_at` keeps joining times from running backwards when the clock is set back.

    `home_numbers` counts the numbers from home that hold a place, at most `home_limit` of them. One that ends before its visitor
    came gives its place back (`given_back`): its number is never given again, so `issue_limit`, up to which numbers go, grows by one.
    `paper_numbers` counts those that were given on paper: each takes a place of the limit, so `issue_limit` shrinks by one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="line_days")
    line = models.ForeignKey("catalogue.Line", on_delete=models.CASCADE, related_name="days")
    business_date = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    paused_until = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=120, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=14, default="", blank=True)
    sends_home = models.BooleanField(default=False)
    attended_until = models.DateTimeField(null=True)
    attended_at = models.DateTimeField(null=True)
    issue_limit = models.IntegerField(null=True)
    last_number = models.IntegerField(default=0)
    home_limit = models.IntegerField(null=True)
    home_numbers = models.IntegerField(default=0)
    given_back = models.IntegerField(default=0)
    paper_numbers = models.IntegerField(default=0)
    last_joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "business_date"], name="one_ledger_row_per_line_and_day"),
            models.CheckConstraint(condition=Q(last_number__gte=0), name="numbers_count_from_zero"),
            models.CheckConstraint(condition=Q(closes_at__gte=F("opens_at")), name="line_day_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(issue_limit__isnull=True) | Q(last_number__lte=F("issue_limit")), name="limit_never_exceeded"
            ),
            # A machine never comes to the numbers of the printed pad.
            models.CheckConstraint(condition=Q(last_number__lte=LAST_BY_MACHINE), name="machine_stops_before_paper"),
            models.CheckConstraint(
                condition=Q(paper_numbers__gte=0, paper_numbers__lte=MOST_ON_PAPER), name="pad_never_exceeded"
            ),
            models.CheckConstraint(condition=Q(home_numbers__gte=0, given_back__gte=0), name="places_count_from_zero"),
            models.CheckConstraint(
                condition=Q(home_limit__isnull=True) | Q(home_numbers__lte=F("home_limit")), name="home_share_never_exceeded"
            ),
            # The hot statement looks at the pause alone.
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="", sends_home=False)
                | (Q(ended_at__isnull=False, paused_until__isnull=False, paused_until__gt=F("closes_at")) & ~Q(end_reason="")),
                name="ended_day_gives_no_numbers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.business_date}"

    @property
    def ended(self) -> bool:
        """Whether somebody ended it, before its closing."""
        return self.ended_at is not None

    @property
    def full(self) -> bool:
        return self.last_number >= (LAST_BY_MACHINE if self.issue_limit is None else self.issue_limit)

    @property
    def daily_limit(self) -> int | None:
        """How many places the day has, as people were told."""
        return None if self.issue_limit is None else self.issue_limit - self.given_back + self.paper_numbers

    @property
    def places_taken(self) -> int:
        return self.last_number - self.given_back + self.paper_numbers
