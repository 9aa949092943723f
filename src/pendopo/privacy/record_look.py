"""Record that a screen showed somebody's personal data to somebody of the staff."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from pendopo.kernel.transactions import writing
from pendopo.privacy.models import Look, Part, Purpose, Screen

_Shown = tuple[UUID, UUID, str, str]
# What this process recorded lately of pages that ask again by themselves. Forgotten, it is recorded once more.
_lately: dict[_Shown, datetime] = {}
_REMEMBERED = 2000


def record_look(
    *, mall: UUID, person: UUID, screen: Screen, purpose: Purpose, parts: Iterable[Part], subjects: Iterable[UUID], at: datetime,
    of_staff: bool = False, same_for: timedelta = timedelta(),
) -> None:  # fmt: skip
    """One row for one screen, one statement; nothing for a screen that showed nobody.

    `same_for`: a page that asks again by itself and shows the same records is the same look for so long, and writes nothing.

    A visitor called to a counter is not recorded here: the call's own event says who saw whom (`looks`), so that calling stays as
    quick as it is.
    """
    ids = " ".join(sorted({str(subject) for subject in subjects}))
    shown = (mall, person, str(screen), ids)
    if not ids or _is_same(shown, at, same_for):
        return
    with writing():
        Look.objects.create(
            mall=mall, at=at, person=person, screen=screen, purpose=purpose, parts=" ".join(sorted(map(str, parts))), subjects=ids,
            of_staff=of_staff,
        )  # fmt: skip
    if same_for:
        _remember(shown, at)


def _is_same(shown: _Shown, at: datetime, same_for: timedelta) -> bool:
    before = _lately.get(shown)
    return before is not None and timedelta() <= at - before < same_for


def _remember(shown: _Shown, at: datetime) -> None:
    if len(_lately) >= _REMEMBERED:
        _lately.clear()
    _lately[shown] = at
