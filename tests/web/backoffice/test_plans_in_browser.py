"""A click on the floor plan, in a real Chromium: the counter stands where the finger was."""

import pytest
from django.conf import settings
from django.test import Client

from pendopo.directory.models import PlanMark
from tests.situations.browser import HERE, answers
from tests.situations.hall import a_counter, a_line, a_mall, an_administrator
from tests.situations.plans import a_plan, a_png

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_click_places_the_first_counter_that_stands_nowhere(chromium):
    mall = a_mall(code="kalianda")
    counter = a_counter(line=a_line(mall=mall))
    plan = a_plan(mall, content=a_png(1000, 500))
    client = Client()
    client.force_login(an_administrator(mall))
    context = chromium.new_context(base_url=HERE, viewport={"width": 1366, "height": 768})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": HERE}])
    context.route("**/*", answers())
    page = context.new_page()
    page.goto(f"/kelola/kalianda/denah/{plan.pk}")
    box = page.locator("#surface").bounding_box()

    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.wait_for_selector("#surface .map__mark")
    context.close()

    mark = PlanMark.objects.get()
    assert mark.counter == counter
    assert abs(mark.x - 250) <= 3
    assert abs(mark.y - 500) <= 3
