"""Record that a screen showed somebody's personal data to somebody of the staff."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from pendopo.kernel.transactions import one_transaction
from pendopo.privacy.models import Look, Part, Purpose, Screen


@one_transaction
def record_look(
    *, mall: UUID, person: UUID, screen: Screen, purpose: Purpose, parts: Iterable[Part], subjects: Iterable[UUID], at: datetime,
    of_staff: bool = False, same_for: timedelta = timedelta(),
) -> None:  # fmt: skip
    """One row for one screen, one statement; nothing for a screen that showed nobody.

    `same_for`: a page that asks again by itself and shows the same records is the same look for so long; that costs a query.

    A visitor called to a counter is not recorded here: the call's own event says who saw whom (`reads.looks_of`), so that calling
    stays as quick as it is.
    """
    ids = sorted({str(subject) for subject in subjects})
    if not ids:
        return
    subjects_text = " ".join(ids)
    lately = Look.objects.filter(mall=mall, at__gt=at - same_for, at__lte=at)
    if not same_for or not lately.filter(person=person, screen=screen, subjects=subjects_text).exists():
        Look.objects.create(
            mall=mall, at=at, person=person, screen=screen, purpose=purpose, parts=" ".join(sorted(map(str, parts))),
            subjects=subjects_text, of_staff=of_staff,
        )  # fmt: skip
