"""The roster as it is kept: weekly duties, one day, and away again."""

import pytest
from django.test import Client

from pendopo.directory.models import Duty
from tests.house.addresses import stand_at
from tests.situations.hall import a_counter, a_mall, a_manager, an_officer
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(monkeypatch):
    stand_at(monkeypatch, NINE)
    return a_counter()


@pytest.fixture
def rina(counter):
    client = Client()
    client.force_login(a_manager(counter.mall))
    return client


def add(client, counter, **fields):
    chosen = {"counter": counter.code, "starts": "08:00", "ends": "12:00", **fields}
    return client.post(f"/aula/{counter.mall.code}/jaga", chosen)


def test_a_duty_on_several_weekdays_is_one_row_each(counter, rina):
    budi = an_officer(counter)

    answer = add(rina, counter, weekdays=["0", "2"], officer=str(budi.id), from_date="2026-11-01")

    assert answer.status_code == 302
    assert sorted(Duty.objects.values_list("weekday", "officer")) == [(0, budi.id), (2, budi.id)]
    shown = rina.get(f"/aula/{counter.mall.code}/jaga").content.decode()
    assert all(words in shown for words in ("Senin", "Rabu", "Budi", "08.00–12.00"))


def test_a_duty_of_one_day(counter, rina):
    add(rina, counter, on_date="2026-11-24")

    assert str(Duty.objects.get().date) == "2026-11-24"


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"weekdays": ["0"], "on_date": "2026-11-24"}, {"weekdays": ["0"], "ends": "07:00"}, {"weekdays": ["9"]},
        {"weekdays": ["0"], "from_date": "2026-12-01", "until_date": "2026-11-01"}, {"weekdays": ["0"], "officer": "x"},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_beside_its_field(counter, rina, fields):
    answer = add(rina, counter, **fields)

    assert answer.status_code == 422
    assert not Duty.objects.exists()


def test_a_duty_is_removed(counter, rina):
    add(rina, counter, weekdays=["0"])

    rina.post(f"/aula/{counter.mall.code}/jaga/{Duty.objects.get().id}/hapus")

    assert not Duty.objects.exists()


def test_a_counter_or_a_duty_of_another_mall_is_not_there(counter, rina):
    add(rina, counter, weekdays=["0"])
    stranger = Client()
    stranger.force_login(a_manager(other := a_mall()))

    assert add(rina, a_counter(mall=other), weekdays=["0"]).status_code == 404
    assert stranger.post(f"/aula/{other.code}/jaga/{Duty.objects.get().id}/hapus").status_code == 404
    assert stranger.get(f"/aula/{counter.mall.code}/jaga").status_code == 404
