"""The demo: made from the shipped workbooks, open at any hour, with a morning behind it and a counter left free."""

import argparse
import socket
from collections import Counter

import pytest

from pendopo.accounts.models import User
from pendopo.config.cli import demo
from pendopo.config.demo import malls, prepare
from pendopo.config.demo.folder import demo_folder
from pendopo.config.demo.morning import live_until_now
from pendopo.config.demo.screens import crowds_kiosk, offer_screens
from pendopo.config.demo.simulate_day import compress_lines
from pendopo.config.demo.words import CannotOpen, Guest, where_to_look
from pendopo.config.supervisor import free_port
from pendopo.crowd.plan import plan_of
from pendopo.crowd.rules import check_rules
from pendopo.directory.models import Agency, Break, Device, Mall
from pendopo.directory.opening import schedule_of
from pendopo.journal.relay import give_positions
from pendopo.kernel.clock import business_date
from pendopo.queue.models import DeskLease, Ticket
from tests.situations.crowds import a_small_mall
from tests.situations.hall import a_break
from tests.situations.times import EIGHT, MONDAY, NINE, SUNDAY, minutes, on

AT_NIGHT = on(SUNDAY, "03:00")


def test_a_folder_remembers_between_two_starts(tmp_path):
    demo_folder(tmp_path / "demo").remember(imported={"tegal": "abc"})
    demo_folder(tmp_path / "demo").remember(crowd=True)

    again = demo_folder(tmp_path / "demo")
    assert (again.imported, again.crowd, again.kiosk_cookies) == ({"tegal": "abc"}, True, {})
    assert (tmp_path / "demo" / "demo.json").stat().st_mode & 0o077 == 0


def test_a_malls_own_data_is_left_alone(tmp_path):
    (tmp_path / "pendopo.sqlite3").touch()

    with pytest.raises(CannotOpen, match="bukan buatan peragaan"):
        demo_folder(tmp_path)


def test_two_demos_need_two_folders(tmp_path):
    with demo_folder(tmp_path).alone(), pytest.raises(CannotOpen, match="--data"), demo_folder(tmp_path).alone():
        pass


def test_a_mall_that_does_not_ship_is_named_with_those_that_do():
    with pytest.raises(CannotOpen, match=r"Tidak ada mal surabaya.*lampung-selatan"):
        malls.workbook_of("surabaya")


def test_a_busy_port_is_named(capsys, tmp_path):
    port = free_port()
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", port))
        somebody.listen()
        status = demo.run(argparse.Namespace(mall="tegal", port=port, data=tmp_path))

    assert status == 1
    assert f"Porta {port} sedang dipakai" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_shipped_malls_are_imported_once_and_everybody_can_sign_in(tmp_path, settings):
    folder = demo_folder(tmp_path)
    prepare.fill(folder, ["tegal"], at=NINE)
    before = Mall.objects.get(code="tegal").catalogue_version
    prepare.fill(folder, ["tegal"], at=NINE)

    assert Mall.objects.get(code="tegal").catalogue_version == before
    assert list(folder.imported) == ["tegal"]
    assert all(user.check_password(settings.DEMO_PASSWORD) for user in User.objects.order_by("pk")[:2])


@pytest.mark.django_db
def test_the_hall_is_open_on_a_sunday_night_and_nobody_is_on_break(tmp_path):
    prepare.fill(demo_folder(tmp_path), ["lampung-selatan"], at=AT_NIGHT)
    mall = Mall.objects.get(code="lampung-selatan")
    a_break("02:00", "04:00", mall=mall)

    prepare.open_around_the_clock(mall, at=AT_NIGHT)
    prepare.open_around_the_clock(mall, at=AT_NIGHT)

    schedule = schedule_of(Mall.objects.get(pk=mall.pk))
    closed = [
        agency.code for agency in Agency.objects.filter(mall=mall) if not schedule.state(AT_NIGHT, agency_id=agency.id).is_open
    ]
    assert closed == []
    assert not Break.objects.filter(mall=mall).exists()


