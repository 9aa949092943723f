"""Places that a line keeps for those who take a number from home: a share of its day, so that the hall always has its own.

Both verbs belong into the transaction of whoever gives or ends the number.
"""

from datetime import date
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import Line
from pendopo.kernel.errors import DomainError


class HomeShareTaken(DomainError):
    code = "appointments.home_share_taken"
    message = _(
        "All %(limit)s numbers of %(line)s that can be taken from home today are taken. "
        "Numbers are still given in the hall: please come and take one at a kiosk there."
    )


def home_limit_of(line: Line) -> int | None:
    """How many numbers a day may be taken from home, rounded up; None for a line without a daily limit."""
    if line.daily_limit is None:
        return None
    return -(-line.daily_limit * line.home_share_percent // 100)


def claim_home_place(*, line: Line, business_date: date) -> None:
    """One more number from home holds a place. The day is open already. Raises HomeShareTaken."""
    days = LineDay.objects.filter(line=line, business_date=business_date)
    free = days.filter(Q(home_limit__isnull=True) | Q(home_numbers__lt=F("home_limit")))
    if not free.update(home_numbers=F("home_numbers") + 1):
        raise HomeShareTaken(line=line.name, limit=days.values_list("home_limit", flat=True).get())


def give_home_place_back(*, line: UUID, business_date: date) -> None:
    """A number from home ended before its visitor came. Somebody else may have its place, under a number of their own."""
    # A day that was opened before places were counted knows of none.
    one_less = Greatest(F("home_numbers") - 1, 0)
    LineDay.objects.filter(line=line, business_date=business_date).update(
        home_numbers=one_less, given_back=F("given_back") + 1, issue_limit=F("issue_limit") + 1
    )
