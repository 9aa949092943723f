"""The mall, its places, its agencies and its counters."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7


class Mall(models.Model):
    """One Mal Pelayanan Publik. `time_zone` is an IANA name: Asia/Jakarta, Asia/Makassar or Asia/Jayapura."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="malls", db_constraint=False)
    time_zone = models.CharField(max_length=40, default="Asia/Jakarta")
    address = models.CharField(max_length=300, default="", blank=True)
    greeting = models.CharField(max_length=300, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    email = models.CharField(max_length=200, default="", blank=True)
    # Grows with every change of master data; what is kept in memory asks only this.
    catalogue_version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(time_zone__in=["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
                name="mall_lies_in_indonesia",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SiteKind(models.TextChoices):
    MAIN = "main", _("Main building")
    BUILDING = "building", _("Another building")
    YARD = "yard", _("Yard")
    MOBILE = "mobile", _("Mobile unit")


class Site(models.Model):
    """A place of the mall: main hall, second building, yard, mobile unit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey(Mall, on_delete=models.CASCADE, related_name="sites")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=SiteKind.choices, default=SiteKind.MAIN)
    address = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "code"], name="one_site_per_code")]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A part of the hall with its letter: A-047 is called in zone A."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey(Mall, on_delete=models.CASCADE, related_name="zones")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="zones")
    letter = models.CharField(max_length=1)
    name = models.CharField(max_length=80)
    floor = models.CharField(max_length=20, default="", blank=True)
    hint = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "letter"], name="one_zone_per_letter")]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class AgencyKind(models.TextChoices):
    OPD = "opd", _("Regional agency")
    VERTICAL = "vertical", _("Central agency")
    BUMN = "bumn", _("State enterprise")
    BUMD = "bumd", _("Regional enterprise")
    PRIVATE = "private", _("Private company")
    UMKM = "umkm", _("Small business")


class Agency(models.Model):
    """Who serves: a regional office, a central office, an enterprise, a stall."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey(Mall, on_delete=models.CASCADE, related_name="agencies")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=AgencyKind.choices)
    from_source = models.BooleanField(default=False)
    source = models.CharField(max_length=300, default="", blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "code"], name="one_agency_per_code")]

    def __str__(self) -> str:
        return self.short_name


class Direction(models.TextChoices):
    LEFT = "left", _("to the left")
    AHEAD = "ahead", _("straight ahead")
    RIGHT = "right", _("to the right")


class Counter(models.Model):
    """A counter of the hall. `number` is what is called out: "Loket 3"."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey(Mall, on_delete=models.CASCADE, related_name="counters")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="counters")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="counters")
    code = models.SlugField(max_length=60)
    number = models.CharField(max_length=6)
    name = models.CharField(max_length=120, default="", blank=True)
    direction = models.CharField(max_length=5, choices=Direction.choices, default=Direction.AHEAD)
    hint = models.CharField(max_length=120, default="", blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "code"], name="one_counter_per_code"),
            models.UniqueConstraint(fields=["mall", "number"], name="one_counter_per_number"),
        ]

    def __str__(self) -> str:
        return f"Loket {self.number}"


class Facility(models.Model):
    """What else the mall offers: ATM centre, wedding hall, lactation room, playroom."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey(Mall, on_delete=models.CASCADE, related_name="facilities")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="facilities")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    floor = models.CharField(max_length=20, default="", blank=True)
    hint = models.CharField(max_length=200, default="", blank=True)
    from_source = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "code"], name="one_facility_per_code")]

    def __str__(self) -> str:
        return self.name
