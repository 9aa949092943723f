"""Say something at the open counters that it concerns; that none is open is no trouble."""

from contextlib import suppress
from datetime import datetime

from pendopo.accounts.models import User
from pendopo.catalogue.models import Line
from pendopo.directory.models import Counter, Mall
from pendopo.queue.message_desks import NobodyToTell, message_desks


def tell_counters(*, mall: Mall, text: str, sender: User, at: datetime, line: Line | None = None) -> int:
    """At all of them, or at those that serve `line`; returns how many were told."""
    if line is None:
        with suppress(NobodyToTell):
            return message_desks(mall=mall, text=text, sender=sender, at=at)
        return 0
    told = 0
    for counter in Counter.objects.filter(mall=mall, counter_lines__line=line, active=True).order_by("pk"):
        with suppress(NobodyToTell):
            told += message_desks(mall=mall, text=text, sender=sender, at=at, counter=counter)
    return told
