"""What may be done only shortly after signing in: an unwatched browser is not enough to make oneself a key."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.sessions import signed_in_since
from pendopo.kernel.errors import DomainError

FRESH = timedelta(minutes=15)


class SignInAgain(DomainError):
    code = "accounts.sign_in_again"
    status = 403
    message = _("You signed in a while ago. For your safety, please sign in again first.")


def is_fresh(request: HttpRequest, at: datetime) -> bool:
    since = signed_in_since(request.session)
    return since is not None and at - since <= FRESH


def must_be_fresh(request: HttpRequest, at: datetime) -> None:
    if not is_fresh(request, at):
        raise SignInAgain
