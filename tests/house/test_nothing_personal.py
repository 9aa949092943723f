"""Addresses and events speak of nobody: they end up in logs, histories and on other people's screens."""

import json
import re
from dataclasses import fields

import pytest

from pendopo.accounts.models import User
from pendopo.journal.events import registered
from pendopo.journal.models import Event
from pendopo.queue.models import Visit
from tests.house.addresses import WholeMall, addresses, stand_at
from tests.situations.busy_day import a_busy_hall
from tests.situations.times import NINE

# In English and Indonesian. A whole word of a field's name: `given_name` is found, `nickel` is not.
PERSONAL = frozenset(
    (
        "name", "nama", "nik", "nkk", "kk", "ktp", "phone", "telepon", "telp", "hp", "mobile", "email", "surel", "mail", "birth",
        "gender", "religion", "address", "alamat", "applicant", "pemohon", "visitor", "note", "catatan", "text", "remark",
        "password", "sandi", "secret", "token",
    )
)  # fmt: skip
# Named so, but not of a person.
_OF_THINGS = {("directory.reference_data.loaded", "name")}


def words(name: str) -> set[str]:
    return set(re.split(r"[_\-]", name.lower()))


@pytest.mark.parametrize("type_", sorted(registered()))
def test_events_carry_no_fact_about_a_person(type_):
    facts = {field.name for field in fields(registered()[type_])}

    assert not {fact for fact in facts if words(fact) & PERSONAL and (type_, fact) not in _OF_THINGS}


@pytest.mark.django_db
def test_a_whole_day_is_told_without_names_and_without_the_codes_that_open_a_visit():
    a_busy_hall(seed=5).goes_on(200)

    told = [json.dumps([event.facts, event.actor], default=str) for event in Event.objects.all()]
    secrets = [*User.objects.values_list("name", flat=True), *User.objects.values_list("email", flat=True)]
    secrets += Visit.objects.values_list("code", flat=True)

    assert len(told) > 80
    assert not {secret for secret in secrets if any(secret in one for one in told)}


def test_an_address_names_things_by_codes_and_ids():
    of_things = {"mall", "mall_code", "code", "service_code", "counter_code", "device", "line", "pause_id", "word", "token"}
    of_things |= {"sha256", "language", "phrase", "kind", "change", "counter", "about", "duty", "made", "plan"}
    of_things |= {"breach", "whom", "alert", "passkey", "place", "import_id", "holiday"}
    for address in addresses():
        assert {*address.arguments} - of_things <= {"person"}, address.route
    assert {address.name for address in addresses() if "person" in address.arguments} == {
        "invite_person",
        "dismiss_person",
        "sign_out_person",
    }  # by id


@pytest.mark.django_db
def test_what_pages_put_into_addresses_is_nothing_personal(monkeypatch):
    stand_at(monkeypatch, NINE)
    mall = WholeMall()
    for address in addresses():
        page = mall.page(address)
        queries = re.findall(r'(?:href|action|hx-get|src)="[^"?]*\?([^"]*)"', page)
        names = {pair.partition("=")[0] for query in queries for pair in re.split(r"&(?:amp;)?", query)}
        for attributes, body in re.findall(r"<form\b([^>]*)>(.*?)</form>", page, re.DOTALL):
            if 'method="post"' not in attributes:
                names |= set(re.findall(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]*)"', body))

        assert not {name for name in names if words(name) & PERSONAL}, address.name
        people = User.objects.values_list("name", flat=True)
        assert not {person for person in people if any(person.lower() in query.lower() for query in queries)}, address.name
