"""The measure of `bench hall` foretells what it says: everybody, in few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.bench import estimates
from pendopo.bench.estimates import foretelling, full_hall
from pendopo.directory.models import Mall
from pendopo.kernel.clock import now
from pendopo.queue.estimate.forecast import forecast
from pendopo.queue.models import Visit

pytestmark = pytest.mark.django_db


def test_everybody_in_a_full_hall_is_foretold(monkeypatch):
    monkeypatch.setattr(estimates, "PEOPLE", 400)
    hall = full_hall()
    mall = Mall.objects.get(pk=hall.mall)
    forecast(mall, now())  # what is kept has been read

    with CaptureQueriesContext(connection) as queries:
        found = forecast(mall, now())

    assert len(queries) == 5
    assert sum(len(found.line(line).places) for line in hall.lines) == 400
    assert all(wait is not None for line in hall.lines for wait in found.line(line).places)


def test_it_leaves_no_visitors_behind_for_the_other_measures(monkeypatch):
    monkeypatch.setattr(estimates, "PEOPLE", 80)

    measures = {measure.unit: measure for measure in foretelling("SQLite")}

    assert measures["ms"].value > 0
    assert 0 < measures["queries"].value <= 10
    assert measures["queries"].holds
    assert not Visit.objects.exists()
