"""The proof word: four signs on the paper of a number, and not in its link.

The link of a visit is shown around: it is scanned, sent on, stays in a browser. Who wants all that is held, or wants it gone, must have
the paper in hand (or the phone that took the number), or ask at a counter.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import ALPHABET
from pendopo.kernel.keys import key_ring
from pendopo.kernel.transactions import one_transaction
from pendopo.privacy.models import ProofTry
from pendopo.queue.models import Visit

SIGNS = 4
FREE_TRIES = 5
COUNTED_WITHIN = timedelta(hours=1)


class WrongProof(DomainError):
    code = "privacy.wrong_proof"
    status = 403
    message = _("This is not the proof word of this number. Please compare it with the paper, sign by sign.")


class TooManyProofs(DomainError):
    code = "privacy.too_many_proofs"
    status = 429
    message = _("The proof word was wrong several times. Please try again in an hour, or ask at a counter with your paper.")


def proof_word(visit: UUID) -> str:
    """Always the same for a visit, known to nobody without the installation's key."""
    key = key_ring(settings.KEYS_DIRECTORY).secret("proof")
    rest = int.from_bytes(hmac.new(key, visit.bytes, hashlib.sha256).digest()[:8], "big")
    signs = []
    for _sign in range(SIGNS):
        rest, value = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[value])
    return "".join(signs)


def prove(*, visit: Visit, typed: str, at: datetime) -> None:
    """Wrong words are counted, so it belongs into no transaction. Raises WrongProof, TooManyProofs."""
    if ProofTry.objects.filter(visit=visit, tried_at__gt=at - COUNTED_WITHIN).count() >= FREE_TRIES:
        raise TooManyProofs
    word = "".join(sign for sign in typed.upper() if sign.isalnum())
    if not hmac.compare_digest(word.encode(), proof_word(visit.pk).encode()):
        _count(visit, at)
        raise WrongProof


@one_transaction
def _count(visit: Visit, at: datetime) -> None:
    ProofTry.objects.filter(tried_at__lte=at - COUNTED_WITHIN).delete()
    ProofTry.objects.create(visit=visit, tried_at=at)
