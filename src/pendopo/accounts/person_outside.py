"""Whom a sign-in service outside means. It names people that are here already; it makes no account and gives no role."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pendopo.accounts.events import IdentityLinked, IdentityUnlinked
from pendopo.accounts.models import LinkedIdentity, User
from pendopo.accounts.oidc import Said
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction


class NobodyHere(DomainError):
    """Unknown here, closed, without a verified address, or the address is another's: the asker is not told which."""

    code = "accounts.nobody_here"
    status = 403
    message = _("%(service)s knows you, but no account here fits. Please ask your mall's administrator.")


@one_transaction
def person_outside(*, said: Said, service: str, at: datetime) -> User:
    """The person whom the service has named before, else whose address here is the one it has verified; that is kept from then on.

    Raises NobodyHere.
    """
    known = LinkedIdentity.objects.select_related("user").filter(issuer=said.issuer, subject=said.subject).first()
    if known is not None:
        if not known.user.is_active:
            raise NobodyHere(service=service)
        return known.user
    person = User.objects.filter(email=said.email.strip().lower(), is_active=True).first() if said.email else None
    if person is None or LinkedIdentity.objects.filter(issuer=said.issuer, user=person).exists():
        # An address that was given on to somebody else opens nothing of who had it before.
        raise NobodyHere(service=service)
    _link(person, said, at)
    return person


@one_transaction
def link_identity(*, person: User, said: Said, service: str, at: datetime) -> None:
    """The person has shown to be both, whatever the addresses. Raises NobodyHere when it is somebody else's, or one is linked."""
    if LinkedIdentity.objects.filter(issuer=said.issuer, subject=said.subject, user=person).exists():
        return
    taken = LinkedIdentity.objects.filter(issuer=said.issuer, subject=said.subject)
    if taken.exists() or is_linked(person, said.issuer):
        raise NobodyHere(service=service)
    _link(person, said, at)


@one_transaction
def unlink_identity(*, person: User, issuer: str, at: datetime, actor: str) -> None:
    """Done twice, it is done once. A verified address links anew at the next sign-in."""
    removed, _rows = LinkedIdentity.objects.filter(user=person, issuer=issuer).delete()
    if removed:
        append(IdentityUnlinked(), mall=None, subject=person.id, at=at, actor=actor)


def is_linked(person: User, issuer: str) -> bool:
    return LinkedIdentity.objects.filter(user=person, issuer=issuer).exists()


def _link(person: User, said: Said, at: datetime) -> None:
    LinkedIdentity.objects.create(user=person, issuer=said.issuer, subject=said.subject[:255], linked_at=at)
    append(IdentityLinked(), mall=None, subject=person.id, at=at, actor=f"officer:{person.id}")
