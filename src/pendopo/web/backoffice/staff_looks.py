"""Who works here has personal data too: a page or file with their names and addresses is a look at them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from pendopo.directory.models import Mall
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.privacy.record_look import record_look

# Inviting ten people one after the other is one look at the list.
_SAME_LOOK = timedelta(minutes=15)


def look_at_staff(
    request: HttpRequest, mall: Mall, screen: Screen, purpose: Purpose, people: Iterable[UUID], at: datetime
) -> None:
    record_look(
        mall=mall.pk, person=request.user.pk, screen=screen, purpose=purpose, parts=[Part.PERSON], subjects=people, at=at,  # type: ignore[arg-type]
        of_staff=True, same_for=_SAME_LOOK if screen == Screen.PEOPLE else timedelta(),
    )  # fmt: skip
