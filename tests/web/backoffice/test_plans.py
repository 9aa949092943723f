"""The administrator draws the map: uploads a picture, places things on it, takes them away; visitors see it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendopo.directory.models import FloorPlan, PlanMark
from tests.situations.hall import a_counter, a_line, a_mall, a_manager
from tests.situations.line import a_ticket
from tests.situations.plans import a_plan, a_png
from tests.situations.screens import a_kiosk_screen
from tests.situations.times import NINE
from tests.web.backoffice.conftest import signed_in, the_office_of, words_of

pytestmark = pytest.mark.django_db

PLANS = "/kelola/kalianda/denah"


@pytest.fixture
def mall():
    return a_mall(code="kalianda")


@pytest.fixture
def office(mall):
    return the_office_of(mall)


@pytest.fixture
def counter(mall):
    return a_counter(line=a_line(mall=mall), number="7", hint="Dekat musala")


def upload(office, content, *, name="Lantai 1"):
    return office.post(PLANS, {"name": name, "picture": SimpleUploadedFile("denah.png", content)})


def put(office, plan, what, x, y):
    return office.post(f"{PLANS}/{plan.pk}", {"apa": what, "x": x, "y": y})


def test_a_picture_becomes_a_plan_and_everybody_may_see_it(office):
    answer = upload(office, a_png(beside=b"GPS"))

    plan = FloorPlan.objects.get()
    assert answer.headers["Location"] == f"{PLANS}/{plan.pk}"
    picture = Client().get(f"/denah/{plan.picture}")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"GPS" not in picture.content


def test_what_is_no_picture_says_so_beside_the_form(office):
    answer = upload(office, b"<svg onload='alert(1)'/>")
    assert (answer.status_code, "bukan gambar PNG atau JPEG" in words_of(answer)) == (422, True)
    assert not FloorPlan.objects.exists()


def test_things_are_placed_moved_and_taken_away(office, mall, counter):
    plan = a_plan(mall)
    put(office, plan, f"counter:{counter.pk}", 100, 200)
    put(office, plan, f"counter:{counter.pk}", 300, 400)
    mark = PlanMark.objects.get()
    assert (mark.x, mark.y) == (300, 400)
    assert "Loket 7 300 400" in words_of(office.get(f"{PLANS}/{plan.pk}"))

    office.post(f"{PLANS}/{plan.pk}/titik", {"titik": str(mark.pk)})

    assert not PlanMark.objects.exists()


def test_the_way_without_steps_grows_point_by_point(office, mall):
    plan = a_plan(mall)
    for x in (100, 200, 300):
        put(office, plan, "way", x, 500)
    office.post(f"{PLANS}/{plan.pk}/jalan")
    plan.refresh_from_db()
    assert plan.step_free == [[100, 500], [200, 500]]


@pytest.mark.parametrize(("x", "y"), [("", ""), ("-5", "3"), ("1001", "3"), ("satu", "dua")])
def test_a_place_beside_the_picture_is_refused_with_a_sentence(office, mall, x, y):
    answer = put(office, a_plan(mall), "entrance", x, y)
    assert (answer.status_code, "di luar gambar" in words_of(answer)) == (422, True)


def test_what_is_not_of_this_mall_is_not_found(office, mall):
    other = a_mall()
    elsewhere, strange = a_plan(other), a_counter(line=a_line(mall=other))
    assert put(office, a_plan(mall), f"counter:{strange.pk}", 1, 1).status_code == 404
    assert office.get(f"{PLANS}/{elsewhere.pk}").status_code == 404
    assert signed_in(a_manager(other)).get(PLANS).status_code == 404


def test_a_removed_plan_gives_the_scheme_back(office, mall, counter):
    plan = a_plan(mall)
    office.post(f"{PLANS}/{plan.pk}/hapus")
    assert "Skema, bukan ukuran sebenarnya" in words_of(Client().get("/m/kalianda/fasilitas"))


def test_kiosk_phone_and_portal_show_where_to_go(office, mall, counter):
    plan, kiosk = a_plan(mall), a_kiosk_screen(mall=mall, name="Kios pintu timur")
    put(office, plan, f"counter:{counter.pk}", 100, 200)
    put(office, plan, f"device:{kiosk.device.pk}", 500, 900)
    ticket = a_ticket(counter.counter_lines.get().line, at=NINE)

    assert "Anda di sini" in words_of(kiosk.get("/k/denah"))
    phone = Client().get(f"/t/{ticket.visit.code}/denah")
    assert "Dekat musala" in words_of(phone)
    assert "map__mark--goal" in phone.content.decode()
    portal = Client().get("/m/kalianda/fasilitas").content.decode()
    assert plan.picture in portal
    assert "map__mark--here" not in portal
