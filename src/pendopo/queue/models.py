"""Visits, tickets and desk leases. The rules that must never break are constraints here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.models import PriorityClass
from pendopo.catalogue.numbering import number_label
from pendopo.kernel.identifiers import uuid7
from pendopo.queue import watch_models  # noqa: F401 - further tables of this app


class TicketState(models.TextChoices):
    HELD = "held", _("Held until you check in")
    WAITING = "waiting", _("Waiting")
    CALLED = "called", _("Called")
    ARRIVED = "arrived", _("At the counter")
    SERVING = "serving", _("Being served")
    PARKED = "parked", _("Set aside")
    MISSED = "missed", _("Missed the call")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    LAPSED = "lapsed", _("Lapsed")


# A ticket in one of these holds its counter, and its visit is at that counter.
AT_COUNTER = (TicketState.CALLED, TicketState.ARRIVED, TicketState.SERVING)
# Nothing more happens to these.
FINAL = (TicketState.DONE, TicketState.CANCELLED, TicketState.LAPSED)


class Channel(models.TextChoices):
    KIOSK = "kiosk", _("Kiosk")
    DESK = "desk", _("Counter")
    HALL = "hall", _("Phone in the hall")
    HOME = "home", _("From home")
    PAPER = "paper", _("Paper given beforehand")


class Outcome(models.TextChoices):
    SERVED = "served", _("Served")
    INCOMPLETE = "incomplete", _("Documents incomplete")
    WRONG_COUNTER = "wrong_counter", _("Wrong counter")
    REFERRED = "referred", _("Referred elsewhere")


class Visit(models.Model):
    """One person's stay on one day. Nothing here says who it is; `code` is the secret of its one link."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="visits", db_index=False)
    code = models.CharField(max_length=10)
    business_date = models.DateField()
    channel = models.CharField(max_length=6, choices=Channel.choices)
    priority = models.CharField(max_length=10, choices=PriorityClass.choices, default=PriorityClass.NONE)
    language = models.CharField(max_length=8, default="id")
    began_at = models.DateTimeField()
    rehearsal = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="one_visit_per_code")]

    def __str__(self) -> str:
        return f"visit of {self.business_date}"


class Ticket(models.Model):
    """A number in a line. `reserved_for` names a counter or an officer when only that one may call it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Every call writes every index again, so the ticket has only those that a screen or a rule asks.
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="tickets", db_index=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="tickets")
    line = models.ForeignKey("catalogue.Line", on_delete=models.PROTECT, related_name="tickets", db_index=False)
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="tickets", db_index=False)
    business_date = models.DateField()
    # The line that gave the number; transfer changes `line`, never the number people hold in their hands.
    numbered_in = models.ForeignKey("catalogue.Line", on_delete=models.PROTECT, related_name="+", db_index=False)
    prefix = models.CharField(max_length=2)
    number = models.IntegerField()
    state = models.CharField(max_length=10, choices=TicketState.choices)
    changed_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    joined_at = models.DateTimeField()
    rank_at = models.DateTimeField()
    head_start_minutes = models.SmallIntegerField(default=0)
    # Why rank_at is what it is: a PriorityClass, or transfer_first, transfer_by_time, transfer_last, rejoin.
    rank_reason = models.CharField(max_length=20, default=PriorityClass.NONE)
    priority = models.CharField(max_length=10, choices=PriorityClass.choices, default=PriorityClass.NONE)
    # When the number was shown or printed; a kiosk ticket that nobody saw is passed over after a minute.
    shown_at = models.DateTimeField(null=True)
    holds_until = models.DateTimeField(null=True)
    reserved_for = models.UUIDField(null=True)
    counter = models.ForeignKey(
        "directory.Counter", on_delete=models.PROTECT, null=True, related_name="tickets", db_index=False
    )
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    calls = models.SmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    parked_until = models.DateTimeField(null=True)
    park_reason = models.CharField(max_length=20, default="", blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, default="", blank=True)
    end_reason = models.CharField(max_length=20, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["numbered_in", "business_date", "number"], name="number_issued_once"),
            models.UniqueConstraint(fields=["counter"], condition=Q(state__in=AT_COUNTER), name="one_ticket_per_counter"),
            models.UniqueConstraint(fields=["visit"], condition=Q(state__in=AT_COUNTER), name="one_counter_per_visit"),
            models.CheckConstraint(
                condition=~Q(state__in=AT_COUNTER) | Q(counter__isnull=False, officer__isnull=False),
                name="ticket_at_counter_has_holder",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="number_counts_from_one"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(outcome=""), name="done_has_outcome"),
        ]
        indexes = [
            models.Index(fields=["line", "rank_at", "number"], condition=Q(state="waiting"), name="ticket_in_line"),
            models.Index(
                fields=["reserved_for"], condition=Q(state="waiting", reserved_for__isnull=False), name="ticket_reserved"
            ),
            models.Index(fields=["mall", "business_date"], name="ticket_by_day"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What people read and hear: `A-047`."""
        return number_label(self.prefix, self.number)


