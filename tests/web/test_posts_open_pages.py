"""The staff's pages open by the same posts as the doors behind them: from their first day to their last, in their own mall; a system
administrator's in every mall."""

from collections.abc import Callable

import pytest
from django.test import Client

from pendopo.directory.models import Counter, Role
from pendopo.kernel import clock
from pendopo.queue.models import DeskLease
from tests.situations.hall import a_counter, a_kiosk, an_officer
from tests.situations.posts import EVERY_POST, HERE, LIVE, RUNNING, SITTING, the_holder_of
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db

#: Addresses of the staff, and the roles for which they are there; `ask` gets a browser and the counter.
PAGES: dict[str, tuple[Callable[[Client, Counter], int], frozenset[str]]] = {
    "first steps": (lambda c, at: c.get(f"/kelola/{at.mall.code}/").status_code, RUNNING),
    "workbook": (lambda c, at: c.get(f"/kelola/{at.mall.code}/buku").status_code, RUNNING),
    "export": (lambda c, at: c.get(f"/kelola/{at.mall.code}/ekspor").status_code, RUNNING),
    "people": (lambda c, at: c.get(f"/kelola/{at.mall.code}/petugas").status_code, RUNNING | {Role.AGENCY_HEAD}),
    "screens": (lambda c, at: c.get(f"/kelola/{at.mall.code}/layar").status_code, RUNNING),
    "today": (lambda c, at: c.get(f"/kelola/{at.mall.code}/hari-ini").status_code, RUNNING),
    "invitation": (
        lambda c, at: c.post(f"/kelola/{at.mall.code}/petugas/{an_officer(a_counter(mall=at.mall)).id}/undang").status_code, RUNNING,
    ),
    "pairing": (
        lambda c, at: c.post(f"/kelola/{at.mall.code}/layar/{a_kiosk(mall=at.mall)[0].id}/pasang").status_code, RUNNING,
    ),
    "opening a counter": (lambda c, at: c.post("/pos/buka", {"loket": at.code, "mal": at.mall.code}).status_code, SITTING),
    "desk": (lambda c, at: c.get(f"/loket/{at.code}/").status_code, SITTING),
}  # fmt: skip


@pytest.mark.parametrize(("role", "where", "when"), EVERY_POST)
def test_a_post_opens_pages_of_its_own_mall_while_it_lasts(role, where, when, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NINE)
    counter = a_counter()
    browser = Client()
    browser.force_login(the_holder_of(role, counter.mall if where == HERE else a_counter().mall, when))

    opened = {name: ask(browser, counter) != 404 for name, (ask, _roles) in PAGES.items()}

    reached = (where == HERE or role == Role.SYSTEM) and when in LIVE
    assert opened == {name: role in roles and reached for name, (_ask, roles) in PAGES.items()}


def test_of_two_malls_with_a_counter_of_the_same_code_the_chosen_one_is_opened(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NINE)
    first, second = a_counter(code="loket-01"), a_counter(code="loket-01")
    person = the_holder_of("manager", first.mall, "live")
    the_holder_of("manager", second.mall, "live", person)
    browser = Client()
    browser.force_login(person)

    page = browser.get("/pos").content.decode()
    opened = browser.post("/pos/buka", {"loket": "loket-01", "mal": second.mall.code})

    assert first.mall.name in page
    assert second.mall.name in page
    assert DeskLease.objects.get().counter == second
    assert browser.get(opened["location"]).status_code == 200
