"""Close a person's account, and open it again. What the person did stays in the journal."""

from datetime import datetime

from pendopo.accounts.events import PersonDeactivated, PersonReactivated
from pendopo.accounts.models import Invitation, User
from pendopo.journal.events import EventFacts, append
from pendopo.kernel.transactions import one_transaction


@one_transaction
def deactivate(*, person: User, at: datetime, actor: str) -> None:
    """From now on the person is nobody here: sessions and links stop working. Done twice, it is done once.

    A counter that the person has open is closed by `queue.dismiss.shut_out`.
    """
    Invitation.objects.filter(user=person, used_at__isnull=True).update(used_at=at)
    _turn(person, active=False, event=PersonDeactivated(), at=at, actor=actor)


@one_transaction
def reactivate(*, person: User, at: datetime, actor: str) -> None:
    """The person signs in again, with the password of before; posts that are in force count again."""
    _turn(person, active=True, event=PersonReactivated(), at=at, actor=actor)


def _turn(person: User, *, active: bool, event: EventFacts, at: datetime, actor: str) -> None:
    if User.objects.filter(pk=person.pk, is_active=not active).update(is_active=active):
        append(event, mall=None, subject=person.id, at=at, actor=actor)
    person.is_active = active
