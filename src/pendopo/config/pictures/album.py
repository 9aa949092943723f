"""Every screen that is pictured, in the order in which the pictures are taken: the last ones change the mall."""

from collections.abc import Iterator

from playwright.sync_api import Page

from pendopo.config.pictures.acts import quiet_display
from pendopo.config.pictures.extremes import extremes
from pendopo.config.pictures.for_staff import for_staff
from pendopo.config.pictures.for_visitors import for_visitors, show_board
from pendopo.config.pictures.hall import Hall
from pendopo.config.pictures.lens import TELEVISION
from pendopo.config.pictures.picture import Picture


def album() -> Iterator[Picture]:
    yield from for_visitors()
    yield from for_staff()
    yield from extremes()
    yield Picture("display-closed", TELEVISION, _closed_board, quiet_display)


def _closed_board(page: Page, hall: Hall) -> None:
    hall.close()
    show_board(page, hall)