class DeskLease(models.Model):
    """One browser's hold on a counter. Its secret lies hashed here and is checked inside the hot statement itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="leases")
    counter = models.ForeignKey("directory.Counter", on_delete=models.PROTECT, related_name="leases")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leases")
    secret_hash = models.CharField(max_length=64)
    business_date = models.DateField()
    state = models.CharField(max_length=8, default="open")
    changed_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # Its browser has no JavaScript: it speaks up by presses and pages alone.
    by_hand = models.BooleanField(default=False, db_default=False)
    back_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=20, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counter"], condition=~Q(state="closed"), name="one_lease_per_counter"),
            models.UniqueConstraint(fields=["officer"], condition=~Q(state="closed"), name="one_lease_per_officer"),
        ]
        indexes = [models.Index(fields=["mall", "business_date"], name="lease_by_day")]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.state}"


class TurnsSeen(models.Model):
    """How long visitors of one service kept one counter lately, as sums over turns (minutes, and squares of minutes).

    `day_*` is `business_date`, computed anew while it lasts; `kept_*` are the days before it, which count less and less.
    `learn_turns` writes it, and may do so from nothing: it only remembers what the tickets say.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+")
    counter = models.ForeignKey("directory.Counter", on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.ForeignKey("catalogue.Line", on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey("catalogue.Service", on_delete=models.CASCADE, related_name="+", db_index=False)
    business_date = models.DateField()
    kept_turns = models.FloatField(default=0.0)
    kept_minutes = models.FloatField(default=0.0)
    kept_squares = models.FloatField(default=0.0)
    day_turns = models.FloatField(default=0.0)
    day_minutes = models.FloatField(default=0.0)
    day_squares = models.FloatField(default=0.0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counter", "line", "service"], name="turns_seen_once"),
            models.CheckConstraint(condition=Q(day_turns__gte=0, kept_turns__gte=0), name="turns_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.line_id} {self.service_id}"


class WaitPromise(models.Model):
    """The range that was told for a number when it joined its line, and, once it was called, how long it waited.

    `said` is false where the line's estimates were not told at that time; they are measured all the same.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="promise")
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.ForeignKey("catalogue.Line", on_delete=models.CASCADE, related_name="+", db_index=False)
    business_date = models.DateField()
    joined_at = models.DateTimeField()
    ahead = models.IntegerField()
    low_minutes = models.SmallIntegerField()
    high_minutes = models.SmallIntegerField()
    said = models.BooleanField(default=True)
    waited_minutes = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low_minutes__gte=0, high_minutes__gte=models.F("low_minutes")), name="promise_is_a_range"
            ),
            models.CheckConstraint(
                condition=Q(waited_minutes__isnull=True) | Q(waited_minutes__gte=0), name="nobody_waited_less"
            ),
        ]
        indexes = [
            models.Index(fields=["mall", "business_date"], name="promise_by_day"),
            models.Index(fields=["mall"], condition=Q(waited_minutes__isnull=True), name="promise_open"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.low_minutes}-{self.high_minutes}"


class PromiseDay(models.Model):
    """How often one line's ranges were right on one day: of `told` numbers that were called, `kept` waited no longer than
    the range, `sooner` less than it. Always equal to its recomputation from `WaitPromise`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.ForeignKey("catalogue.Line", on_delete=models.CASCADE, related_name="+", db_index=False)
    business_date = models.DateField()
    told = models.IntegerField()
    kept = models.IntegerField()
    sooner = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "business_date"], name="one_promise_day"),
            models.CheckConstraint(
                condition=Q(kept__lte=models.F("told"), sooner__lte=models.F("told"), kept__gte=0, sooner__gte=0),
                name="promise_day_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["mall", "business_date"], name="promise_day_by_mall")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.business_date}"
