"""The browser that takes the pictures, and makes them small: Chromium writes WebP itself, so nothing else is needed."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from pendopo.config.pictures.lens import Lens
from pendopo.config.pictures.standing_clock import AT
from pendopo.config.testing.chromium import launch_options

_QUALITY = 0.82
_SHRINK = """async ([png, width, quality]) => {
  const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.round(bitmap.height * width / bitmap.width);
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


class Camera:
    """One Chromium; every picture is taken by a visitor of its own, who brings nothing from the picture before."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self.address = address
        self._darkroom = browser.new_page()

    @contextmanager
    def before(self, lens: Lens, cookies: dict[str, str]) -> Iterator[Page]:
        """A page of this size, in which the clock stands as well."""
        context = self._browser.new_context(
            base_url=self.address, viewport={"width": lens.width, "height": lens.height}, device_scale_factor=lens.scale,
            has_touch=lens.touch, locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce", color_scheme="light",
        )  # fmt: skip
        context.clock.set_fixed_time(AT)
        _give(context, self.address, cookies)
        page = context.new_page()
        yield page
        context.close()

    def take(self, page: Page, lens: Lens, path: Path) -> None:
        page.evaluate("document.fonts.ready")
        png = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
        path.write_bytes(base64.b64decode(self._darkroom.evaluate(_SHRINK, [png, lens.kept, _QUALITY])))


@contextmanager
def camera(address: str) -> Iterator[Camera]:
    with sync_playwright() as playwright:
        options = launch_options()
        # As a television of the hall is started: its pages may sound without a touch.
        options["args"].append("--autoplay-policy=no-user-gesture-required")
        browser = playwright.chromium.launch(**options)
        yield Camera(browser, address)
        browser.close()


def _give(context: BrowserContext, address: str, cookies: dict[str, str]) -> None:
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
