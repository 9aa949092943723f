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


class Device(models.Model):
    """A device of the hall, mostly a paired screen. Only the SHA-256 of its token is kept; `zone` null on a kiosk means the whole mall."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="devices")
    zone = models.ForeignKey("directory.Zone", on_delete=models.PROTECT, null=True, related_name="devices")
    kind = models.CharField(max_length=8, choices=DeviceKind.choices)
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, default="", blank=True)
    paired_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "name"], name="one_device_per_name")]

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
