"""Several services in one visit: each line holds the place while the visitor is at another counter."""

import pytest
from tests.situations.hall import a_counter, a_line, a_mall
from tests.situations.line import a_service_in, a_ticket, again, an_open_desk
from tests.situations.times import NINE, minutes

from pendopo.queue.add_service import add_service
from pendopo.queue.finish import finish
from pendopo.queue.models import Ticket, Visit
from pendopo.queue.start import start

pytestmark = pytest.mark.django_db


def test_the_next_line_holds_the_place_while_the_present_one_lasts():
    mall = a_mall()
    first_line, next_line = a_line(mall=mall), a_line(mall=mall)
    here, there = (an_open_desk(a_counter(line=line)) for line in (first_line, next_line))
    sari = a_ticket(first_line)
    further = add_service(
        visit=Visit.objects.get(pk=sari.visit_id), service=a_service_in(next_line).id, actor="visitor", at=NINE
    )
    later = a_ticket(next_line, at=NINE + minutes(5))
    here.call(NINE + minutes(6))

    # Her other number is not called while she sits here; the one behind her goes first, and her place is not lost.
    assert there.call(NINE + minutes(7)).ticket == later.id
    lease = there.lease(NINE + minutes(8))
    finish(
        desk=lease, ticket=start(desk=lease, ticket=again(later), at=NINE + minutes(8)), outcome="served", at=NINE + minutes(9)
    )
    behind = a_ticket(next_line, at=NINE + minutes(9))
    lease = here.lease(NINE + minutes(10))
    finish(
        desk=lease, ticket=start(desk=lease, ticket=again(sari), at=NINE + minutes(10)), outcome="served", at=NINE + minutes(11)
    )

    assert there.call(NINE + minutes(12)).ticket == further.ticket
    assert Ticket.objects.get(pk=further.ticket).joined_at == NINE
    assert Ticket.objects.get(pk=behind.id).state == "waiting"
