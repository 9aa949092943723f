"""Invitations: a link that sets the password, once, within a week."""

import pytest

from pendopo.accounts.accept_invitation import InvitationRefused, PasswordTooEasy, accept_invitation, person_invited
from pendopo.accounts.invite import LINK_VALID_FOR, invite, person_of
from pendopo.accounts.models import Invitation, User
from pendopo.accounts.sign_in import sign_in
from tests.situations.hall import a_person
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
PASSWORD = "kebun teh di lereng"


def a_link(person: User, at=NINE) -> str:
    return invite(person=person, at=at, actor="system").token


def test_the_link_sets_the_password_once():
    budi = a_person("Budi")
    token = a_link(budi)

    assert person_invited(token, NINE) == budi
    accept_invitation(token=token, password=PASSWORD, at=NINE)

    assert sign_in(email=budi.email, password=PASSWORD, at=NINE) == budi
    with pytest.raises(InvitationRefused):
        accept_invitation(token=token, password="lain lagi sandinya", at=NINE)


def test_a_link_ends_after_a_week():
    token = a_link(a_person("Budi"))

    assert person_invited(token, NINE + LINK_VALID_FOR - minutes(1))
    with pytest.raises(InvitationRefused):
        person_invited(token, NINE + LINK_VALID_FOR)


def test_a_new_link_ends_the_one_before():
    budi = a_person("Budi")
    first, second = a_link(budi), a_link(budi)

    with pytest.raises(InvitationRefused):
        person_invited(first, NINE)
    assert person_invited(second, NINE) == budi


@pytest.mark.parametrize("password", ["pendek", "password123", "1234567890"])
def test_an_easy_password_is_refused_and_the_link_stays_good(password):
    token = a_link(a_person("Budi"))

    with pytest.raises(PasswordTooEasy):
        accept_invitation(token=token, password=password, at=NINE)
    assert accept_invitation(token=token, password=PASSWORD, at=NINE)


def test_only_the_hash_of_the_link_is_kept():
    token = a_link(a_person("Budi"))

    assert token not in {str(value) for value in Invitation.objects.values().get().values()}


def test_who_left_cannot_come_back_by_an_old_link():
    budi = a_person("Budi")
    token = a_link(budi)
    User.objects.filter(pk=budi.pk).update(is_active=False)

    with pytest.raises(InvitationRefused):
        person_invited(token, NINE)


def test_a_person_is_made_once_per_address():
    ani = person_of(email="Ani@contoh.go.id", name="Ani")

    assert person_of(email=" ani@contoh.go.id", name="Ani Lestari") == ani
    assert not ani.has_usable_password()
