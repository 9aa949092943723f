"""What a visitor does with the page: check in, come back, give up, add a service."""

import pytest
from django.test import Client

from pendopo.queue.miss import miss
from pendopo.queue.models import Channel, Ticket, TicketState
from tests.situations.hall import a_counter, a_line, a_mall, a_service
from tests.situations.line import a_key, a_ticket, a_ticket_at, a_visitor_served_at, again, an_open_desk
from tests.situations.times import EIGHT, NINE, days, minutes
from tests.web.ticket.conftest import face_of, read, walk_in, words_of

pytestmark = pytest.mark.django_db


def press(client, ticket, verb, **fields):
    return client.post(f"/t/{ticket.visit.code}/{verb}", {"tiket": ticket.id, **fields})


def test_a_number_from_home_joins_in_the_hall_only(client):
    sari = a_ticket(channel=Channel.HOME)

    refused = press(client, sari, "datang")

    assert refused.status_code == 403
    assert "Nomor masuk antrean di aula" in words_of(refused)
    assert again(sari).state == TicketState.HELD


def test_the_qr_of_the_day_lets_it_join(client):
    sari = a_ticket(channel=Channel.HOME)
    walk_in(client, sari.mall)
    assert "Saya di aula, masuk antrean" in read(client, sari)

    assert press(client, sari, "datang").status_code == 303

    assert again(sari).state == TicketState.WAITING
    assert "Anda tiba dan masuk antrean" in read(client, sari)
    # Pressed again, it has been done.
    assert press(client, sari, "datang").status_code == 303


def test_the_qr_of_another_mall_does_not(client):
    sari = a_ticket(channel=Channel.HOME)
    walk_in(client, a_mall())

    assert press(client, sari, "datang").status_code == 403


def test_the_proof_is_over_after_an_hour(client, at_nine):
    sari = a_ticket(channel=Channel.HOME)
    walk_in(client, sari.mall)
    at_nine(NINE + minutes(61))

    assert press(client, sari, "datang").status_code == 403


def test_a_forged_proof_is_none(client):
    sari = a_ticket(channel=Channel.HOME)
    client.cookies["aula"] = f"{sari.mall_id}|99999999999.{'0' * 64}"

    assert press(client, sari, "datang").status_code == 403


def test_a_lapsed_number_does_not_join_any_more(client, at_nine):
    sari = a_ticket(channel=Channel.HOME)
    at_nine(NINE + minutes(121))
    walk_in(client, sari.mall)

    refused = press(client, sari, "datang")

    assert refused.status_code == 409
    assert "11.00" in words_of(refused)
    assert again(sari).state == TicketState.LAPSED


def a_missed_ticket(at=NINE):
    desk = an_open_desk(a_counter(line=a_line()), at=EIGHT)
    ticket = a_ticket_at(desk, at=at - minutes(2))
    miss(desk=desk.lease(at), ticket=ticket, at=at)
    return again(ticket)


def test_one_tap_after_a_missed_call_joins_the_line_again(client, at_nine):
    sari = a_missed_ticket()
    at_nine(NINE + minutes(12))

    assert press(client, sari, "kembali").status_code == 303

    assert again(sari).state == TicketState.WAITING
    assert again(sari).rank_at == NINE + minutes(2)
    assert press(client, sari, "kembali").status_code == 303


def test_coming_back_too_late_is_refused_in_a_sentence(client, at_nine):
    sari = a_missed_ticket()
    at_nine(NINE + minutes(31))

    refused = press(client, sari, "kembali")

    assert refused.status_code == 409
    assert "sampai 30 menit setelah dipanggil" in words_of(refused)
    assert again(sari).state == TicketState.MISSED


def test_giving_up_asks_first(client):
    sari = a_ticket()

    asked = client.get(f"/t/{sari.visit.code}/batal", {"n": sari.label})

    assert f"Batalkan nomor {sari.label}?" in words_of(asked)
    assert again(sari).state == TicketState.WAITING
    assert press(client, sari, "batal").status_code == 303
    assert again(sari).state == TicketState.CANCELLED
    assert face_of(client, sari) == "cancelled"
    assert press(client, sari, "batal").status_code == 303


