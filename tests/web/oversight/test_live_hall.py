"""The live hall: what it shows, worst first, in few queries; and what is done from it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from pendopo.appointments.reads import issuing_state
from pendopo.assistance.attend import take_assistance
from pendopo.assistance.models import AssistanceKind, AssistanceState
from pendopo.directory.doors import counter_for
from pendopo.directory.models import Device, Pause, PlanMark, SpecialDay
from pendopo.journal.models import Event
from pendopo.queue.alerts import ask_for_help
from pendopo.queue.models import DeskLease, TicketState
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.reads.live_hall import CounterState, live_hall
from pendopo.queue.signs_of_life import desk_seen
from pendopo.queue.watch_models import Alert, AlertKind, AlertState, DeskMessage, WaitThreshold
from pendopo.web.oversight.troubles import devices_of_hall, troubles_of
from pendopo.web.oversight.watch import watch_hall
from tests.house.addresses import stand_at
from tests.situations.assistance import a_request_for_help
from tests.situations.hall import (
    a_counter,
    a_display,
    a_line,
    a_mall,
    a_manager,
    a_zone,
    an_administrator,
    an_officer,
    joko,
)
from tests.situations.line import a_service_in, a_ticket, a_ticket_at, a_visitor_served_at, an_open_desk
from tests.situations.plans import a_plan
from tests.situations.times import MONDAY, NINE, minutes, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(monkeypatch):
    stand_at(monkeypatch, NINE)
    return a_line(name="Kependudukan")


@pytest.fixture
def rina(line):
    client = Client()
    client.force_login(a_manager(line.mall))
    return client


def page(client, mall) -> str:
    answer = client.get(f"/aula/{mall.code}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def state_of(counter, at=NINE):
    return next(one for one in live_hall(counter.mall, at).counters if one.id == counter.id)


def troubles(mall, at=NINE):
    return troubles_of(mall, live_hall(mall, at), devices_of_hall(mall), at)


def press(client, mall, path, **fields):
    answer = client.post(f"/aula/{mall.code}/{path}", fields)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer


class TestWhatItShows:
    def test_every_state_of_a_counter(self, line):
        ready, serving, paused, absent, off = (a_counter(line=line) for _ in range(5))
        an_open_desk(ready)
        a_visitor_served_at(an_open_desk(serving), at=NINE - minutes(4))
        pause_desk(desk=an_open_desk(paused).lease(NINE), reason=PauseReason.PRAYER, at=NINE, back_at=NINE + minutes(15))
        SpecialDay.objects.create(mall=line.mall, counter=off, date=MONDAY, reason="Rapat dinas")

        found = [state_of(one) for one in (ready, serving, paused, absent, off)]

        assert [one.state for one in found] == [
            CounterState.READY, CounterState.SERVING, CounterState.PAUSED, CounterState.ABSENT, CounterState.OFF,
        ]  # fmt: skip
        assert (found[1].minutes, found[3].since) == (4, on(MONDAY, "08:00"))
        assert str(found[4].door.reason) == "Rapat dinas"

    def test_a_service_of_more_than_twice_the_usual_length_is_long(self, line):
        counter = a_counter(line=line)
        desk = an_open_desk(counter, at=NINE - minutes(30))
        a_visitor_served_at(desk, at=NINE - minutes(25))

        assert state_of(counter).state is CounterState.LONG

    def test_the_page_says_it_in_words(self, line, rina):
        absent = a_counter(line=line, number="12")
        a_ticket(line, at=NINE - minutes(50))

        shown = page(rina, line.mall)

        assert "Loket 12 belum dibuka" in shown
        assert "seharusnya ada petugas sejak 08.00" in shown
        assert "1 orang menunggu" in shown
        assert f'id="loket-{absent.code}"' in shown

    def test_the_fragment_is_what_the_page_holds(self, line, rina):
        a_counter(line=line)

        fragment = rina.get(f"/aula/{line.mall.code}/", headers={"hx-request": "true"}).content.decode()

        assert 'id="aula"' in fragment
        assert "<html" not in fragment

    def test_counters_stand_on_the_floor_plan_where_they_were_placed(self, line, rina):
        counter = a_counter(line=line)
        plan = a_plan(line.mall, name="Lantai 1")
        PlanMark.objects.create(plan=plan, kind="counter", counter=counter, x=500, y=250)
        a_counter(line=line)

        (drawn,) = live_hall(line.mall, NINE).plans

        assert [(one.id, x, y) for one, x, y in drawn.counters] == [(counter.id, 600, 200)]
        assert "Di denah: Lantai 1" in page(rina, line.mall)

    def test_sixty_counters_take_ten_queries(self, line, django_assert_max_num_queries):
        mall = line.mall
        for number in range(60):
            one = line if number % 6 else a_line(mall=mall)
            counter = a_counter(line=one)
            if number % 2:
                desk = an_open_desk(counter)
                a_ticket_at(desk) if number % 3 else a_ticket(one)
        live_hall(mall, NINE)  # The schedule is kept from now on.

        with django_assert_max_num_queries(7):
            hall = live_hall(mall, NINE)
            troubles_of(mall, hall, devices_of_hall(mall), NINE)

        assert len(hall.counters) == 60

    def test_the_whole_page_takes_ten_queries_besides_the_three_of_its_door(self, line, rina, django_assert_max_num_queries):
        for _ in range(20):
            an_open_desk(a_counter(line=line))
        for kind in AssistanceKind:
            a_request_for_help(line.mall, kind=kind, visit=a_ticket(line).visit)
        page(rina, line.mall)

        with django_assert_max_num_queries(3 + 10):
            page(rina, line.mall)


class TestWorstFirst:
    def test_help_then_where_people_wait_then_empty_counters_then_devices(self, line):
        mall = line.mall
        other = a_line(mall=mall)
        empty, crowded = a_counter(line=other), a_counter(line=line)
        a_ticket(line, at=NINE - minutes(5))
        desk = an_open_desk(a_counter(line=a_line(mall=mall)))
        ask_for_help(desk=desk.lease(NINE), at=NINE)
        a_display(zone=a_zone(mall=mall), last_seen_at=NINE - minutes(20))

        found = troubles(mall)

        assert [(one.kind, one.about) for one in found][:3] == [
            (AlertKind.HELP, desk.counter.id), (AlertKind.ABSENT, crowded.id), (AlertKind.ABSENT, empty.id),
        ]  # fmt: skip
        assert found[-1].kind == AlertKind.DEVICE

    def test_a_wait_is_too_long_from_the_lines_threshold_else_the_malls(self, line):
        an_open_desk(a_counter(line=line))
        a_ticket(line, at=NINE - minutes(30))
        assert AlertKind.WAIT not in {one.kind for one in troubles(line.mall)}

        WaitThreshold.objects.create(mall=line.mall, minutes=25)
        assert AlertKind.WAIT in {one.kind for one in troubles(line.mall)}

        WaitThreshold.objects.create(mall=line.mall, line=line, minutes=40)
        assert AlertKind.WAIT not in {one.kind for one in troubles(line.mall)}

    def test_what_somebody_sees_to_goes_below_what_nobody_does(self, line, rina):
        first, second = a_counter(line=line, number="1"), a_counter(line=a_line(mall=line.mall), number="2")
        a_ticket(line, at=NINE - minutes(5))

        press(rina, line.mall, f"lihat/absent/{first.id}")

        found = troubles(line.mall)
        assert [one.about for one in found] == [second.id, first.id]
        assert found[1].seen_by == "Rina"
        assert "Rina menanganinya sejak 09.00" in page(rina, line.mall)

    def test_in_a_closed_hall_screens_may_be_off(self, line):
        a_display(zone=a_zone(mall=line.mall), last_seen_at=NINE - timedelta(hours=12))

        assert troubles(line.mall, on(MONDAY, "19:00")) == ()


class TestTheRound:
    def test_a_trouble_is_raised_once_and_ended_when_it_is_over(self, line):
        counter = a_counter(line=line)

        watch_hall(line.mall, NINE)
        watch_hall(line.mall, NINE + minutes(1))
        an_open_desk(counter, at=NINE + minutes(2))
        watch_hall(line.mall, NINE + minutes(2))

        types = list(Event.objects.filter(type__startswith="queue.alert.").order_by("at").values_list("type", flat=True))
        assert types == ["queue.alert.raised", "queue.alert.over"]

    def test_help_is_ended_by_people_only(self, line):
        desk = an_open_desk(a_counter(line=line))
        ask_for_help(desk=desk.lease(NINE), at=NINE)

        watch_hall(line.mall, NINE + minutes(1))

        assert Alert.objects.get(kind=AlertKind.HELP).state == AlertState.RAISED


class TestActing:
    def test_numbers_of_a_line_are_stopped_and_given_again(self, line, rina):
        an_open_desk(a_counter(line=line))

        press(rina, line.mall, f"jalur/{line.code}/henti", menit="30", alasan="crowded")
        assert issuing_state(line, NINE).until == NINE + minutes(30)

        press(rina, line.mall, f"jalur/{line.code}/buka")
        assert issuing_state(line, NINE).giving

    def test_people_who_wait_are_moved(self, line, rina):
        other = a_line(mall=line.mall)
        an_open_desk(a_counter(line=other))
        a_counter(line=line)
        a_ticket(line, at=NINE - minutes(5))

        press(rina, line.mall, f"jalur/{line.code}/pindah", ke=other.code)

        assert other.tickets.filter(state=TicketState.WAITING).count() == 1

    def test_a_move_to_where_nobody_serves_is_refused_in_words(self, line, rina):
        other = a_line(mall=line.mall)
        a_ticket(line, at=NINE - minutes(5))

        answer = rina.post(f"/aula/{line.mall.code}/jalur/{line.code}/pindah", {"ke": other.code})

        assert answer.status_code == 409
        assert other.name in answer.content.decode()

    def test_a_counter_is_closed_for_today_and_expected_again(self, line, rina):
        counter = a_counter(line=line)

        press(rina, line.mall, f"loket/{counter.code}/tutup", alasan="Rapat dinas")
        assert state_of(counter).state is CounterState.OFF
        assert "Rapat dinas" in page(rina, line.mall)

        press(rina, line.mall, f"loket/{counter.code}/tunggu")
        assert state_of(counter).state is CounterState.ABSENT

    def test_a_substitute_is_sent(self, line, rina):
        counter = a_counter(line=line)
        budi = an_officer(a_counter(line=a_line(mall=line.mall)))

        press(rina, line.mall, f"loket/{counter.code}/petugas", petugas=str(budi.id))

        assert counter_for(budi, counter.code, NINE) == counter

    def test_nobody_without_a_post_here_can_be_sent(self, line, rina):
        counter = a_counter(line=line)

        answer = rina.post(f"/aula/{line.mall.code}/loket/{counter.code}/petugas", {"petugas": str(joko().id)})

        assert answer.status_code == 404

    def test_words_reach_one_counter_or_all(self, line, rina):
        one, other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))

        press(rina, line.mall, "pesan/kirim", pesan="Rapat pukul 15", loket=one.counter.code)
        press(rina, line.mall, "pesan/kirim", pesan="Senam besok")

        assert DeskMessage.objects.filter(lease=one.opened.lease).count() == 2
        assert DeskMessage.objects.filter(lease=other.opened.lease).count() == 1

    def test_words_that_nobody_would_read_are_kept_in_the_form(self, line, rina):
        answer = rina.post(f"/aula/{line.mall.code}/pesan/kirim", {"pesan": "Halo semua"})

        assert answer.status_code == 409
        assert "Halo semua" in answer.content.decode()

    def test_the_whole_hall_takes_a_break_and_serves_again(self, line, rina):
        press(rina, line.mall, "jeda", menit="15", alasan="Senam bersama")

        assert "Senam bersama" in page(rina, line.mall)
        assert "Layani lagi" in page(rina, line.mall)
        assert Pause.objects.get().ends_at == NINE + minutes(15)

    def test_help_is_answered_and_ended(self, line, rina):
        desk = an_open_desk(a_counter(line=line))
        ask_for_help(desk=desk.lease(NINE), at=NINE)

        press(rina, line.mall, f"lihat/help/{desk.counter.id}")
        assert Alert.objects.get().seen_by.name == "Rina"

        press(rina, line.mall, f"loket/{desk.counter.code}/bantuan-selesai")
        assert Alert.objects.get().state == AlertState.OVER

    def test_what_a_visitor_asks_for_is_shown_with_its_wait_taken_and_done(self, line, rina):
        ticket = a_ticket(line)
        asked = a_request_for_help(line.mall, at=NINE - minutes(4), visit=ticket.visit)
        assert f"Kursi roda · 4 mnt</p> <p>{ticket.label}" in page(rina, line.mall)

        press(rina, line.mall, f"bantuan/{asked.id}/ambil")
        assert "Anda sedang ke sana" in page(rina, line.mall)
        press(rina, line.mall, f"bantuan/{asked.id}/lepas")
        press(rina, line.mall, f"bantuan/{asked.id}/selesai")

        assert "Kursi roda" not in page(rina, line.mall)
        asked.refresh_from_db()
        assert asked.state == AssistanceState.DONE

    def test_who_was_too_late_sees_who_was_quicker(self, line, rina):
        asked = a_request_for_help(line.mall)
        take_assistance(request=asked, person=an_administrator(line.mall, name="Wayan"), at=NINE)

        press(rina, line.mall, f"bantuan/{asked.id}/ambil")

        assert "Wayan sedang ke sana" in page(rina, line.mall)

    def test_requests_of_another_mall_are_not_there(self, line, rina):
        elsewhere = a_request_for_help(a_mall())

        for word in ("ambil", "lain"):
            assert rina.post(f"/aula/{line.mall.code}/bantuan/{elsewhere.id}/{word}").status_code == 404

    def test_help_that_nobody_asked_is_not_made_by_looking(self, line, rina):
        press(rina, line.mall, f"lihat/help/{a_counter(line=line).id}")

        assert not Alert.objects.exists()

    def test_a_threshold_is_set_for_a_line_and_for_the_mall(self, line, rina):
        press(rina, line.mall, f"jalur/{line.code}/batas", batas="20")
        press(rina, line.mall, f"jalur/{line.code}/batas", batas="60", mal="ya")

        assert {(row.line_id, row.minutes) for row in WaitThreshold.objects.all()} == {(line.id, 20), (None, 60)}


class TestEndingTheDay:
    def test_of_a_line_with_the_question_what_happens_to_those_who_wait(self, line, rina):
        an_open_desk(a_counter(line=line))
        ticket = a_ticket(line, at=NINE - minutes(5))
        sheet = rina.get(f"/aula/{line.mall.code}/jalur/{line.code}/hari").content.decode()
        assert "1 nomor belum dilayani" in sheet

        refused = rina.post(f"/aula/{line.mall.code}/jalur/{line.code}/hari/akhiri", {"alasan": "trouble"})
        assert refused.status_code == 422
        assert "1 pengunjung menunggu" in refused.content.decode()
        press(rina, line.mall, f"jalur/{line.code}/hari/akhiri", alasan="trouble", menunggu="send_home")

        assert "gangguan teknis tidak selesai hari ini" in page(rina, line.mall).lower()
        phone = Client().get(f"/t/{ticket.visit.code}").content.decode()
        assert "Jalur ini mengakhiri hari lebih awal: gangguan teknis tidak selesai hari ini" in phone
        assert "Nomor ditutup" in phone
        assert DeskMessage.objects.count() == 1

    def test_of_the_whole_hall_and_open_again(self, line, rina):
        other = a_line(mall=line.mall)
        absent = a_counter(line=line)
        press(rina, line.mall, "hari/akhiri", alasan="safety", menunggu="serve")
        assert state_of(absent).state is CounterState.OFF
        assert not any(issuing_state(one, NINE).giving for one in (line, other))
        assert "gedung harus dikosongkan" in rina.get(f"/aula/{line.mall.code}/hari").content.decode()

        press(rina, line.mall, "hari/buka", alasan="mended")
        assert state_of(absent).state is CounterState.ABSENT
        assert all(issuing_state(one, NINE).giving for one in (line, other))

    def test_visitors_read_the_reason_on_portal_and_kiosk(self, line, rina):
        service = a_service_in(line)
        press(rina, line.mall, f"jalur/{line.code}/hari/akhiri", alasan="event")

        shown = Client().get(f"/m/{line.mall.code}/layanan/{service.code}").content.decode()
        assert "ada acara resmi sampai tutup" in shown

    @pytest.mark.parametrize("fields", [{}, {"alasan": "because"}, {"alasan": "trouble", "menunggu": "maybe"}])
    def test_only_what_is_offered_is_taken(self, line, rina, fields):
        a_ticket(line, at=NINE - minutes(5))
        assert rina.post(f"/aula/{line.mall.code}/hari/akhiri", fields).status_code == 422
        assert issuing_state(line, NINE).giving

    @pytest.mark.parametrize("who", [joko, lambda: a_manager(a_mall())])
    def test_strangers_end_nothing(self, line, who):
        client = Client()
        client.force_login(who())
        for path in ("hari/akhiri", f"jalur/{line.code}/hari/akhiri", "hari/buka"):
            assert client.post(f"/aula/{line.mall.code}/{path}", {"alasan": "trouble"}).status_code == 404
        assert issuing_state(line, NINE).giving


class TestWhoMay:
    @pytest.mark.parametrize("who", [a_manager, an_administrator])
    def test_manager_and_administrator_of_this_mall(self, line, who):
        client = Client()
        client.force_login(who(line.mall))

        assert client.get(f"/aula/{line.mall.code}/").status_code == 200

    @pytest.mark.parametrize("who", [joko, lambda: a_manager(a_mall()), lambda: an_administrator(a_mall())])
    def test_strangers_find_nothing(self, line, who):
        counter = a_counter(line=line)
        client = Client()
        client.force_login(who())

        for path in ("", "pesan", f"loket/{counter.code}", f"jalur/{line.code}"):
            assert client.get(f"/aula/{line.mall.code}/{path}").status_code == 404
        for path in (f"lihat/absent/{counter.id}", "jeda", "pesan/kirim", f"loket/{counter.code}/tutup"):
            assert client.post(f"/aula/{line.mall.code}/{path}", {"alasan": "x"}).status_code == 404
        assert not SpecialDay.objects.exists()

    def test_what_is_not_of_this_mall_is_not_found(self, line, rina):
        elsewhere = a_counter()

        assert rina.get(f"/aula/{line.mall.code}/loket/{elsewhere.code}").status_code == 404
        assert rina.post(f"/aula/{line.mall.code}/lihat/nothing/{uuid4()}").status_code == 404


def test_a_desk_without_javascript_is_shown_quiet_since_its_last_press(line, rina, monkeypatch):
    desk = an_open_desk(a_counter(line=line))
    desk_seen(desk=desk.lease(NINE), at=NINE, by_hand=True)
    stand_at(monkeypatch, NINE + minutes(9))

    shown = page(rina, line.mall)

    assert "diam sejak 09.00" in shown
    assert "belum dibuka" not in shown


def test_a_counter_that_falls_silent_is_shown_without_any_round(line, rina, monkeypatch):
    counter = a_counter(line=line, number="7")
    an_open_desk(counter)
    assert "Loket 7" not in "".join(str(one.title) for one in troubles(line.mall))

    stand_at(monkeypatch, NINE + minutes(4))

    assert "Loket 7 kosong 4 mnt" in page(rina, line.mall)
    assert DeskLease.objects.get().state == "open"


def test_a_device_says_what_ails_it(line):
    _display, _token = a_display(zone=a_zone(mall=line.mall), name="Layar B", last_seen_at=NINE, sound_state="muted")
    assert [str(one.title) for one in troubles(line.mall)] == ["Layar B tidak terdengar"]

    Device.objects.update(sound_state="on")
    assert troubles(line.mall) == ()
