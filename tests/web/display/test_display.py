"""A zone's display: the latest call large, earlier ones below, only this zone's; and the hall at rest."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.directory.models import Device, Zone
from pendopo.directory.pair_device import revoke_device
from pendopo.kernel.keys import key_ring
from pendopo.queue.hall_token import hall_token
from pendopo.queue.miss import miss
from pendopo.queue.models import Ticket
from pendopo.queue.reads.display import display_board
from pendopo.queue.recall import recall
from pendopo.queue.start import start
from pendopo.queue.subscription import KEY_PURPOSE, open_subscription, screen_channel
from pendopo.queue.transfer import transfer
from tests.situations.hall import a_break, a_closed_day, a_counter, a_display, a_line, a_mall, a_pause, a_service, a_zone
from tests.situations.line import Desk, a_ticket, again, an_open_desk
from tests.situations.screens import a_display_client
from tests.situations.times import MONDAY, NINE, minutes

pytestmark = pytest.mark.django_db


def plain(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def a_desk_in(zone: Zone, **fields) -> Desk:
    return an_open_desk(a_counter(line=a_line(zone=zone), **fields))


def called_at(desk: Desk, at=NINE) -> Ticket:
    """Somebody who came five minutes ago is called to this desk now, after whoever was there before is gone."""
    line = desk.counter.counter_lines.get().line
    ticket = a_ticket(line, at=at - minutes(5))
    desk.call(at)
    return again(ticket)


def called_and_gone(desk: Desk, at=NINE) -> Ticket:
    ticket = called_at(desk, at)
    miss(desk=desk.lease(at), ticket=again(ticket), at=at)
    return ticket


class TestTheBoard:
    def test_shows_the_latest_call_with_counter_direction_and_hint(self):
        zone = a_zone(mall=a_mall())
        called_at(a_desk_in(zone, number="3", direction="right", hint="Dekat musala"))

        board = display_board(zone.mall, zone, NINE)

        assert (board.latest.number, board.latest.counter) == ("A-001", "3")
        assert (board.latest.direction, board.latest.hint, board.latest.again) == ("right", "Dekat musala", False)
        assert board.earlier == ()

    def test_lists_earlier_calls_newest_first(self):
        zone = a_zone(mall=a_mall())
        desk = a_desk_in(zone)
        for number in range(10):
            called_and_gone(desk, NINE + minutes(number))

        board = display_board(zone.mall, zone, NINE + minutes(10))

        assert board.latest.number == "A-010"
        assert [call.number for call in board.earlier] == [f"A-{number:03d}" for number in range(9, 2, -1)]

    def test_a_repeated_call_stands_once_and_is_marked(self):
        zone = a_zone(mall=a_mall())
        desk, other = a_desk_in(zone), a_desk_in(zone)
        first = called_at(desk)
        called_at(other, NINE + minutes(1))
        recall(desk=desk.lease(NINE), ticket=again(first), at=NINE + minutes(2))

        board = display_board(zone.mall, zone, NINE + minutes(2))

        assert (board.latest.number, board.latest.again) == (first.label, True)
        assert len(board.earlier) == 1

    def test_a_ticket_sent_on_stays_where_it_was_called(self):
        zone = a_zone(mall=a_mall())
        desk = a_desk_in(zone)
        a_counter(line=(elsewhere := a_line(mall=zone.mall)))
        ticket = called_at(desk)
        start(desk=desk.lease(NINE), ticket=again(ticket), at=NINE)
        transfer(desk=desk.lease(NINE), ticket=again(ticket), line=elsewhere, at=NINE + minutes(1))

        assert display_board(zone.mall, zone, NINE + minutes(2)).latest.number == ticket.label

    def test_other_zones_stand_in_the_strip_alone(self):
        mall = a_mall()
        mine, other, quiet = a_zone(mall=mall), a_zone(mall=mall), a_zone(mall=mall)
        called_at(a_desk_in(other, number="9"))

        board = display_board(mall, mine, NINE)

        assert board.latest is None
        assert [(each.letter, each.number, each.counter) for each in board.others] == [("B", "B-001", "9"), ("C", "", "")]
        assert quiet.letter == "C"

    def test_yesterday_is_gone(self):
        zone = a_zone(mall=a_mall())
        called_at(a_desk_in(zone))

        assert display_board(zone.mall, zone, NINE + minutes(24 * 60)).latest is None

    def test_another_malls_calls_are_never_seen(self):
        zone = a_zone(mall=a_mall())
        called_at(a_desk_in(a_zone(mall=a_mall())))

        board = display_board(zone.mall, zone, NINE)

        assert (board.latest, board.others) == (None, ())

    def test_three_queries_however_much_was_called(self):
        zone = a_zone(mall=a_mall())
        desk = a_desk_in(zone)
        display_board(zone.mall, zone, NINE)
        for number in range(8):
            called_and_gone(desk, NINE + minutes(number))

        with CaptureQueriesContext(connection) as queries:
            display_board(zone.mall, zone, NINE + minutes(9))

        assert len(queries) == 3


class TestThePage:
    def test_never_names_a_service_or_a_person(self):
        zone = a_zone(mall=a_mall())
        line = a_line(zone=zone, name="Jalur Rahasia")
        a_service(line=line, name="Konsultasi HIV")
        desk = an_open_desk(a_counter(line=line, name="Loket Rahasia"))
        ticket = called_at(desk)
        _device, client = a_display_client(zone=zone)

        for path in ("/layar/", "/layar/isi"):
            page = client.get(path).content.decode()
            assert ticket.label in page
            for private in (
                "Konsultasi HIV",
                "Jalur Rahasia",
                "Loket Rahasia",
                desk.officer.name,
                str(ticket.id),
                ticket.visit.code,
            ):
                assert private not in page

    @pytest.mark.parametrize(("language", "says"), [("id", "Silakan menuju loket"), ("en", "Please go to the counter")])
    def test_a_call_is_announced_in_the_displays_language(self, language, says):
        zone = a_zone(mall=a_mall())
        called_at(a_desk_in(zone))
        _device, client = a_display_client(zone=zone)

        page = client.get("/layar/", {"bahasa": language})

        assert says in plain(page)
        assert page["content-language"] == language

    @pytest.mark.parametrize(
        ("language", "says"), [("id", "Belum ada panggilan di zona ini"), ("en", "Nobody has been called")]
    )
    def test_an_empty_morning_says_welcome_and_the_hours(self, language, says):
        _device, client = a_display_client()

        page = plain(client.get("/layar/", {"bahasa": language}))

        assert says in page
        assert "08.00–15.00" in page or "08:00–15:00" in page

    def test_a_break_names_its_reason_and_when_service_goes_on(self, at_nine):
        zone = a_zone(mall=a_mall())
        called_and_gone(a_desk_in(zone), NINE)
        a_break("09:30", "10:00", mall=zone.mall, reason="Jeda ibadah")
        _device, client = a_display_client(zone=zone)

        assert "Jeda ibadah 09.30–10.00" in plain(client.get("/layar/"))
        at_nine(NINE + minutes(35))
        page = client.get("/layar/")
        assert "Layanan dilanjutkan pukul 10.00" in plain(page)
        assert 'data-panel="break"' in page.content.decode()
        assert "A-001" in plain(page)

    def test_a_call_during_a_break_is_shown_while_it_is_news(self, at_nine):
        zone = a_zone(mall=a_mall())
        a_pause(mall=zone.mall, starts_at=NINE, ends_at=NINE + minutes(30), reason="Senam bersama")
        called_at(a_desk_in(zone), NINE + minutes(5))
        _device, client = a_display_client(zone=zone)

        at_nine(NINE + minutes(5.5))
        assert 'data-panel="call"' in client.get("/layar/isi").content.decode()
        at_nine(NINE + minutes(7))
        assert 'data-panel="break"' in client.get("/layar/isi").content.decode()

    @pytest.mark.parametrize(("language", "says"), [("id", "Buka lagi besok 08.00"), ("en", "Open again tomorrow 08:00")])
    def test_a_closed_hall_says_until_when_and_why(self, language, says):
        zone = a_zone(mall=a_mall())
        a_closed_day(mall=zone.mall, reason="Rapat kerja")
        _device, client = a_display_client(zone=zone)

        page = plain(client.get("/layar/", {"bahasa": language}))

        assert says in page
        assert "Rapat kerja" in page

    def test_carries_the_qr_of_the_day_and_tells_its_age(self):
        device, client = a_display_client()

        page = client.get("/layar/").content.decode()

        assert hall_token(device.mall_id, MONDAY) not in page  # It is drawn, not written.
        assert 'class="qr"' in page
        assert 'data-now="2026-11-23T09:00:00+07:00"' in page
        assert 'data-changes-at="2026-11-23T15:00:00+07:00"' in page

    def test_costs_the_same_however_much_was_called(self):
        zone = a_zone(mall=a_mall())
        desk = a_desk_in(zone)
        _device, client = a_display_client(zone=zone)

        def queries() -> int:
            with CaptureQueriesContext(connection) as counted:
                client.get("/layar/")
            return len(counted)

        queries()
        few = queries()
        for number in range(5):
            called_and_gone(desk, NINE + minutes(number))
        assert queries() == few

    def test_may_hear_the_calls_of_its_mall_and_nothing_else(self, settings):
        device, client = a_display_client()

        answer = client.get("/layar/isi")

        (cookie,) = [cookie for name, cookie in answer.cookies.items() if name.startswith("dengar-")]
        key = key_ring(settings.KEYS_DIRECTORY).secret(KEY_PURPOSE)
        subscription = open_subscription(key=key, sealed=cookie.value, at=NINE)
        heard = frozenset({"calls", screen_channel(device.id, device.token_hash)})
        assert (subscription.mall, subscription.channels) == (str(device.mall_id), heard)
        assert (cookie["path"], cookie["httponly"]) == ("/live", True)
        assert open_subscription(key=key, sealed=cookie.value, at=NINE + minutes(3 * 60)) is None


class TestWhoMaySeeIt:
    @pytest.mark.parametrize(("path", "status"), [("/layar/", 200), ("/layar/isi", 403)])
    def test_a_browser_that_is_not_paired_is_told_how_to_be(self, path, status):
        answer = Client().get(path)

        assert answer.status_code == status
        assert "Layar ini belum menjadi layar zona" in answer.content.decode()

    def test_a_display_out_of_service_shows_nothing(self):
        device, client = a_display_client()
        revoke_device(device=device, at=NINE, actor="system")

        assert client.get("/layar/isi").status_code == 403

    def test_a_display_without_a_zone_is_told_to_be_paired_anew(self):
        device, token = a_display()
        Device.objects.update(zone=None)
        client = Client()
        client.cookies["layar"] = f"{device.id}.{token}"

        assert "belum menjadi layar zona" in client.get("/layar/").content.decode()

    def test_it_notes_that_it_is_alive_and_keeps_its_cookie(self):
        device, client = a_display_client()

        answer = client.get("/layar/")

        assert Device.objects.get(pk=device.pk).last_seen_at == NINE
        assert answer.cookies["layar"]["max-age"] == 365 * 24 * 3600
        assert (answer.cookies["layar"]["path"], answer.cookies["layar"]["samesite"]) == ("/layar/", "Strict")
