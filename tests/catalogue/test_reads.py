"""What the portal shows of services and agencies, and in how many queries."""

from datetime import date

import pytest

from pendopo.catalogue.models import Fee
from pendopo.catalogue.reads import agencies_of, agency_page, service_page, services_of
from pendopo.directory.opening import OpenKind, kept_schedule_of
from pendopo.kernel.errors import NotFound
from tests.situations.hall import a_counter, a_line, a_mall, a_service, a_standard, an_agency
from tests.situations.times import MONDAY, NINE, SATURDAY, days, on

pytestmark = pytest.mark.django_db


def a_fee(service, amount, *, label="Penerbitan", valid_from=date(2020, 1, 1), valid_until=None):
    return Fee.objects.create(
        service=service, label=label, amount_rupiah=amount, valid_from=valid_from, valid_until=valid_until
    )


def test_a_service_page_shows_everything_a_visitor_asks():
    service = a_service(summary="Kutipan pertama", can_do_here="Terbit hari itu", cannot_do_here="Akta lama")
    a_standard(service=service)
    a_counter(line=service.line, number="7", hint="Sisi kanan")

    page = service_page(service.mall, service.code, NINE)

    assert page.standard.requirements == ("Fotokopi KK", "KTP-el asli")
    assert (page.standard.time_limit, page.standard.product) == ("3 hari kerja", "Kutipan akta")
    assert (page.can_do_here, page.cannot_do_here) == ("Terbit hari itu", "Akta lama")
    assert (page.line.zone_letter, page.line.place) == (service.line.zone.letter, "Gedung utama")
    assert [(counter.number, counter.hint) for counter in page.line.counters] == [("7", "Sisi kanan")]
    assert page.open_state.kind is OpenKind.OPEN


def test_a_service_without_a_line_takes_no_number():
    service = a_service(agency=an_agency())

    assert service_page(service.mall, service.code, NINE).line is None


def test_fees_are_those_valid_today():
    service = a_service()
    a_fee(service, 30_000, valid_until=MONDAY - days(1))
    a_fee(service, 50_000, valid_from=MONDAY)
    a_fee(service, 60_000, valid_from=MONDAY + days(1))

    page = service_page(service.mall, service.code, NINE)

    assert [fee.amount_rupiah for fee in page.fees] == [50_000]
    assert not page.free


def test_a_fee_of_nothing_is_free_and_no_fee_row_is_not_known():
    free, unknown = a_service(), a_service()
    a_fee(free, 0)

    assert service_page(free.mall, free.code, NINE).free
    assert not service_page(unknown.mall, unknown.code, NINE).free


def test_the_standard_in_force_is_the_highest_published_version():
    service = a_service()
    a_standard(service=service, version=1, time_limit="5 hari")
    a_standard(service=service, version=2, time_limit="3 hari", published_on=date(2026, 6, 1))
    a_standard(service=service, version=3, time_limit="1 hari", published_on=MONDAY + days(1))

    assert service_page(service.mall, service.code, NINE).standard.time_limit == "3 hari"
    assert services_of(service.mall, NINE)[0].time_limit == "3 hari"
    assert service_page(service.mall, service.code, NINE + days(1)).standard.version == 3


@pytest.mark.parametrize("hidden", [{"active": False}, {"code": "lain"}])
def test_a_service_that_is_not_there_is_not_found(hidden):
    service = a_service(**hidden)

    with pytest.raises(NotFound):
        service_page(service.mall, "lain" if "active" in hidden else "layanan", NINE)


def test_a_service_of_another_mall_is_not_found():
    service = a_service()

    with pytest.raises(NotFound):
        service_page(a_mall(), service.code, NINE)


def test_a_closed_agency_says_when_it_opens():
    service = a_service()

    state = service_page(service.mall, service.code, on(SATURDAY, "09:00")).open_state

    assert (state.kind, state.opens_at) == (OpenKind.CLOSED, on(MONDAY + days(7), "08:00"))


def test_services_in_the_order_of_a_search_result():
    mall = a_mall()
    line = a_line(mall=mall)
    for code in ("a", "b", "c"):
        a_service(line=line, code=code, name=code)

    assert [row.code for row in services_of(mall, NINE)] == ["a", "b", "c"]
    assert [row.code for row in services_of(mall, NINE, codes=["c", "gone", "a"])] == ["c", "a"]


def test_a_list_shows_the_lowest_fee_and_that_it_varies():
    service = a_service(from_source=True)
    a_standard(service=service, fee="Rp30.000 sampai Rp50.000")
    a_fee(service, 50_000, label="Roda empat")
    a_fee(service, 30_000, label="Roda dua")

    row = services_of(service.mall, NINE)[0]

    assert (row.fee_rupiah, row.fee_varies, row.fee_text) == (30_000, True, "Rp30.000 sampai Rp50.000")
    assert row.from_source


def test_an_agency_page_shows_its_own_services_only():
    mall = a_mall()
    ours, others = a_service(line=a_line(mall=mall)), a_service(line=a_line(mall=mall))

    page = agency_page(mall, ours.agency.code, NINE)

    assert [row.code for row in page.services] == [ours.code]
    assert others.agency.code != page.agency.code
    assert len(page.week) == 7


def test_an_agency_is_also_found_at_the_counter_that_it_shares():
    host = a_line()
    guest = a_line(mall=host.mall, zone=host.zone)
    a_counter(lines=[host, guest], number="12")

    cards = {card.code: card for card in agencies_of(host.mall, NINE)}

    assert cards[guest.agency.code].counters == ("12",)
    assert cards[guest.agency.code].zones == (host.zone.letter,)


def a_furnished_mall(services: int):
    mall = a_mall()
    for _ in range(services):
        service = a_service(line=a_line(mall=mall))
        a_counter(line=service.line)
        a_standard(service=service)
        a_fee(service, 10_000)
        a_fee(service, 20_000, label="Cepat")
    kept_schedule_of(mall)
    return mall, service


@pytest.mark.parametrize("services", [1, 6])
def test_the_number_of_queries_does_not_depend_on_the_size(django_assert_num_queries, services):
    mall, service = a_furnished_mall(services)

    with django_assert_num_queries(4):
        service_page(mall, service.code, NINE)
    with django_assert_num_queries(3):
        services_of(mall, NINE)
    with django_assert_num_queries(5):
        agency_page(mall, service.agency.code, NINE)
    with django_assert_num_queries(2):
        agencies_of(mall, NINE)
