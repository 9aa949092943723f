"""How long somebody must wait who tried wrong passwords.

For one address five tries are free, then every further one costs twice the wait of the one before. Unknown addresses are counted
alike, so nobody learns which ones exist. From one network, whatever addresses are tried, a hundred tries an hour are free, then one
a minute: a whole hall may mistype at 07:25, a machine that tries one password on many addresses is slowed down.

A browser in which somebody has signed in before is known (`Asker.browser`). It is counted for itself, so that a stranger who
guesses, even from the hall's own network, never makes the owner of an account wait.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pendopo.accounts.models import SignInAttempt
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import key_ring
from pendopo.kernel.network import network_tag
from pendopo.kernel.transactions import one_transaction

FREE_TRIES = 5
FREE_TRIES_OF_NETWORK = 100
COUNTED_WITHIN = timedelta(hours=1)
_FIRST_WAIT = timedelta(seconds=30)
# Not longer, so that nobody is locked out by a stranger.
_LONGEST_WAIT = timedelta(minutes=15)
_WAIT_OF_NETWORK = timedelta(minutes=1)
_KEPT = timedelta(days=1)


class TooManyTries(DomainError):
    code = "accounts.too_many_tries"
    status = 429
    message = _("The password was wrong several times. Please wait %(wait)s, then try again.")


class TooManyFromNetwork(DomainError):
    code = "accounts.too_many_from_network"
    status = 429
    message = _("Many passwords were wrong from this internet connection. Please wait %(wait)s, then try again.")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who stands at the door: the address typed, the network it comes from, and the browser if this person is known in it."""

    email: str
    network: str = ""
    browser: str = ""

    @property
    def address_hash(self) -> str:
        return address_hash(self.email, self.browser)


def address_hash(email: str, browser: str = "") -> str:
    """The address as the counter knows it; without the installation's key nobody can read it back."""
    return hmac.new(_key(), f"{email.strip().lower()}{browser and '|'}{browser}".encode(), hashlib.sha256).hexdigest()


def wait_after(failures: int) -> timedelta:
    """The pause that so many wrong tries within the hour cost."""
    if failures < FREE_TRIES:
        return timedelta()
    return min(_FIRST_WAIT * 2 ** min(failures - FREE_TRIES, 10), _LONGEST_WAIT)


@one_transaction
def begin_try(asker: Asker, *, at: datetime) -> int:
    """Count a try before it is known whether it is wrong, so that tries at the same instant count too.

    Returns how many failed before it. Raises TooManyTries, TooManyFromNetwork, which are not counted themselves.
    """
    SignInAttempt.objects.filter(failed_at__lt=at - _KEPT).delete()
    if connection.vendor == "postgresql":
        # Else many tries in the same instant would all find the same count. SQLite has one writer.
        connection.cursor().execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [asker.address_hash])
    failed = _failed(SignInAttempt.objects.filter(address_hash=asker.address_hash), at)
    if failed and (left := failed[-1] + wait_after(len(failed)) - at) > timedelta():
        raise TooManyTries(wait=_words(left), seconds=_seconds(left))
    tag = "" if asker.browser or not asker.network else _network_tag(asker.network, at)
    if tag:
        _refuse_crowded(asker.network, at)
    SignInAttempt.objects.create(address_hash=asker.address_hash, network_tag=tag, failed_at=at)
    return len(failed)


@one_transaction
def forget_tries(asker: Asker) -> None:
    """The right password was given."""
    SignInAttempt.objects.filter(address_hash=asker.address_hash).delete()


def _refuse_crowded(network: str, at: datetime) -> None:
    # The tag changes with the day, the hour that is looked back upon does not.
    tags = {_network_tag(network, at), _network_tag(network, at - COUNTED_WITHIN)}
    failed = _failed(SignInAttempt.objects.filter(network_tag__in=tags), at)
    if len(failed) >= FREE_TRIES_OF_NETWORK and (left := failed[-1] + _WAIT_OF_NETWORK - at) > timedelta():
        raise TooManyFromNetwork(wait=_words(left), seconds=_seconds(left))


def _failed(attempts: QuerySet[SignInAttempt], at: datetime) -> list[datetime]:
    """When, within the hour, oldest first."""
    within = attempts.filter(failed_at__gt=at - COUNTED_WITHIN)
    return list(within.order_by("failed_at", "pk").values_list("failed_at", flat=True))


def _network_tag(network: str, at: datetime) -> str:
    return network_tag(network, key=_key(), within=f"sign-in {at.astimezone(UTC).date()}")


def _key() -> bytes:
    return key_ring(settings.KEYS_DIRECTORY).secret("sign-in")


def _seconds(left: timedelta) -> int:
    return int(left.total_seconds()) + 1


def _words(left: timedelta) -> str:
    seconds = _seconds(left)
    if seconds <= 90:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
