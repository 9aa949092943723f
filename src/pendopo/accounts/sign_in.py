"""Check who somebody is, slowly for who guesses, and without telling whether an address is known."""

from datetime import datetime

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.events import PersonSignedIn
from pendopo.accounts.models import User
from pendopo.accounts.throttle import begin_try, forget_tries
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import writing


class WrongSignIn(DomainError):
    """Unknown address, wrong password, no password set yet, or a person who left: the asker is not told which."""

    code = "accounts.wrong_sign_in"
    status = 403
    message = _("The address and the password do not fit together. Please check both and try again.")


def sign_in(*, email: str, password: str, at: datetime) -> User:
    """The person behind address and password. Raises WrongSignIn, TooManyTries.

    The password is hashed for unknown addresses too (Django's backend does), so that the answer takes as long.
    """
    failures = begin_try(email=email, at=at)
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        raise WrongSignIn
    with writing():
        forget_tries(email=email)
        append(PersonSignedIn(failures=failures), mall=None, subject=user.id, at=at, actor=f"officer:{user.id}")
    return user