@pytest.fixture
def morning(db):
    """Ten o'clock on Monday in a small mall whose first counter is left free."""
    mall = a_small_mall(open_from="00:00", open_until="23:59")
    plan = plan_of(mall, NINE)
    kiosk = crowds_kiosk(mall, "", at=NINE)
    at = NINE + minutes(60)
    live_until_now(mall, plan, kiosk, guest=plan.seats[0], people_per_day=120, seed=1, at=at)
    while give_positions():
        pass
    return mall, plan, kiosk, at


def test_a_morning_lies_behind_the_demo(morning):
    mall, _plan, _kiosk, at = morning
    states = Counter(Ticket.objects.filter(mall=mall).values_list("state", flat=True))

    assert states["done"] > 10
    assert states["waiting"] >= 4
    assert states["serving"] >= 1
    assert max(Ticket.objects.values_list("changed_at", flat=True)) <= at
    assert {ticket.business_date for ticket in Ticket.objects.all()} == {MONDAY}
    assert {finding.rule: finding.examples for finding in check_rules(mall=mall.id) if not finding.holds} == {}


def test_nobody_sits_at_the_guests_counter_and_somebody_waits_for_it(morning):
    _mall, plan, _kiosk, _at = morning
    guest = plan.seats[0]

    assert not DeskLease.objects.filter(counter=guest.counter).exists()
    assert DeskLease.objects.exclude(state="closed").count() == len(plan.seats) - 1
    assert Ticket.objects.filter(line__in=guest.lines, state="waiting").count() >= 2


def test_started_again_the_hall_goes_on_from_where_it_stopped(morning):
    mall, plan, kiosk, at = morning
    before = Ticket.objects.count()

    live_until_now(mall, plan, kiosk, guest=plan.seats[0], people_per_day=120, seed=2, at=at + minutes(30))

    assert Ticket.objects.filter(taken_at__gt=at).count() == Ticket.objects.count() - before > 5
    assert Ticket.objects.filter(taken_at__lte=at).count() == before


@pytest.mark.django_db
def test_just_after_midnight_the_morning_is_as_short_as_the_day():
    mall = a_small_mall(open_from="00:00", open_until="23:59")
    at = on(MONDAY, "00:05")

    live_until_now(
        mall, plan_of(mall, at), crowds_kiosk(mall, "", at=at), guest=None, people_per_day=600, seed=1, at=at
    )  # fmt: skip

    assert {business_date(taken, mall.time_zone) for taken in Ticket.objects.values_list("taken_at", flat=True)} == {MONDAY}


@pytest.mark.django_db
def test_every_start_offers_fresh_links_and_the_crowd_keeps_its_kiosk():
    mall = a_small_mall()
    first, again = offer_screens(mall, at=EIGHT), offer_screens(mall, at=NINE)
    kiosk = crowds_kiosk(mall, "", at=EIGHT)

    assert [screen.name for screen in first] == [screen.name for screen in again]
    assert not {screen.path for screen in first} & {screen.path for screen in again}
    assert crowds_kiosk(mall, kiosk.cookie, at=NINE) == kiosk
    assert Device.objects.filter(mall=mall).count() == len(first) + 1


@pytest.mark.django_db
def test_the_terminal_says_where_to_look_and_who_to_be():
    mall = a_small_mall()
    guest = Guest("budi@contoh.example", "Budi", "3")

    told = where_to_look(
        "http://127.0.0.1:8000", mall.code, mall.name, screens=offer_screens(mall, at=NINE), guest=guest,
        manager=Guest("rina@contoh.example", "Rina"), password="selamat-datang", speed=2,
    )  # fmt: skip

    for words in (
        f"/m/{mall.code}/",
        "/pasang/",
        "/masuk",
        "budi@contoh.example",
        "Loket 3",
        "/kelola/",
        "selamat-datang",
        "2×",
    ):
        assert words in told


@pytest.mark.django_db
def test_a_compressed_day_has_compressed_lines():
    mall = a_small_mall()

    compress_lines(mall, 60)

    line = mall.lines.first()
    assert line.recall_gap_seconds == 0
    assert line.head_starts["disability"] == 1
    assert line.largest_head_start_minutes == 1
