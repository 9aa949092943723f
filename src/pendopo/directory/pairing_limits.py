"""How many wrong pairing codes are listened to.

From one network twenty an hour; when all networks together have tried two hundred, three of each: a crowd of guessers is slowed down, and
a screen whose code was mistyped once still gets in. Only wrong codes count, and a code that the administrator made just now is always
looked up (`pair_device`): no stranger keeps a mall from pairing, even from the mall's own network.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pendopo.directory.models import PairingAttempt
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import key_ring
from pendopo.kernel.network import network_tag
from pendopo.kernel.transactions import one_transaction

COUNTED_WITHIN = timedelta(hours=1)
FREE_TRIES = 20
MANY = 200
FREE_TRIES_AMONG_MANY = 3


class TooManyCodes(DomainError):
    code = "directory.too_many_codes"
    status = 429
    message = _(
        "Many wrong pairing codes came from this internet connection. Please ask the administrator for a new link: it works at once."
    )


def refuse_guessers(network: str, at: datetime) -> None:
    """Two queries. Raises TooManyCodes, which is not counted itself."""
    lately = PairingAttempt.objects.filter(tried_at__gt=at - COUNTED_WITHIN)
    free = FREE_TRIES if lately.count() < MANY else FREE_TRIES_AMONG_MANY
    # The tag changes with the day, the hour that is looked back upon does not.
    tags = {_tag(network, at), _tag(network, at - COUNTED_WITHIN)}
    if lately.filter(network_tag__in=tags).count() >= free:
        raise TooManyCodes


@one_transaction
def count_wrong_code(network: str, at: datetime) -> None:
    PairingAttempt.objects.filter(tried_at__lte=at - COUNTED_WITHIN).delete()
    PairingAttempt.objects.create(network_tag=_tag(network, at), tried_at=at)


def _tag(network: str, at: datetime) -> str:
    key = key_ring(settings.KEYS_DIRECTORY).secret("pairing")
    return network_tag(network, key=key, within=f"pairing {at.astimezone(UTC).date()}")
