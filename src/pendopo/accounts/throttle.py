"""How long somebody must wait who tried wrong passwords for one address.

Five tries are free, then every further one costs twice the wait of the one before. Unknown addresses are counted alike, so
nobody learns which ones exist. The wait never grows beyond a quarter of an hour, so that nobody is locked out by a stranger.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pendopo.accounts.models import SignInAttempt
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import key_ring
from pendopo.kernel.transactions import one_transaction

FREE_TRIES = 5
COUNTED_WITHIN = timedelta(hours=1)
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)
_KEPT = timedelta(days=1)


class TooManyTries(DomainError):
    code = "accounts.too_many_tries"
    status = 429
    message = _("The password was wrong several times. Please wait %(wait)s, then try again.")


def address_hash(email: str) -> str:
    """The address as the counter knows it; without the installation's key nobody can read it back."""
    key = key_ring(settings.KEYS_DIRECTORY).secret("sign-in")
    return hmac.new(key, email.strip().lower().encode(), hashlib.sha256).hexdigest()


def wait_after(failures: int) -> timedelta:
    """The pause that so many wrong tries within the hour cost."""
    if failures < FREE_TRIES:
        return timedelta()
    return min(_FIRST_WAIT * 2 ** min(failures - FREE_TRIES, 10), _LONGEST_WAIT)


@one_transaction
def begin_try(*, email: str, at: datetime) -> int:
    """Count a try before it is known whether it is wrong, so that tries at the same instant count too.

    Returns how many failed before it. Raises TooManyTries, which is not counted itself.
    """
    SignInAttempt.objects.filter(failed_at__lt=at - _KEPT).delete()
    address = address_hash(email)
    failed = list(
        SignInAttempt.objects.filter(address_hash=address, failed_at__gt=at - COUNTED_WITHIN)
        .order_by("failed_at", "pk")
        .values_list("failed_at", flat=True)
    )
    if failed and (left := failed[-1] + wait_after(len(failed)) - at) > timedelta():
        raise TooManyTries(wait=_words(left), seconds=int(left.total_seconds()) + 1)
    SignInAttempt.objects.create(address_hash=address, failed_at=at)
    return len(failed)


@one_transaction
def forget_tries(*, email: str) -> None:
    """The right password was given."""
    SignInAttempt.objects.filter(address_hash=address_hash(email)).delete()


def _words(left: timedelta) -> str:
    seconds = int(left.total_seconds()) + 1
    if seconds <= 90:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
