"""What a mall decides about its voice, and its own recordings."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7
from pendopo.voice.wording import Reading

USUAL_VOLUME = 100


class VoiceSettings(models.Model):
    """One mall's voice. `languages` are said one after the other; none means gong, flash and text only. No row: all as usual."""

    mall = models.OneToOneField("directory.Mall", primary_key=True, on_delete=models.CASCADE, related_name="voice_settings")
    languages = models.JSONField(default=list)
    reading = models.CharField(
        max_length=8,
        choices=[
            (Reading.NUMBER.value, _("as one number: “seven”")),
            (Reading.DIGITS.value, _("digit by digit: “zero zero seven”")),
        ],
        default=Reading.NUMBER.value,
    )
    volume = models.SmallIntegerField(default=USUAL_VOLUME)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(volume__gte=0, volume__lte=100), name="voice_volume_in_percent")]

    def __str__(self) -> str:
        return f"voice of {self.mall_id}"


class QuietHours(models.Model):
    """From `starts` until `ends` (the mall's local time, every day) displays are at `volume` percent; at 0 they are silent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="quiet_hours")
    starts = models.TimeField()
    ends = models.TimeField()
    volume = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="quiet_hours_end_after_start"),
            models.CheckConstraint(condition=Q(volume__gte=0, volume__lte=100), name="quiet_hours_volume_in_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.starts}-{self.ends} {self.volume}"


class Clip(models.Model):
    """One word in a mall's own voice. The sound lies in the data directory under its SHA-256; `loudness_db` is as it was recorded."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="voice_clips")
    language = models.CharField(max_length=8)
    word = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    milliseconds = models.IntegerField()
    loudness_db = models.FloatField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "language", "word"], name="one_clip_per_word")]
        indexes = [models.Index(fields=["sha256"], name="clip_by_content")]

    def __str__(self) -> str:
        return f"{self.language}/{self.word}"
