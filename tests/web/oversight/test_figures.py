"""The figures for those who change nothing: the same numbers as in the live hall, without names and without acts."""

import pytest
from django.urls import reverse

from tests.house.addresses import WholeMall, signed_in

pytestmark = pytest.mark.django_db


def test_an_executive_reads_the_figures_and_can_press_nothing_but_sign_out():
    mall = WholeMall()
    figures = reverse("web:figures", args=[mall.mall.code])
    client = signed_in(mall.executive)

    page = client.get(figures).content.decode()

    assert "Menunggu sekarang" in page
    assert mall.desk.officer.name not in page.partition("<main")[2]
    assert "<form" not in page.partition("<main")[2]
    assert figures in client.get("/pos").content.decode()
    assert client.get(reverse("web:live_hall", args=[mall.mall.code])).status_code == 404


def test_an_auditor_reads_who_changed_what_and_has_nothing_to_press():
    mall = WholeMall()
    client = signed_in(mall.auditor)
    history = reverse("web:history", args=[mall.mall.code])

    page = client.get(history).content.decode()

    assert "Dicetak di sini." in page
    assert "<form" not in page.partition("<main")[2]
    assert history in client.get("/pos").content.decode()
    assert client.get(reverse("web:data", args=[mall.mall.code])).status_code == 404
    assert client.get(f"{history}?hal=99999999").status_code == 200
    assert client.get(f"{history}?hal=x").status_code == 200
