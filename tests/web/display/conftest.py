"""The display at nine on a Monday morning; and one in a real Chromium."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from pendopo.directory.models import Zone
from tests.situations.browser import HERE, answers
from tests.situations.hall import a_counter, a_display, a_line, a_mall, a_zone
from tests.situations.loudspeaker import LOUDSPEAKER
from tests.web.display.in_browser import PANELS, STREAM, OpenDisplay

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def zone() -> Zone:
    zone = a_zone(mall=a_mall(), name="Kependudukan & Keluarga")
    line = a_line(zone=zone)
    a_counter(line=line, number="3", direction="right", hint="Sisi kanan, dekat musala")
    a_counter(line=line, number="4", direction="left")
    a_counter(line=line, number="104A", direction="ahead", hint="Lurus sampai ujung ruangan, di belakang tangga")
    return zone


@pytest.fixture
def open_display(chromium: "Browser", zone: Zone) -> Iterator[OpenDisplay]:
    """A paired display of the zone of its own. `script` runs before all others."""
    contexts = []

    def opened(
        *,
        panel: tuple[int, int] = PANELS[0],
        language: str = "id",
        scripts: bool = True,
        script: str = "",
        clock_stands: bool = False,
    ) -> "Page":
        device, token = a_display(zone=zone)
        context = chromium.new_context(
            base_url=HERE, viewport={"width": panel[0], "height": panel[1]}, java_script_enabled=scripts
        )
        context.set_default_timeout(6000)
        context.add_cookies([{"name": "layar", "value": f"{device.id}.{token}", "url": f"{HERE}/layar/"}])
        context.route("**/*", answers())
        context.add_init_script(script + STREAM + LOUDSPEAKER)
        contexts.append(context)
        page = context.new_page()
        if clock_stands:
            page.clock.install()
        page.goto(f"/layar/?bahasa={language}")
        return page

    yield opened
    for context in contexts:
        context.close()
