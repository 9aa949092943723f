"""What one picture is."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from playwright.sync_api import Page

from pendopo.config.pictures.hall import Hall
from pendopo.config.pictures.lens import Lens

Cookies = Callable[[Hall], dict[str, str]]
Show = Callable[[Page, Hall], object]


def _nobody(_hall: Hall) -> dict[str, str]:
    return {}


def _nothing_special(_hall: Hall) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Picture:
    """`show` brings the page to what is pictured; `meanwhile` is what goes on in the mall; `cookies` are the browser's."""

    name: str
    lens: Lens
    show: Show
    cookies: Cookies = _nobody
    meanwhile: Callable[[Hall], AbstractContextManager[None]] = field(default=_nothing_special)
