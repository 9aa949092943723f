"""What a desk's form says, read with care."""

import pytest
from django.http import QueryDict

from pendopo.web.desk.fields import PressUnclear, the_return
from tests.situations.times import NINE, minutes


@pytest.mark.parametrize("written", ["²", "9" * 5000, "-5", "0", "lima"])
def test_minutes_that_are_no_number_of_minutes_are_refused(written):
    with pytest.raises(PressUnclear):
        the_return(_form(written), NINE)


def test_minutes_say_when_somebody_is_back():
    assert the_return(_form("15"), NINE) == NINE + minutes(15)


def _form(written: str) -> QueryDict:
    form = QueryDict(mutable=True)
    form["menit"] = written
    return form
