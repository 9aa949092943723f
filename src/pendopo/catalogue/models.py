"""Tables of services, service standards, fees and lines."""

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Range
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7


class PriorityClass(models.TextChoices):
    """Who gets a head start in a line. The classes of a line's `head_starts`."""

    NONE = "none", _("No priority")
    ELDERLY = "elderly", _("Elderly")
    DISABILITY = "disability", _("With a disability")
    PREGNANT = "pregnant", _("Pregnant")
    INFANT = "infant", _("With an infant")
    BOOKING = "booking", _("Booked")


def default_head_starts() -> dict[str, int]:
    return {"elderly": 15, "disability": 20, "pregnant": 15, "infant": 15, "booking": 10}


#: From least to most, what a rule of a line may be: the workbook, the page and the database refuse the rest.
LINE_BOUNDS: Mapping[str, tuple[int, int]] = {
    "service_minutes": (1, 240),
    "held_for_minutes": (5, 720),
    "recall_gap_seconds": (0, 300),
    "calls_at_most": (1, 10),
    "rejoin_within_minutes": (0, 240),
    "rejoin_head_start_minutes": (0, 120),
}
#: Minutes. The largest one bounds how far anybody is overtaken (DESIGN §5.3).
HEAD_START_BOUNDS = (0, 120)


class Line(models.Model):
    """Services that share one numbering. `prefix` begins with the zone's letter: zone A has lines A, AB, AC."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="lines")
    zone = models.ForeignKey("directory.Zone", on_delete=models.PROTECT, related_name="lines")
    agency = models.ForeignKey("directory.Agency", on_delete=models.PROTECT, related_name="lines")
    code = models.SlugField(max_length=60)
    prefix = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    service_minutes = models.SmallIntegerField(default=10)
    daily_limit = models.IntegerField(null=True)
    # Minutes by class (PriorityClass): how much earlier than its joining a ticket is ranked.
    head_starts = models.JSONField(default=default_head_starts)
    from_home = models.BooleanField(default=True)
    # Of the daily limit: the rest is kept for those who come to the hall.
    home_share_percent = models.SmallIntegerField(default=50)
    recall_gap_seconds = models.SmallIntegerField(default=20)
    calls_at_most = models.SmallIntegerField(default=3)
    rejoin_within_minutes = models.SmallIntegerField(default=30)
    rejoin_head_start_minutes = models.SmallIntegerField(default=10)
    held_for_minutes = models.SmallIntegerField(default=120)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "code"], name="one_line_per_code"),
            models.UniqueConstraint(fields=["mall", "prefix"], name="one_line_per_prefix"),
            models.CheckConstraint(condition=Q(daily_limit__isnull=True) | Q(daily_limit__gt=0), name="line_limit_positive"),
            models.CheckConstraint(condition=Q(home_share_percent__range=(0, 100)), name="home_share_is_a_percentage"),
            *(
                models.CheckConstraint(condition=Q(**{f"{rule}__range": bounds}), name=f"line_{rule}_within_bounds")
                for rule, bounds in LINE_BOUNDS.items()
            ),
            *(
                # A class that a line does not name has no head start at all.
                models.CheckConstraint(
                    condition=Q(Range(Cast(KeyTextTransform(one, "head_starts"), models.IntegerField()), HEAD_START_BOUNDS)),
                    name=f"line_head_start_{one}_within_bounds",
                )
                for one in default_head_starts()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"

    @property
    def gives_from_home(self) -> bool:
        """Whether any number of it may be taken from home."""
        return self.from_home and self.home_share_percent > 0

    @property
    def largest_head_start_minutes(self) -> int:
        """The bound of DESIGN §5.3: nobody is overtaken by someone who joined more than this much later."""
        return max(0, self.rejoin_head_start_minutes, *(int(minutes) for minutes in self.head_starts.values()))


class CounterLine(models.Model):
    """A counter serves a line. Several counters may serve one, and one counter several."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    counter = models.ForeignKey("directory.Counter", on_delete=models.CASCADE, related_name="counter_lines")
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="counter_lines")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["counter", "line"], name="counter_serves_line_once")]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.line_id}"


class ServiceKind(models.TextChoices):
    LICENSING = "licensing", _("Licensing")
    NON_LICENSING = "non_licensing", _("Non-licensing")


