"""What every test gets. Situations to begin from lie in `tests/situations/`, one file per kind."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django import conf
from hypothesis import settings

from pendopo.config.testing.chromium import launch_options
from tests.situations.own_database import migrated_template, own_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["chromium", "migrated_template", "own_database"]

# How long one example takes says only how busy the machine is.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def static_files_looked_up_when_asked_for() -> None:
    """Each test's client begins with the middleware made anew: reading all static files then took a sixth of all tests' time."""
    conf.settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One real Chromium for all tests marked `browser`; each test opens a context of its own in it."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, in which Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        yield browser
        browser.close()