def test_a_number_that_is_being_served_is_not_given_up(client):
    sari = a_visitor_served_at(an_open_desk(a_counter(line=a_line()), at=EIGHT))

    for refused in (press(client, sari, "batal"), client.get(f"/t/{sari.visit.code}/batal")):
        assert refused.status_code == 409
        assert f"Nomor {sari.label}" in words_of(refused)
    assert again(sari).state == TicketState.SERVING


def test_a_command_without_the_forms_token_changes_nothing():
    from django.test import Client

    sari = a_ticket()

    assert press(Client(enforce_csrf_checks=True), sari, "batal").status_code == 403
    assert again(sari).state == TicketState.WAITING


@pytest.mark.parametrize("verb", ["datang", "kembali"])
def test_a_link_alone_does_nothing(client, verb):
    sari = a_ticket()

    assert client.get(f"/t/{sari.visit.code}/{verb}").status_code == 405


def test_a_further_service_is_found_and_added_to_the_same_link(client):
    sari = a_ticket()
    other = a_service(line=a_line(mall=sari.mall), name="Surat pindah datang", synonyms=["pindah rumah"])
    sari.mall.catalogue_version += 1
    sari.mall.save()
    found = client.get(f"/t/{sari.visit.code}/layanan", {"q": "pindah rumah"})
    assert "Surat pindah datang" in words_of(found)
    assert f"pilih={other.code}" in found.content.decode()

    key = a_key()
    for _twice in range(2):
        answer = client.post(f"/t/{sari.visit.code}/layanan", {"layanan": other.code, "kunci": key})
        assert answer.status_code == 303

    added = sari.visit.tickets.exclude(pk=sari.pk).get()
    assert (added.service, added.state) == (other, TicketState.WAITING)
    assert answer.headers["Location"] == f"/t/{sari.visit.code}?n={added.label}"


def test_the_same_service_is_not_added_twice(client):
    sari = a_ticket()

    refused = client.post(f"/t/{sari.visit.code}/layanan", {"layanan": sari.service.code, "kunci": a_key()})

    assert refused.status_code == 409
    assert sari.label in words_of(refused)
    assert sari.visit.tickets.count() == 1


def test_what_is_added_at_home_is_held_as_well(client):
    sari = a_ticket(channel=Channel.HOME)
    other = a_service(line=a_line(mall=sari.mall))

    client.post(f"/t/{sari.visit.code}/layanan", {"layanan": other.code, "kunci": a_key()})

    assert set(Ticket.objects.values_list("state", flat=True)) == {TicketState.HELD}


def test_one_visit_at_home_holds_no_more_numbers_than_one_phone(client):
    """A script cannot go round the limits by adding to one visit without end, nor by forgetting its cookies."""
    sari = a_ticket(channel=Channel.HOME)

    def add(phone, **more) -> int:
        other = a_service(line=a_line(mall=sari.mall))
        return phone.post(f"/t/{sari.visit.code}/layanan", {"layanan": other.code, "kunci": a_key()}, **more).status_code

    assert [add(Client()) for _ in range(4)] == [303, 303, 429, 429]
    assert sari.visit.tickets.count() == 3


def test_what_is_added_counts_for_the_address_it_is_added_from(client, settings):
    settings.PHONE_LIMITS = {"home": (1, 10), "hall": (10, 10)}
    sari = a_ticket(channel=Channel.HOME)
    services = [a_service(line=a_line(mall=sari.mall)) for _ in range(2)]

    first, second = (
        client.post(f"/t/{sari.visit.code}/layanan", {"layanan": service.code, "kunci": a_key()}) for service in services
    )

    assert (first.status_code, second.status_code) == (303, 429)
    assert "Silakan tunggu satu menit" in words_of(second)


def test_nothing_is_added_to_a_visit_of_another_day(client, at_nine):
    sari = a_ticket()
    at_nine(NINE + days(1))

    refused = client.post(f"/t/{sari.visit.code}/layanan", {"layanan": sari.service.code, "kunci": a_key()})

    assert refused.status_code == 409
    assert "Kunjungan ini dari hari lain" in words_of(refused)
    assert Ticket.objects.count() == 1
