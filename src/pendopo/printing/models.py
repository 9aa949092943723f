"""Tables of paper: printers, which kiosk prints where, and the jobs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.identifiers import uuid7

#: How many papers of one ticket may be asked for; that nobody presses for ever is the verb's matter.
PAPERS_AT_MOST = 20


class PaperWidth(models.IntegerChoices):
    NARROW = 58, _("58 mm")
    WIDE = 80, _("80 mm")


class PrinterState(models.TextChoices):
    UNASKED = "unasked", _("not asked yet")
    READY = "ready", _("ready")
    LOW = "low", _("paper nearly used up")
    OUT = "out", _("out of paper")
    STOPPED = "stopped", _("stopped")
    SILENT = "silent", _("does not answer")


#: From these a printer takes no job.
CANNOT_PRINT = (PrinterState.OUT, PrinterState.STOPPED, PrinterState.SILENT)


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being printed")
    PRINTED = "printed", _("printed")
    UNSURE = "unsure", _("perhaps not printed")
    EXPIRED = "expired", _("too late")


OPEN = (JobState.WAITING, JobState.SENDING)
#: Of these a paper may be in somebody's hand.
LEFT = (JobState.PRINTED, JobState.UNSURE)


class Printer(models.Model):
    """A network printer. `talks_back` false: it prints what it is sent and never answers, so its paper is not known."""

    device = models.OneToOneField("directory.Device", on_delete=models.CASCADE, primary_key=True, related_name="printer")
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="printers")
    host = models.CharField(max_length=200)
    port = models.IntegerField(default=9100)
    width_mm = models.SmallIntegerField(choices=PaperWidth.choices, default=PaperWidth.WIDE)
    talks_back = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=PrinterState.choices, default=PrinterState.UNASKED)
    # Why it is stopped or silent: a StopReason or AwayReason of conversation.py.
    reason = models.CharField(max_length=12, default="", blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "host", "port"], name="one_printer_per_address"),
            models.CheckConstraint(condition=Q(width_mm__in=PaperWidth.values), name="printer_has_known_width"),
            models.CheckConstraint(condition=Q(port__gt=0, port__lt=65536), name="printer_port_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class KioskPaper(models.Model):
    """Where a kiosk's numbers come out: at a network printer, or (`printer` null) at the printer of its own browser.

    A kiosk without a row shows numbers on its screen only. `automatic` false: the visitor presses for paper.
    """

    kiosk = models.OneToOneField("directory.Device", on_delete=models.CASCADE, primary_key=True, related_name="paper")
    printer = models.ForeignKey(Printer, on_delete=models.CASCADE, null=True, related_name="kiosks")
    width_mm = models.SmallIntegerField(choices=PaperWidth.choices, default=PaperWidth.WIDE)
    automatic = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(width_mm__in=PaperWidth.values), name="kiosk_paper_has_known_width")]

    def __str__(self) -> str:
        return f"{self.kiosk_id} {self.width_mm} mm"


class PrintJob(models.Model):
    """One paper of one ticket; without a ticket a test page. `copy` counts the papers asked for, from 0."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mall = models.ForeignKey("directory.Mall", on_delete=models.CASCADE, related_name="+", db_index=False)
    printer = models.ForeignKey(Printer, on_delete=models.CASCADE, related_name="jobs", db_index=False)
    ticket = models.ForeignKey("queue.Ticket", on_delete=models.CASCADE, null=True, related_name="papers", db_index=False)
    copy = models.SmallIntegerField(default=0)
    large = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="id")
    # Where a phone reaches the pages ("https://mpp.contoh.go.id"); the link itself is made of it and the visit's code.
    origin = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    changed_at = models.DateTimeField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # How often the printer was asked for this job's sake.
    attempts = models.SmallIntegerField(default=0)
    reason = models.CharField(max_length=12, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "copy"], name="each_paper_once"),
            models.UniqueConstraint(fields=["ticket"], condition=Q(state__in=OPEN), name="one_open_job_per_ticket"),
            models.UniqueConstraint(fields=["printer"], condition=Q(state="sending"), name="one_paper_at_a_time"),
            models.CheckConstraint(condition=Q(copy__gte=0, copy__lt=PAPERS_AT_MOST), name="papers_are_few"),
        ]
        indexes = [models.Index(fields=["printer", "made_at"], condition=Q(state__in=OPEN), name="job_open_at_printer")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.state}"