class Delivery(models.TextChoices):
    """How a service is delivered; a service lists one or more in `deliveries`."""

    DIRECT = "direct", _("At a counter")
    ELECTRONIC = "electronic", _("Online")
    SELF_SERVICE = "self_service", _("Self-service stand")
    MOBILE = "mobile", _("Mobile unit")


class Service(models.Model):
    """One service of one agency. Without a line no number is taken for it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="services")
    agency = models.ForeignKey("directory.Agency", on_delete=models.PROTECT, related_name="services")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, related_name="services")
    code = models.SlugField(max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=14, choices=ServiceKind.choices)
    deliveries = models.JSONField(default=list)
    category = models.CharField(max_length=80, default="", blank=True)
    summary = models.CharField(max_length=400, default="", blank=True)
    synonyms = models.JSONField(default=list)
    can_do_here = models.CharField(max_length=400, default="", blank=True)
    cannot_do_here = models.CharField(max_length=400, default="", blank=True)
    from_source = models.BooleanField(default=False)
    source = models.CharField(max_length=400, default="", blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "code"], name="one_service_per_code")]
        indexes = [models.Index(fields=["line"], name="service_by_line")]

    def __str__(self) -> str:
        return self.name


class ServiceStandard(models.Model):
    """A version of the service standard: 14 components (UU 25/2009 art. 21; PermenPANRB 15/2014).

    The first six are published, the other eight are internal. A version is in force from `published_on` until the next one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="standards")
    version = models.SmallIntegerField(default=1)
    decree_number = models.CharField(max_length=120, default="", blank=True)
    decided_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    requirements = models.JSONField(default=list)
    procedure = models.JSONField(default=list)
    time_limit = models.CharField(max_length=200, default="", blank=True)
    counter_minutes = models.SmallIntegerField(default=10)
    fee = models.CharField(max_length=300, default="", blank=True)
    product = models.CharField(max_length=300, default="", blank=True)
    complaints = models.TextField(default="", blank=True)
    legal_basis = models.JSONField(default=list)
    facilities = models.TextField(default="", blank=True)
    competence = models.TextField(default="", blank=True)
    supervision = models.TextField(default="", blank=True)
    staff = models.CharField(max_length=200, default="", blank=True)
    guarantee = models.TextField(default="", blank=True)
    safety = models.TextField(default="", blank=True)
    evaluation = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="one_standard_per_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="standard_versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.version}"


class Fee(models.Model):
    """What one thing costs, in whole rupiah, from a day on (until a day, inclusive)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="fees")
    label = models.CharField(max_length=160)
    amount_rupiah = models.BigIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_rupiah__gte=0), name="fee_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="fee_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.amount_rupiah}"


class ChangeState(models.TextChoices):
    PLANNED = "planned", _("planned")
    MADE = "made", _("made")
    CANCELLED = "cancelled", _("called off")
    FAILED = "failed", _("could not be made")


class Change(models.Model):
    """A change of one thing of the master data: who wrote it, what it does, from when it holds.

    `steps` are the cells before and after (`changes.steps`), without names and addresses of people. Texts stand here and not in the
    journal, whose events carry a fingerprint of the steps. `due_at` is the mall's midnight of the day from which it holds. `within`
    are the codes of the agencies to which the writer's hand was bound, with blanks between; empty: the whole mall.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12)
    target = models.CharField(max_length=120)
    steps = models.JSONField()
    state = models.CharField(max_length=10, choices=ChangeState.choices)
    changed_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=60)
    effective_date = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    within = models.CharField(max_length=400, default="", blank=True)
    undoes = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="undone_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="planned") | Q(due_at__isnull=False), name="planned_change_is_due_once"),
        ]
        indexes = [
            models.Index(fields=["mall", "kind", "target", "written_at"], name="change_by_thing"),
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="change_that_is_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target} {self.state}"


class Import(models.Model):
    """A workbook that was imported: who, when, which file, and every row that it touched as it was and as it became.

    `sheets` counts what happened to each sheet. `rows` (zlib of JSON: `imports.touched`) and `content` (zlib of the file) are dropped when
    many newer ones are kept; then the file cannot be fetched and the import not be undone any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    size_bytes = models.IntegerField()
    content = models.BinaryField(null=True)
    rows = models.BinaryField(null=True)
    sheets = models.JSONField(default=list)
    founded = models.BooleanField(default=False)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=60)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["mall", "imported_at"], name="import_by_mall")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.imported_at:%Y-%m-%d}"
