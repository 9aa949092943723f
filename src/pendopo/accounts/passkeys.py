"""Passkeys (WebAuthn): a device or a security stick proves by a signature who holds it, having asked for finger, face or PIN.

So a passkey is both steps of signing in at once, and stands in for the code of the second step. What is asked (a challenge) lies
with the caller until the answer comes; each is good for one answer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from pendopo.accounts.events import PasskeyAdded, PasskeyRemoved, PersonSignedIn
from pendopo.accounts.models import Passkey, RecoveryCode, SecondFactor, User
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction, writing

AT_MOST = 12


class PasskeyRefused(DomainError):
    """Unknown, taken away, of a person who left, or the signature does not fit: the asker is not told which."""

    code = "accounts.passkey_refused"
    status = 403
    message = _("This passkey does not open your account here. Please try again, or sign in with your password.")


class TooManyPasskeys(DomainError):
    code = "accounts.too_many_passkeys"
    status = 409
    message = _("You have %(number)d passkeys already. Please take one away that you do not use any more.")


@dataclass(frozen=True, slots=True)
class Site:
    """This installation as browsers know it: "mpp.go.id" and "https://mpp.go.id". A passkey is good for its host only."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`options` (JSON) is what the browser is given, `challenge` what its answer must contain."""

    options: str
    challenge: str


def has_passkey(person: User) -> bool:
    return Passkey.objects.filter(user=person).exists()


def passkeys_of(person: User, *, host: str | None = None) -> tuple[Passkey, ...]:
    """The oldest first; with `host` those that this host may ask for."""
    found = Passkey.objects.filter(user=person).order_by("made_at", "pk")
    return tuple(found if host is None else found.filter(host=host))


def offer_passkey(*, person: User, site: Site) -> Asked:
    """What a device needs to make a new one. Raises TooManyPasskeys."""
    held = passkeys_of(person)
    if len(held) >= AT_MOST:
        raise TooManyPasskeys(number=len(held))
    options = generate_registration_options(
        rp_id=site.host, rp_name="Pendopo", user_id=person.id.bytes, user_name=person.email, user_display_name=person.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_named(held),
    )  # fmt: skip
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge))


def add_passkey(*, person: User, answer: str, challenge: str, site: Site, name: str, at: datetime) -> Passkey:
    """Keep the new one. Raises PasskeyRefused, TooManyPasskeys."""
    try:
        made = verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.host,
            expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise PasskeyRefused from wrong
    credential = bytes_to_base64url(made.credential_id)
    with writing():
        # The row of the person is held, so that of two answers at once the second one counts the first.
        User.objects.select_for_update().get(pk=person.pk)
        held = passkeys_of(person)
        if len(held) >= AT_MOST:
            raise TooManyPasskeys(number=len(held))
        if Passkey.objects.filter(credential=credential).exists():
            raise PasskeyRefused
        passkey = Passkey.objects.create(
            user=person, name=name, host=site.host, credential=credential,
            public_key=bytes_to_base64url(made.credential_public_key), signatures=made.sign_count, made_at=at,
        )  # fmt: skip
        append(PasskeyAdded(number=len(held) + 1), mall=None, subject=person.id, at=at, actor=f"officer:{person.id}")
    return passkey


def ask_for_passkey(*, site: Site, person: User | None = None) -> Asked:
    """What a device needs to prove itself. Without `person` it says itself whose passkey it holds."""
    options = generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED,
        allow_credentials=_named(passkeys_of(person, host=site.host)) if person else None,
    )  # fmt: skip
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge))


def person_by_passkey(*, answer: str, challenge: str, site: Site, at: datetime, person: User | None = None) -> User:
    """Whose passkey has signed; `person` when it may be this one's only. Raises PasskeyRefused."""
    passkey = _checked(answer, challenge, site, at)
    if not passkey.user.is_active or (person is not None and passkey.user_id != person.id):
        raise PasskeyRefused
    return passkey.user


@one_transaction
def note_signed_in(*, person: User, way: str, at: datetime) -> None:
    """Somebody came in without a password: by `way` passkey or oidc."""
    append(PersonSignedIn(failures=0, way=way), mall=None, subject=person.id, at=at, actor=f"officer:{person.id}")


@one_transaction
def remove_passkeys(*, person: User, at: datetime, actor: str, only: UUID | None = None) -> int:
    """Take the one away, or all; how many were there to take. With the last second step the codes on paper go too."""
    mine = Passkey.objects.filter(user=person)
    removed, _rows = (mine if only is None else mine.filter(pk=only)).delete()
    if removed:
        left = mine.count()
        if not left and not SecondFactor.objects.filter(user=person, confirmed_at__isnull=False).exists():
            RecoveryCode.objects.filter(user=person).delete()
        append(PasskeyRemoved(number=left), mall=None, subject=person.id, at=at, actor=actor)
    return removed


def _checked(answer: str, challenge: str, site: Site, at: datetime) -> Passkey:
    try:
        parsed: Any = parse_authentication_credential_json(answer)
        passkey = Passkey.objects.select_related("user").filter(credential=bytes_to_base64url(parsed.raw_id)).first()
        if passkey is None or parsed.response.user_handle not in (None, b"", passkey.user_id.bytes):
            raise PasskeyRefused
        proven = verify_authentication_response(
            credential=parsed, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.host,
            expected_origin=site.origin, credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.signatures, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise PasskeyRefused from wrong
    with writing():
        # A stick that counts its signatures never counts backwards: of two answers with the same count one is a copy's.
        same = Passkey.objects.filter(pk=passkey.pk, signatures=passkey.signatures)
        if not same.update(signatures=proven.new_sign_count, used_at=at):
            raise PasskeyRefused
    return passkey


def _named(passkeys: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential)) for passkey in passkeys]
