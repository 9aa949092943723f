"""The code from a person's phone (TOTP, RFC 6238) that signing in asks for beside the password, and the codes on paper for a lost phone."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.events import RecoveryCodeUsed, SecondFactorRemoved, SecondFactorSet
from pendopo.accounts.models import Passkey, RecoveryCode, SecondFactor, User
from pendopo.accounts.throttle import Asker, begin_try, forget_tries
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import public_code, read_code
from pendopo.kernel.keys import key_ring
from pendopo.kernel.transactions import one_transaction, writing

RECOVERY_CODES = 10
_DIGITS, _STEP_SECONDS = 6, 30
# A phone's clock may be half a minute off.
_STEPS_OFF = (0, -1, 1)
_SECRET_BYTES, _NONCE_BYTES, _KEY_NUMBER = 20, 12, 1


class WrongCode(DomainError):
    """Wrong, used already, or of another half minute: the asker is not told which."""

    code = "accounts.wrong_code"
    status = 403
    message = _("This code does not fit. Please type the one that your phone shows now.")


class NothingToConfirm(DomainError):
    code = "accounts.nothing_to_confirm"
    status = 409
    message = _("No code was being set up. Please begin again.")


@dataclass(frozen=True, slots=True)
class Offered:
    """What the phone is told: as a link in a QR code, and in letters for typing."""

    link: str
    letters: str


def has_second_factor(person: User) -> bool:
    return SecondFactor.objects.filter(user=person, confirmed_at__isnull=False).exists()


def recovery_codes_left(person: User) -> int:
    return RecoveryCode.objects.filter(user=person, used_at__isnull=True).count()


@one_transaction
def offer_second_factor(*, person: User) -> Offered:
    """A new secret to show once; a second factor in use stays in use until a new one is confirmed. Raises WrongCode when there is one."""
    if has_second_factor(person):
        raise WrongCode
    secret = secrets.token_bytes(_SECRET_BYTES)
    SecondFactor.objects.update_or_create(user=person, defaults={"sealed_secret": _seal(person, secret), "last_step": 0})
    return _offered(person, secret)


def offered_again(person: User) -> Offered | None:
    """What was offered and not confirmed yet, for whoever mistyped."""
    factor = SecondFactor.objects.filter(user=person, confirmed_at__isnull=True).first()
    return _offered(person, _open(factor)) if factor else None


def confirm_second_factor(*, person: User, code: str, at: datetime) -> tuple[str, ...]:
    """Use it from now on. Returns the codes for paper, shown once. Raises WrongCode, NothingToConfirm, TooManyTries."""
    factor = SecondFactor.objects.filter(user=person, confirmed_at__isnull=True).first()
    if factor is None:
        raise NothingToConfirm
    asker = _asker(person)
    begin_try(asker, at=at)
    with writing():
        _take_step(factor, code, at)
        SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=at)
        papers = _new_recovery_codes(person)
        forget_tries(asker)
        append(SecondFactorSet(), mall=None, subject=person.id, at=at, actor=f"officer:{person.id}")
    return papers


def check_second_factor(*, person: User, code: str, at: datetime) -> None:
    """Accept the phone's code or one from paper, each once. Raises WrongCode, TooManyTries."""
    asker = _asker(person)
    begin_try(asker, at=at)
    with writing():
        if paper := read_code(code):
            _use_paper(person, paper, at)
        else:
            factor = SecondFactor.objects.filter(user=person, confirmed_at__isnull=False).first()
            if factor is None:
                raise WrongCode
            _take_step(factor, code, at)
        forget_tries(asker)


@one_transaction
def remove_second_factor(*, person: User, at: datetime, actor: str) -> bool:
    """Ask for no code any more; whether there was one. The codes on paper go too, unless a passkey still may need them."""
    if not Passkey.objects.filter(user=person).exists():
        RecoveryCode.objects.filter(user=person).delete()
    removed, _rows = SecondFactor.objects.filter(user=person, confirmed_at__isnull=False).delete()
    if removed:
        append(SecondFactorRemoved(), mall=None, subject=person.id, at=at, actor=actor)
    return bool(removed)


@one_transaction
def first_recovery_codes(*, person: User) -> tuple[str, ...]:
    """Codes for paper, shown once, for whoever has none left."""
    return () if recovery_codes_left(person) else _new_recovery_codes(person)


def code_at(secret: bytes, at: datetime) -> str:
    """The code of that half minute."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def _take_step(factor: SecondFactor, code: str, at: datetime) -> None:
    """Of two browsers with the same code one comes in: the half minute moves forward once. Raises WrongCode."""
    typed = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    secret = _open(factor)
    for off in _STEPS_OFF:
        when = at + timedelta(seconds=off * _STEP_SECONDS)
        if len(typed) == _DIGITS and secrets.compare_digest(code_at(secret, when), typed):
            step = int(when.timestamp()) // _STEP_SECONDS
            if SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step):
                return
    raise WrongCode


def _use_paper(person: User, paper: str, at: datetime) -> None:
    unused = RecoveryCode.objects.filter(user=person, code_hash=_paper_hash(person, paper), used_at__isnull=True)
    if not unused.update(used_at=at):
        raise WrongCode
    facts = RecoveryCodeUsed(left=recovery_codes_left(person))
    append(facts, mall=None, subject=person.id, at=at, actor=f"officer:{person.id}")


def _new_recovery_codes(person: User) -> tuple[str, ...]:
    RecoveryCode.objects.filter(user=person).delete()
    papers = tuple(public_code() for _each in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create(RecoveryCode(user=person, code_hash=_paper_hash(person, paper)) for paper in papers)
    return papers


def _paper_hash(person: User, paper: str) -> str:
    # Short enough for paper is short enough to be guessed by who holds a copy of the tables: not without the key, which lies apart.
    return hmac.new(_key(_KEY_NUMBER), f"{person.id}|{paper}".encode(), hashlib.sha256).hexdigest()


def _asker(person: User) -> Asker:
    """Codes are counted apart from passwords; nobody gets here without the password, so no stranger makes the owner wait."""
    return Asker(f"code|{person.id}")


def _offered(person: User, secret: bytes) -> Offered:
    letters = base64.b32encode(secret).decode()
    groups = " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    return Offered(_totp(secret).get_provisioning_uri(person.email, "Pendopo"), groups)


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is what every phone's application knows; here it only mixes a secret with the time.
    return TOTP(secret, _DIGITS, SHA1(), _STEP_SECONDS)  # noqa: S303


def _seal(person: User, secret: bytes) -> str:
    """`<number of the key>.<nonce and text>`; bound to the person, so that a row moved to another opens nothing."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(_key(_KEY_NUMBER)).encrypt(nonce, secret, person.id.bytes)
    return f"{_KEY_NUMBER}.{base64.b64encode(sealed).decode()}"


def _open(factor: SecondFactor) -> bytes:
    number, _dot, text = factor.sealed_secret.partition(".")
    sealed = base64.b64decode(text)
    return AESGCM(_key(int(number))).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], factor.user_id.bytes)


def _key(number: int) -> bytes:
    return key_ring(Path(settings.KEYS_DIRECTORY)).secret("second-factor", number)
