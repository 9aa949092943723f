"""Check who somebody is, slowly for who guesses, and without telling whether an address is known."""

from datetime import datetime

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.events import PersonSignedIn
from pendopo.accounts.models import User
from pendopo.accounts.throttle import Asker, begin_try, forget_tries
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import writing


class WrongSignIn(DomainError):
    """Unknown address, wrong password, no password set yet, or a person who left: the asker is not told which."""

    code = "accounts.wrong_sign_in"
    status = 403
    message = _("The address and the password do not fit together. Please check both and try again.")


def sign_in(*, email: str, password: str, at: datetime, network: str = "", browser: str = "") -> User:
    """The person behind address and password. Raises WrongSignIn, TooManyTries, TooManyFromNetwork.

    `network` is where the try comes from, `browser` names the browser if this address has signed in there before; empty when
    not known. The password is hashed for unknown addresses too (Django's backend does), so that the answer takes as long.
    """
    asker = Asker(email, network, browser)
    failures = begin_try(asker, at=at)
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        raise WrongSignIn
    with writing():
        forget_tries(asker)
        append(PersonSignedIn(failures=failures), mall=None, subject=user.id, at=at, actor=f"officer:{user.id}")
    return user
