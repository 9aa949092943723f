"""The head of an agency changes what belongs to it, and nothing of another's, whatever is sent."""

import pytest

from pendopo.accounts.models import User
from pendopo.catalogue.changes.change_thing import make_thing, undo_change
from pendopo.catalogue.changes.planning import ThingRefused
from pendopo.catalogue.changes.reach import Reach, thing_within
from pendopo.catalogue.changes.reads import change_of, history_of_thing, latest_changes
from pendopo.catalogue.changes.things import KINDS
from pendopo.catalogue.models import ChangeState, Service
from pendopo.directory.agency_doors import GIVEN_BY_HEADS
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Agency, Mall, Post
from pendopo.kernel.errors import NotFound
from pendopo.queue.follow_master_data import make_due_changes
from tests.situations.master_data import RINA, changed, the_small_mall, thing
from tests.situations.times import MONDAY, NINE, days

pytestmark = pytest.mark.django_db

HEAD = Reach(GIVEN_BY_HEADS, frozenset({"dukcapil"}))
OTHER = Reach(GIVEN_BY_HEADS, frozenset({"polres"}))
ALL = Reach(EVERY_ROLE)


@pytest.fixture
def mall() -> Mall:
    return the_small_mall()


def test_the_head_changes_the_own_service_and_the_administrator_sees_it_and_takes_it_back(mall):
    change = changed(mall, "layanan", "ktp-hilang", {"Ringkasan": "Dicetak di sini."}, reach=HEAD)

    assert change.within == "dukcapil"
    assert [card.within for card in history_of_thing(mall, KINDS["layanan"], "ktp-hilang", NINE, ALL)] == ["dukcapil"]
    undo_change(change=change_of(mall, change.id, NINE, ALL), at=NINE, actor=RINA, reach=ALL)
    assert Service.objects.get(code="ktp-hilang").summary != "Dicetak di sini."


def test_what_belongs_to_another_agency_is_not_there(mall):
    changed(mall, "layanan", "ktp-hilang", {"Ringkasan": "Dicetak di sini."})
    (change,) = latest_changes(mall, NINE, ALL)
    dewi = User.objects.get(name="Budi")
    for kind, target in (("layanan", "ktp-hilang"), ("jam", "instansi:dukcapil"), ("jam", "loket:loket-1"), ("petugas", str(dewi.id)),
                         ("jam", "mal"), ("loket", "loket-1"), ("instansi", "dukcapil")):  # fmt: skip
        with pytest.raises(NotFound):
            thing_within(mall, KINDS[kind], target, NINE, OTHER)
    with pytest.raises(NotFound):
        change_of(mall, change.id, NINE, OTHER)
    assert latest_changes(mall, NINE, OTHER) == ()
    with pytest.raises(NotFound):
        changed(mall, "layanan", "ktp-hilang", {"Ringkasan": "Diambil alih."}, reach=OTHER)


def test_a_service_cannot_be_given_away_nor_put_into_another_s_line(mall):
    for cells, column in (({"Instansi": "polres"}, "Instansi"), ({"Jalur": "skck"}, "Jalur")):
        with pytest.raises(ThingRefused) as refused:
            changed(mall, "layanan", "ktp-hilang", cells, reach=HEAD)
        assert column in {fault.column for fault in refused.value.faults}


def test_no_service_is_made_for_another_agency_nor_one_of_its_brought_back(mall):
    cells = {"Kode": "baru", "Nama": "Baru", "Instansi": "polres", "Jenis": "nonperizinan", "Cara layanan": "langsung"}
    with pytest.raises(ThingRefused):
        make_thing(
            mall=mall, kind=KINDS["layanan"], owner="baru", wanted={"Layanan": [cells], "Standar": [], "Biaya": []}, at=NINE,
            actor=RINA, reach=HEAD,
        )  # fmt: skip
    Service.objects.filter(code="skck-baru").update(active=False)
    taken = {**cells, "Kode": "skck-baru", "Instansi": "dukcapil"}
    with pytest.raises(ThingRefused):
        make_thing(
            mall=mall, kind=KINDS["layanan"], owner="skck-baru", wanted={"Layanan": [taken], "Standar": [], "Biaya": []}, at=NINE,
            actor=RINA, reach=HEAD,
        )  # fmt: skip


def test_posts_of_the_own_officers_are_changed_and_those_elsewhere_are_neither_seen_nor_touched(mall):
    budi = User.objects.get(name="Budi")
    polres = Agency.objects.get(mall=mall, code="polres")
    Post.objects.create(user=budi, mall=mall, role="officer", agency=polres, from_date=MONDAY)
    seen = thing_within(mall, KINDS["petugas"], str(budi.id), NINE, HEAD)
    assert {row["Instansi"] for row in seen.rows["Petugas"]} == {"dukcapil"}

    rows = [{**row, "Sampai": (MONDAY + days(30)).isoformat()} for row in seen.rows["Petugas"]]
    changed(mall, "petugas", str(budi.id), rows={"Petugas": rows}, seen=seen.seen, reach=HEAD)

    assert Post.objects.get(user=budi, agency=polres).until_date is None
    assert Post.objects.get(user=budi, agency__code="dukcapil").until_date == MONDAY + days(30)


@pytest.mark.parametrize(
    "cells",
    [{"Peran": "pengelola", "Instansi": None}, {"Peran": "kepala instansi"}, {"Instansi": "polres"}, {"Peran": "admin"}],
)
def test_nobody_is_made_more_or_sent_elsewhere(mall, cells):
    row = {
        "Surel": "sari@mal.example",
        "Nama": "Sari",
        "Peran": "petugas",
        "Instansi": "dukcapil",
        "Mulai": "2026-11-23",
        **cells,
    }
    with pytest.raises(ThingRefused):
        make_thing(
            mall=mall,
            kind=KINDS["petugas"],
            owner="sari@mal.example",
            wanted={"Petugas": [row]},
            at=NINE,
            actor=RINA,
            reach=HEAD,
        )
    assert not User.objects.filter(email="sari@mal.example").exists()


def test_a_person_of_another_agency_keeps_the_name(mall):
    other = User.objects.create(email="joko@mal.example", name="Joko")
    row = {"Surel": other.email, "Nama": "Bukan Joko", "Peran": "petugas", "Instansi": "dukcapil", "Mulai": "2026-11-23"}

    make_thing(mall=mall, kind=KINDS["petugas"], owner=other.email, wanted={"Petugas": [row]}, at=NINE, actor=RINA, reach=HEAD)

    other.refresh_from_db()
    assert other.name == "Joko"


def test_what_was_planned_for_a_day_fails_when_the_service_went_to_another_agency_meanwhile(mall):
    change = changed(mall, "layanan", "ktp-hilang", {"Ringkasan": "Dicetak di sini."}, reach=HEAD, on=MONDAY + days(1))
    changed(mall, "layanan", "ktp-hilang", {"Instansi": "polres"})

    make_due_changes(at=NINE + days(1))

    change.refresh_from_db()
    assert change.state == ChangeState.FAILED
    assert thing(mall, "layanan", "ktp-hilang").agency == "polres"
