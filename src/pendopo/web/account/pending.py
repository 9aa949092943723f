"""Between the right password and the room: the code that is waited for, and the one that an administrator must set up. Both stand in
the session."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from pendopo.accounts.models import User
from pendopo.accounts.passkeys import has_passkey
from pendopo.accounts.second_factor import has_second_factor
from pendopo.directory.doors import ADMINISTERING, posts_of

#: Set while an administrator has no code yet: `web.audience` leads to the set-up and nowhere else.
CODE_DUE = "kode_wajib"
_WAITED_FOR = "kode_ditunggu"
_WAITED_AT_MOST = timedelta(minutes=10)


def wait_for_code(request: HttpRequest, person: User, *, wanted: str, at: datetime) -> None:
    """The password was right; who it is stands here until the code comes. Nobody is signed in by it."""
    request.session.cycle_key()
    request.session[_WAITED_FOR] = {"person": str(person.id), "wanted": wanted, "at": at.isoformat()}


def waited_for(request: HttpRequest, at: datetime) -> tuple[User, str] | None:
    """Whose code is waited for, and where that person wants to go; None when nobody's, or for too long."""
    waiting = request.session.get(_WAITED_FOR)
    if not waiting or at - datetime.fromisoformat(waiting["at"]) > _WAITED_AT_MOST:
        return None
    person = User.objects.filter(pk=UUID(waiting["person"]), is_active=True).first()
    return (person, waiting["wanted"]) if person else None


def forget_waiting(request: HttpRequest) -> None:
    request.session.pop(_WAITED_FOR, None)


def note_whether_due(request: HttpRequest, person: User, at: datetime) -> None:
    """Administrators set up a code when they next sign in, where the installation asks it of them."""
    if (
        settings.SECOND_FACTOR_FORCED
        and posts_of(person, at, roles=ADMINISTERING)
        and not (has_second_factor(person) or has_passkey(person))
    ):
        request.session[CODE_DUE] = True
    else:
        request.session.pop(CODE_DUE, None)
