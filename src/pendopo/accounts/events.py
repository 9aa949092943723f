"""What happens to people, for others to hear. `subject` is the person's random id; nothing here says who it is."""

from dataclasses import dataclass
from datetime import datetime

from pendopo.journal.events import event_type


@event_type("accounts.person.invited")
@dataclass(frozen=True, slots=True)
class PersonInvited:
    """A one-time link was given out by which the person sets a password; links given before stop working."""

    expires_at: datetime


@event_type("accounts.person.joined")
@dataclass(frozen=True, slots=True)
class PersonJoined:
    """The person used the link and set a password."""

    again: bool


@event_type("accounts.person.signed_in")
@dataclass(frozen=True, slots=True)
class PersonSignedIn:
    """The person signed in; `failures` are the wrong tries within the hour before, `way` is password, passkey or oidc."""

    failures: int
    way: str = "password"


@event_type("accounts.person.deactivated")
@dataclass(frozen=True, slots=True)
class PersonDeactivated:
    """The account was closed: the person cannot sign in, and links given before stop working."""


@event_type("accounts.person.reactivated")
@dataclass(frozen=True, slots=True)
class PersonReactivated:
    """The account was opened again, with the password it had."""


@event_type("accounts.second_factor.set")
@dataclass(frozen=True, slots=True)
class SecondFactorSet:
    """The person proved that the phone makes the right codes; from now on signing in asks for one."""


@event_type("accounts.second_factor.removed")
@dataclass(frozen=True, slots=True)
class SecondFactorRemoved:
    """Signing in asks for no code any more: the person took it away, or the operator of the machine did."""


@event_type("accounts.second_factor.recovered")
@dataclass(frozen=True, slots=True)
class RecoveryCodeUsed:
    """A code on paper stood in for the phone; so many are left."""

    left: int


@event_type("accounts.passkey.added")
@dataclass(frozen=True, slots=True)
class PasskeyAdded:
    """The person keeps a further passkey; now there are so many."""

    number: int


@event_type("accounts.passkey.removed")
@dataclass(frozen=True, slots=True)
class PasskeyRemoved:
    """Passkeys count no more: the person took one away, or the operator of the machine all; so many are left."""

    number: int


@event_type("accounts.sessions.ended")
@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """So many places in which the person was signed in were ended from elsewhere; a counter open there was closed."""

    number: int


@event_type("accounts.identity.linked")
@dataclass(frozen=True, slots=True)
class IdentityLinked:
    """A sign-in service outside named the person by a verified address for the first time; from now on its own name for the
    person counts."""


@event_type("accounts.identity.unlinked")
@dataclass(frozen=True, slots=True)
class IdentityUnlinked:
    """The person is not signed in by the service outside any more, until it is linked anew."""
