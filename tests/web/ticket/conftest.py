"""A phone in the mall at nine on a Monday morning."""

import re
from html import unescape

from pendopo.kernel import clock
from pendopo.kernel.clock import business_date
from pendopo.queue.hall_token import hall_token


def words_of(answer) -> str:
    """What a person reads on the page, in one line."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())).replace(" .", ".").replace(" ,", ",")


def read(client, ticket, *, status=200, **asked) -> str:
    answer = client.get(f"/t/{ticket.visit.code}", asked)
    assert answer.status_code == status
    return words_of(answer)


def face_of(client, ticket, **asked) -> str:
    found = re.search(r'data-face="(\w+)"', client.get(f"/t/{ticket.visit.code}", asked).content.decode())
    assert found
    return found[1]


def walk_in(client, mall) -> None:
    """Scan the QR of the day that hangs in the hall."""
    token = hall_token(mall.id, business_date(clock.now(), mall.time_zone))
    assert client.get(f"/m/{mall.code}/aula/{token}").status_code == 303
