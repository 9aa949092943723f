"""Give a person a one-time link by which the password is set."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pendopo.accounts.events import PersonInvited
from pendopo.accounts.models import Invitation, User
from pendopo.journal.events import append
from pendopo.kernel.keys import new_token, token_hash
from pendopo.kernel.transactions import one_transaction

LINK_VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """`token` makes the link `/undangan/<token>`; it is shown once, only its hash is kept."""

    person: UUID
    token: str
    expires_at: datetime


@one_transaction
def person_of(*, email: str, name: str) -> User:
    """The person of this address, made without a password when unknown. A known person keeps the name."""
    known = User.objects.filter(email=email.strip().lower()).first()
    return known or User.objects.create_user(email=email, name=name.strip())


@one_transaction
def invite(*, person: User, at: datetime, actor: str) -> Invited:
    """A new link; links given out before stop working. A password that was set stays valid until the link is used."""
    Invitation.objects.filter(user=person, used_at__isnull=True).update(used_at=at)
    token, expires_at = new_token(), at + LINK_VALID_FOR
    Invitation.objects.create(user=person, token_hash=token_hash(token), expires_at=expires_at)
    append(PersonInvited(expires_at=expires_at), mall=None, subject=person.id, at=at, actor=actor)
    return Invited(person.id, token, expires_at)
