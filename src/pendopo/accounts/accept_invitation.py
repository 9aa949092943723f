"""Set the password with the link that somebody was given. The link works once."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.events import PersonJoined
from pendopo.accounts.models import Invitation, User
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import token_hash
from pendopo.kernel.transactions import writing


class InvitationRefused(DomainError):
    """Unknown, used or too old: the asker is not told which."""

    code = "accounts.invitation_refused"
    status = 404
    message = _("This link does not work any more: it was used, or it is too old. Please ask your administrator for a new one.")


class PasswordTooEasy(DomainError):
    code = "accounts.password_too_easy"
    status = 422
    message = _("Please choose another password: %(reason)s")


def person_invited(token: str, at: datetime) -> User:
    """Whose link this is, for the page that greets the person. Raises InvitationRefused."""
    return _open(token, at).user


def accept_invitation(*, token: str, password: str, at: datetime) -> User:
    """Raises InvitationRefused, PasswordTooEasy."""
    invitation = _open(token, at)
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordTooEasy(reason=" ".join(error.messages)) from error
    # Hashed before the transaction: it takes longer than anyone should hold SQLite's one write lock.
    encoded, again = make_password(password), user.has_usable_password()
    with writing():
        # One of two browsers that use the link at the same instant wins.
        if not Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at):
            raise InvitationRefused
        User.objects.filter(pk=user.pk).update(password=encoded)
        append(PersonJoined(again=again), mall=None, subject=user.id, at=at, actor=f"officer:{user.id}")
    user.password = encoded
    return user


def _open(token: str, at: datetime) -> Invitation:
    invitation = (
        Invitation.objects.select_related("user")
        .filter(token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=at, user__is_active=True)
        .first()
    )
    if invitation is None:
        raise InvitationRefused
    return invitation
