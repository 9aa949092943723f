"""The map of the hall: drawn over a picture, or a scheme of the zones; what is looked for and where one stands."""

import pytest
from django.db import IntegrityError, transaction

from pendopo.directory.doors import plan_picture_file
from pendopo.directory.draw_plan import change_picture, draw_way, put_mark, remove_mark, remove_plan
from pendopo.directory.hall_map import hall_map
from pendopo.directory.models import Facility, PlanMark, Site
from pendopo.journal.events import history_of
from pendopo.kernel.errors import NotFound
from tests.situations.hall import a_counter, a_kiosk, a_line, a_mall, a_zone
from tests.situations.line import refusal_of
from tests.situations.plans import a_plan, a_png
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def mall():
    return a_mall()


@pytest.fixture
def counter(mall):
    return a_counter(line=a_line(mall=mall, zone=a_zone(mall=mall, hint="Sebelah kiri")), number="7", hint="Dekat musala")


def put(plan, x, y, **what):
    return put_mark(plan=plan, point=(x, y), at=NINE, actor="officer:rina", **what)


def test_without_a_plan_the_zones_stand_in_a_scheme(mall, counter):
    Facility.objects.create(mall=mall, site=Site.objects.get(mall=mall), code="atm", name="Pusat ATM", kind="ATM")
    shown = hall_map(mall, goals=["7"])

    (drawing,) = shown.drawings
    assert not shown.to_scale
    assert [block.letter for block in drawing.blocks] == ["A"]
    assert {(mark.kind, mark.goal) for mark in drawing.marks} == {("counter", True), ("facility", False), ("entrance", False)}
    assert all(0 < mark.x < drawing.width and 0 < mark.y < drawing.height for mark in drawing.marks)


def test_every_floor_has_its_own_scheme(mall):
    for floor in ("1", "2"):
        a_counter(line=a_line(mall=mall, zone=a_zone(mall=mall, floor=floor)))
    goal = a_counter(line=a_line(mall=mall, zone=a_zone(mall=mall, floor="2")))

    shown = hall_map(mall, goals=[goal.number])

    assert len(shown.drawings) == 2
    assert any(mark.goal for mark in shown.drawings[0].marks), "the floor that is looked for comes first"


def test_counters_of_a_scheme_never_lie_on_each_other(mall):
    zone = a_zone(mall=mall)
    for _ in range(17):
        a_counter(line=a_line(mall=mall, zone=zone))
    places = [(mark.x, mark.y) for mark in hall_map(mall).drawings[0].marks]
    assert len(set(places)) == len(places)


def test_over_a_picture_things_stand_where_they_were_put(mall, counter):
    plan = a_plan(mall, content=a_png(1200, 800))
    kiosk, _token = a_kiosk(mall=mall)
    put(plan, 250, 500, counter=counter)
    put(plan, 500, 1000, device=kiosk)
    put(plan, 500, 990)
    draw_way(plan=plan, points=[(500, 990), (250, 500)], at=NINE, actor="officer:rina")

    (drawing,) = hall_map(mall, here=kiosk.id, goals=["7"]).drawings

    assert (drawing.width, drawing.height, drawing.way) == (1200, 800, "600,792 300,400")
    found = {mark.kind: mark for mark in drawing.marks}
    assert (found["counter"].x, found["counter"].y, found["counter"].goal) == (300, 400, True)
    assert (found["kiosk"].here, found["counter"].here) == (True, False)
    assert set(found) == {"counter", "kiosk", "entrance"}


def test_the_way_is_said_in_words_too(mall, counter):
    (said,) = hall_map(mall, goals=["7"]).directions
    assert said.name == "Loket 7"
    assert (said.words, said.own) == ("Zona A, lurus.", "Zona A. Sebelah kiri. Dekat musala.")


def test_a_counter_stands_in_one_place_only(mall, counter):
    first, second = a_plan(mall), a_plan(mall, name="Lantai 2")
    put(first, 1, 1, counter=counter)
    put(second, 900, 900, counter=counter)

    assert PlanMark.objects.get().plan == second
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanMark.objects.create(plan=first, kind="counter", counter=counter, x=1, y=1)


def test_nothing_stands_beside_the_picture(mall, counter):
    plan = a_plan(mall)
    assert refusal_of(lambda: put(plan, 1001, 5, counter=counter)) == "directory.beside_the_plan"
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanMark.objects.create(plan=plan, kind="entrance", x=5, y=-1)


def test_a_counter_out_of_use_is_not_shown(mall, counter):
    put(a_plan(mall), 5, 5, counter=counter)
    counter.active = False
    counter.save()
    assert hall_map(mall).drawings[0].marks == ()


def test_another_picture_keeps_the_places_and_the_old_one_is_gone(mall, counter, django_capture_on_commit_callbacks):
    plan = a_plan(mall)
    before = plan.picture
    put(plan, 500, 500, counter=counter)

    with django_capture_on_commit_callbacks(execute=True):
        change_picture(plan=plan, content=a_png(600, 300), at=NINE, actor="officer:rina")

    (mark,) = hall_map(mall).drawings[0].marks
    assert (mark.x, mark.y) == (300, 150)
    with pytest.raises(NotFound):
        plan_picture_file(before)
    assert plan_picture_file(plan.picture)[1] == "image/png"


def test_each_change_is_in_the_journal(mall, counter):
    plan = a_plan(mall)
    mark = put(plan, 5, 5, counter=counter)
    remove_mark(mark=mark, at=NINE, actor="officer:rina")
    remove_plan(plan=plan, at=NINE, actor="officer:rina")
    assert [event.facts["part"] for event in history_of(plan.pk)] == ["picture", "mark", "mark_removed", "removed"]


def test_two_plans_do_not_share_a_name(mall):
    a_plan(mall)
    assert refusal_of(lambda: a_plan(mall)) == "directory.plan_name_taken"


def test_the_map_asks_few_questions(mall, counter, django_assert_num_queries):
    plan = a_plan(mall)
    put(plan, 5, 5, counter=counter)
    with django_assert_num_queries(3):
        hall_map(mall, goals=["7"])
