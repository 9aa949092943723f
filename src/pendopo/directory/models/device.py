"""Devices of the hall: kiosks and displays, each paired once and known by a secret in its cookie; and printers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7


class DeviceKind(models.TextChoices):
    KIOSK = "kiosk", _("Kiosk")
    DISPLAY = "display", _("Zone display")
    # No browser: it has an address instead of a cookie (`printing.Printer`), and was "seen" when it last answered.
    PRINTER = "printer", _("Ticket printer")


#: What is paired with a browser.
SCREENS = (DeviceKind.KIOSK, DeviceKind.DISPLAY)


class SoundState(models.TextChoices):
    """What a display said of its own sound when it last asked for its board."""

    UNKNOWN = "", _("sound not known")
    ON = "on", _("sound on")
    MUTED = "muted", _("sound off")
    GONG_ONLY = "gong", _("gong only, no words")


class Device(models.Model):
    """A device of the hall, mostly a paired screen. Only the SHA-256 of its token is kept; `zone` null on a kiosk means the whole mall.

    A display that `speaks` announces its zone's calls, at `volume` percent of what the mall's hour allows.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="devices")
    zone = models.ForeignKey("directory.Zone", on_delete=models.PROTECT, null=True, related_name="devices")
    kind = models.CharField(max_length=8, choices=DeviceKind.choices)
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, default="", blank=True)
    paired_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    speaks = models.BooleanField(default=True, db_default=True)
    volume = models.SmallIntegerField(default=100, db_default=100)
    sound_state = models.CharField(
        max_length=8, choices=SoundState.choices, default=SoundState.UNKNOWN, db_default="", blank=True
    )
    # The software that it last said it runs (`web/software.py`).
    software = models.CharField(max_length=24, default="", db_default="", blank=True)
    # From where it asks, and from where it asked until `earlier_seen_at`: keyed hashes of network and browser. Who comes from two
    # places by turns is two: somebody else holds the token too (`doubled_at`).
    place_tag = models.CharField(max_length=64, default="", db_default="", blank=True)
    earlier_tag = models.CharField(max_length=64, default="", db_default="", blank=True)
    earlier_seen_at = models.DateTimeField(null=True)
    doubled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "name"], name="one_device_per_name"),
            models.CheckConstraint(condition=models.Q(volume__gte=0, volume__lte=100), name="device_volume_in_percent"),
        ]

    def __str__(self) -> str:
        return self.name


class PairingCode(models.Model):
    """A one-time code by which a browser becomes this device. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="pairing_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"pairing of {self.device_id}"


class PairingAttempt(models.Model):
    """A wrong pairing code, counted for an hour. Where it came from is a keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network_tag = models.CharField(max_length=64)
    tried_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.tried_at}"
