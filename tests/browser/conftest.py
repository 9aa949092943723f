"""Real servers and a real Chromium, each person and screen in a browser of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.situations.own_database import a_database_in
from tests.situations.running_hall import RunningHall, a_running_hall

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: Playwright waits this long for a condition; the servers share their cores with other tests.
PATIENCE = 15_000
OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="module")
def hall(migrated_template, tmp_path_factory, django_db_blocker) -> Iterator[RunningHall]:
    """One installation for the tests of a module."""
    folder = tmp_path_factory.mktemp("hall")
    with ExitStack() as stack:
        own = stack.enter_context(a_database_in(folder, template=migrated_template))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(own.in_use())
        yield stack.enter_context(a_running_hall(own))


@pytest.fixture(autouse=True, scope="session")
def patient() -> None:
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def somebody(chromium: "Browser", hall: RunningHall) -> Iterator[OpenPage]:
    """`somebody(width=…, scripts=…)`: a page in a browser that nobody has used before. Faults of scripts fail the test."""
    contexts, faults = [], []

    def opened(*, width: int = 1280, height: int = 800, scripts: bool = True, **more: Any) -> "Page":
        context = chromium.new_context(
            base_url=hall.address, viewport={"width": width, "height": height}, java_script_enabled=scripts, **more
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults
