"""Several services in one visit: the next line keeps the place while the present one lasts, and the page leads on."""

import pytest
from django.test import Client

from pendopo.queue.add_service import add_service
from pendopo.queue.call_next import NobodyWaiting
from pendopo.queue.finish import finish
from pendopo.queue.models import Outcome
from pendopo.queue.start import start
from tests.house.addresses import stand_at
from tests.situations.hall import a_counter, a_line, a_mall, a_service, a_zone
from tests.situations.line import a_ticket, again, an_open_desk
from tests.situations.times import NINE, minutes
from tests.web.backoffice.conftest import words_of

pytestmark = pytest.mark.django_db


def test_the_place_in_the_next_line_is_kept_and_the_page_leads_there(monkeypatch):
    stand_at(monkeypatch, NINE + minutes(5))
    mall = a_mall()
    here = a_line(mall=mall, zone=a_zone(mall=mall))
    there = a_line(mall=mall, zone=a_zone(mall=mall, hint="Lantai dua, dekat lift"))
    first = a_ticket(service=a_service(line=here, name="Akta Kelahiran"), at=NINE)
    add_service(visit=first.visit, service=a_service(line=there, name="Paspor").id, actor="visitor", at=NINE)
    behind = a_ticket(there, at=NINE + minutes(1))
    desk, other = an_open_desk(a_counter(line=here)), an_open_desk(a_counter(line=there))
    desk.call(NINE + minutes(2))
    start(desk=desk.lease(NINE + minutes(2)), ticket=again(first), at=NINE + minutes(2))
    page = f"/t/{first.visit.code}"

    assert "Nomor Anda yang lain tetap pada tempatnya" in words_of(Client().get(page))
    assert other.call(NINE + minutes(3)).ticket == behind.id, "who is being served elsewhere is passed over"

    finish(desk=desk.lease(NINE + minutes(4)), ticket=again(first), outcome=Outcome.SERVED, at=NINE + minutes(4))

    words = words_of(Client().get(page))
    assert words.index("Paspor") < words.index("Akta Kelahiran"), "the next one stands first"
    assert "Lantai dua, dekat lift" in words
    third = an_open_desk(a_counter(line=there), at=NINE + minutes(4))
    assert again(third.call(NINE + minutes(5)).ticket).visit == first.visit
    with pytest.raises(NobodyWaiting):
        an_open_desk(a_counter(line=there), at=NINE + minutes(5)).call(NINE + minutes(5))
