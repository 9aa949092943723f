"""How many numbers one network may take by phone: no cookie and no browser tells people from a script, its address does a little.

Far more from the hall, where everybody comes from the mall's own address, than from home. The limits are settings.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pendopo.appointments.models import PhoneTally
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import key_ring
from pendopo.kernel.network import network_tag

_MINUTE = timedelta(minutes=1)
_PURPOSE = "phones"


class TooManyAtOnce(DomainError):
    code = "appointments.too_many_at_once"
    status = 429
    message = _(
        "Many numbers were just taken from this internet connection. Please wait a minute and press again, "
        "or take a number at a kiosk in the hall."
    )


class TooManyToday(DomainError):
    code = "appointments.too_many_today"
    status = 429
    message = _(
        "%(count)s numbers were taken from this internet connection today, as many as one connection may take. "
        "Please take a number in the hall: at a kiosk, or by phone with the QR code on a display."
    )


def count_phone_number(*, network: str, mall: UUID, channel: str, business_date: date, at: datetime) -> None:
    """One more number for this network. Belongs into the transaction that gives the number: refused, nothing is counted.

    Raises TooManyAtOnce, TooManyToday.
    """
    per_minute, per_day = settings.PHONE_LIMITS[str(channel)]
    tally = _tally(_tag(network, mall, channel, business_date), business_date, at)
    if tally.taken >= per_day:
        raise TooManyToday(count=tally.taken)
    # Also after a clock that was set back: the minute that began later is not waited for.
    if abs(at - tally.minute_at) >= _MINUTE:
        tally.minute_at, tally.taken_in_minute = at, 0
    if tally.taken_in_minute >= per_minute:
        raise TooManyAtOnce
    tally.taken += 1
    tally.taken_in_minute += 1
    tally.save(update_fields=["taken", "minute_at", "taken_in_minute"])


def _tally(tag: str, business_date: date, at: datetime) -> PhoneTally:
    ours = PhoneTally.objects.select_for_update().filter(network_tag=tag)
    if found := ours.first():
        return found
    PhoneTally.objects.filter(business_date__lt=business_date - timedelta(days=1)).delete()
    row = PhoneTally(network_tag=tag, business_date=business_date, minute_at=at)
    # Insert, or do nothing when another number of this network was quicker.
    PhoneTally.objects.bulk_create([row], ignore_conflicts=True)
    return ours.get()


def _tag(network: str, mall: UUID, channel: str, business_date: date) -> str:
    key = key_ring(settings.KEYS_DIRECTORY).secret(_PURPOSE)
    return network_tag(network, key=key, within=f"{business_date.isoformat()} {mall} {channel}")
