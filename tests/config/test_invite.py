"""`./pendopo invite`: the operator's link for whom nobody else can invite."""

import re

import pytest
from django.utils import translation

from pendopo.accounts.accept_invitation import accept_invitation, person_invited
from pendopo.accounts.models import User
from pendopo.config.cli import main
from pendopo.kernel.clock import now
from tests.situations.hall import a_mall, a_person, a_post, an_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_the_only_administrator_who_forgot_the_password_sets_a_new_one(capsys):
    wayan = an_administrator()
    User.objects.filter(pk=wayan.pk).update(password="forgotten")

    assert main(["invite", wayan.email.upper(), "--address", "https://mpp.example/"]) == 0

    said = capsys.readouterr().out
    token = re.search(r"https://mpp\.example/undangan/(\S+)", said)[1]
    accept_invitation(token=token, password="batu karang di tepi pantai", at=now())
    assert User.objects.get(pk=wayan.pk).check_password("batu karang di tepi pantai")
    assert "within 7 days" in said


def test_who_works_in_two_malls_is_invited_too(capsys, settings):
    settings.PUBLIC_ADDRESS = "https://mpp.example"
    person = a_person("Sari")
    for _ in range(2):
        a_post(user=person, mall=a_mall())

    assert main(["invite", person.email]) == 0
    assert person_invited(re.search(r"https://mpp\.example/undangan/(\S+)", capsys.readouterr().out)[1], now()) == person


def test_nobody_without_a_post_is_invited(capsys):
    gone, away = a_person("Gone"), a_person("Away", is_active=False)
    a_post(user=gone, mall=a_mall(), until_date="2026-01-31")
    a_post(user=away, mall=a_mall())

    for email in (gone.email, away.email, "nobody@contoh.go.id"):
        assert main(["invite", email]) == 2
        assert f"{email} has no post here" in capsys.readouterr().err


def test_who_is_to_found_the_first_mall_is_invited_again(capsys):
    assert main(["invite", a_person("Wayan").email]) == 0
    assert "/undangan/" in capsys.readouterr().out
