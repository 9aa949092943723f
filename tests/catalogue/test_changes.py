"""Master data changed by hand: one thing at a time, told in the journal, from a day on, and back again."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction

from pendopo.accounts.models import User
from pendopo.catalogue.changes import change_thing
from pendopo.catalogue.changes.change_thing import DayNotToCome, NothingChanged, cancel_change, make_thing, undo_change
from pendopo.catalogue.changes.planning import ThingRefused
from pendopo.catalogue.changes.reach import Reach
from pendopo.catalogue.changes.reads import history_of_thing, open_changes
from pendopo.catalogue.changes.steps import Overtaken
from pendopo.catalogue.changes.things import KINDS
from pendopo.catalogue.models import Change, CounterLine, Fee, Line, Service, ServiceStandard
from pendopo.catalogue.workbook.writing import PlanOutdated
from pendopo.directory.doors import EVERY_ROLE, roles_to_give
from pendopo.directory.models import Break, Facility, Hours, Mall, Post
from pendopo.journal.events import history_of
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.journal.models import Event
from pendopo.queue.follow_master_data import make_due_changes
from tests.situations.master_data import RINA, changed, the_small_mall, thing
from tests.situations.times import MONDAY, NINE, minutes

pytestmark = pytest.mark.django_db

ALL = Reach(EVERY_ROLE)
TOMORROW = date.fromordinal(MONDAY.toordinal() + 1)
#: 00:00 WIB of the next day.
MIDNIGHT = datetime.combine(MONDAY, time(17), tzinfo=UTC)


@pytest.fixture
def mall() -> Mall:
    return the_small_mall()


def undone(change: Change, at: datetime | None = None) -> Change:
    return undo_change(change=change, at=at or NINE + minutes(5), actor=RINA, reach=Reach(EVERY_ROLE))


def test_a_service_is_changed_with_one_event_that_tells_no_text(mall):
    change = changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP hilang atau rusak", "Jalur": None})

    service = Service.objects.get(code="ktp-hilang")
    assert (service.name, service.line) == ("KTP hilang atau rusak", None)
    (event,) = history_of(change.id)
    assert event.type == "catalogue.change.made"
    assert event.facts["fields"] == ["Layanan.Jalur", "Layanan.Nama"]
    assert event.facts["thing"] == str(service.id)
    assert "rusak" not in str(event.facts)


def test_the_history_says_who_changed_what_from_what_to_what(mall):
    rina = User.objects.get(name="Rina")
    changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP baru"}, actor=f"officer:{rina.id}")
    changed(mall, "layanan", "ktp-hilang", {"Ringkasan": "Dicetak di sini."}, at=NINE + minutes(1))

    latest, first = history_of_thing(mall, KINDS["layanan"], "ktp-hilang", NINE, ALL)
    assert [(field.heading, field.before, field.after) for field in first.fields] == [("Nama", "KTP hilang", "KTP baru")]
    assert (first.who, first.written_at) == ("Rina", NINE)
    assert [(field.heading, field.before) for field in latest.fields] == [("Ringkasan", None)]


def test_a_change_that_says_what_stands_there_is_none(mall):
    with pytest.raises(NothingChanged):
        changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP hilang"})
    assert not Change.objects.exists()


def test_every_fault_names_its_row_and_column_and_nothing_is_written(mall):
    with pytest.raises(ThingRefused) as refused:
        changed(
            mall, "layanan", "ktp-hilang", {"Nama": "", "Jalur": "tidak-ada"},
            rows={"Biaya": [{"Layanan": "ktp-hilang", "Uraian": "Cetak", "Rupiah": "banyak", "Berlaku mulai": "2026-01-02"}]},
        )  # fmt: skip

    places = {(fault.sheet, fault.row, fault.column) for fault in refused.value.faults}
    assert places == {("Layanan", 1, "Nama"), ("Layanan", 1, "Jalur"), ("Biaya", 1, "Rupiah")}
    assert not Change.objects.exists()
    assert Service.objects.get(code="ktp-hilang").name == "KTP hilang"


def test_who_looked_before_somebody_else_changed_it_overwrites_nothing(mall):
    seen = thing(mall, "layanan", "ktp-hilang").seen
    changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP baru"})

    with pytest.raises(Overtaken):
        changed(mall, "layanan", "ktp-hilang", {"Ringkasan": "Lain"}, seen=seen)


def test_standard_and_fees_are_changed_with_their_service(mall):
    here = thing(mall, "layanan", "ktp-hilang")
    second = {**here.rows["Standar"][0], "Versi": 2, "Persyaratan": "Fotokopi KK; bila ada\n", "Terbit": "2026-12-01"}
    fee = {"Layanan": "ktp-hilang", "Uraian": "Cetak", "Rupiah": "25.000", "Berlaku mulai": "2026-12-01"}
    change = changed(mall, "layanan", "ktp-hilang", rows={"Standar": [*here.rows["Standar"], second], "Biaya": [fee]})

    assert ServiceStandard.objects.get(version=2).requirements == ["Fotokopi KK; bila ada"]
    assert Fee.objects.get(service__code="ktp-hilang").amount_rupiah == 25_000

    undone(change)
    assert not ServiceStandard.objects.filter(version=2).exists()
    assert not Fee.objects.filter(service__code="ktp-hilang").exists()
    assert Fee.objects.filter(service__code="skck-baru").exists()


def test_a_counter_gets_and_loses_lines(mall):
    change = changed(mall, "loket", "loket-1", {"Jalur": "skck", "Petunjuk": "Dekat musala"})
    assert [link.line.code for link in CounterLine.objects.filter(counter__code="loket-1")] == ["skck"]

    undone(change)
    assert {link.line.code for link in CounterLine.objects.filter(counter__code="loket-1")} == {"ktp", "skck"}


def test_hours_of_one_agency_are_changed_and_those_of_others_stay(mall):
    rows = [{"Untuk": "instansi:polres", "Hari": day, "Buka": "10:00", "Tutup": "14:00"} for day in ("senin", "jumat")]
    rest = [{"Untuk": "instansi:polres", "Hari": "jumat", "Mulai": "11:30", "Selesai": "13:00", "Alasan": "Salat Jumat"}]
    change = changed(mall, "jam", "instansi:polres", rows={"Jam": rows, "Istirahat": rest})

    assert Hours.objects.filter(agency__code="polres").count() == 2
    assert Hours.objects.filter(agency=None).count() == 5
    assert Break.objects.get(agency__code="polres").reason == "Salat Jumat"

    undone(change)
    assert [row.opens for row in Hours.objects.filter(agency__code="polres")] == [time(9)]
    assert Break.objects.count() == 1


def test_a_planned_change_holds_from_the_malls_own_midnight_without_a_worker(mall):
    change = changed(mall, "jam", "mal", rows={"Jam": [{"Untuk": "mal", "Hari": "senin", "Buka": "07:30", "Tutup": "14:00"}]},
                     on=TOMORROW)  # fmt: skip
    assert (change.state, change.due_at) == ("planned", MIDNIGHT)
    assert Hours.objects.filter(agency=None).count() == 5

    assert make_due_changes(at=MIDNIGHT - minutes(1)) == 0
    assert make_due_changes(at=MIDNIGHT) == 1
    assert make_due_changes(at=MIDNIGHT) == 0

    assert [row.opens for row in Hours.objects.filter(agency=None)] == [time(7, 30)]
    assert [event.type for event in history_of(change.id)] == ["catalogue.change.planned", "catalogue.change.made"]


def test_a_planned_change_leaves_alone_what_was_changed_beside_it(mall):
    changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP 2027"}, on=TOMORROW)
    changed(mall, "layanan", "ktp-hilang", {"Ringkasan": "Dicetak di sini."})

    make_due_changes(at=MIDNIGHT)

    service = Service.objects.get(code="ktp-hilang")
    assert (service.name, service.summary) == ("KTP 2027", "Dicetak di sini.")


def test_a_planned_change_that_does_not_fit_any_more_fails_and_says_so(mall):
    change = changed(mall, "loket", "loket-1", {"Nomor": "9"}, on=TOMORROW)
    changed(mall, "loket", "loket-2", {"Nomor": "9"})

    assert make_due_changes(at=MIDNIGHT) == 0

    change.refresh_from_db()
    assert change.state == "failed"
    assert [card.id for card in open_changes(mall, NINE, ALL)] == [change.id]
    assert history_of(change.id)[-1].facts["reason"] == "catalogue.thing_refused"


def test_a_planned_change_is_made_though_somebody_imports_at_the_same_midnight(mall, monkeypatch):
    changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP 2027"}, on=TOMORROW)
    written, others = change_thing.write_rows, ["once"]

    def write_rows(plan, touched, **how):
        if others:
            others.pop()
            raise PlanOutdated
        return written(plan, touched, **how)

    monkeypatch.setattr(change_thing, "write_rows", write_rows)

    assert make_due_changes(at=MIDNIGHT) == 1
    assert Service.objects.get(code="ktp-hilang").name == "KTP 2027"


def test_a_planned_change_that_the_database_refuses_does_not_stand_in_the_way_of_the_next(mall, monkeypatch):
    refused = changed(mall, "loket", "loket-1", {"Nomor": "9"}, on=TOMORROW)
    changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP 2027"}, at=NINE + minutes(1), on=TOMORROW)
    written = change_thing.write_rows

    def write_rows(plan, touched, **how):
        if any(sheet.name == "Loket" for sheet in touched):
            raise IntegrityError("a rule of the tables")
        return written(plan, touched, **how)

    monkeypatch.setattr(change_thing, "write_rows", write_rows)

    assert make_due_changes(at=MIDNIGHT) == 1
    refused.refresh_from_db()
    assert (refused.state, Service.objects.get(code="ktp-hilang").name) == ("failed", "KTP 2027")


def test_a_planned_change_can_be_called_off_once(mall):
    change = changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP 2027"}, on=TOMORROW)
    cancel_change(change=change, at=NINE, actor=RINA)

    assert make_due_changes(at=MIDNIGHT) == 0
    with pytest.raises(AlreadyMoved):
        cancel_change(change=change, at=NINE, actor=RINA)


@pytest.mark.parametrize("day", [MONDAY, date(2020, 1, 1), date(2040, 1, 1)])
def test_a_day_that_is_not_to_come_is_refused(mall, day):
    with pytest.raises(DayNotToCome):
        changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP"}, on=day)


def test_what_was_undone_can_be_undone_again_and_each_leaves_its_event(mall):
    first = changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP baru"})
    second = undone(first)
    assert Service.objects.get(code="ktp-hilang").name == "KTP hilang"
    with pytest.raises(Overtaken):
        undone(first)

    undone(second, NINE + minutes(6))
    assert Service.objects.get(code="ktp-hilang").name == "KTP baru"
    assert Event.objects.filter(type="catalogue.change.made").count() == 3


def test_what_was_changed_again_since_is_not_taken_back(mall):
    first = changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP baru"})
    changed(mall, "layanan", "ktp-hilang", {"Nama": "KTP lain"})

    with pytest.raises(Overtaken):
        undone(first)
    assert Service.objects.get(code="ktp-hilang").name == "KTP lain"


def test_a_service_is_made_taken_out_of_service_and_brought_back(mall):
    cells = {"Kode": "kia", "Nama": "Kartu Anak", "Instansi": "dukcapil", "Jenis": "nonperizinan", "Cara layanan": "langsung"}
    wanted = {"Layanan": [cells], "Standar": [], "Biaya": []}
    make = {
        "mall": mall,
        "kind": KINDS["layanan"],
        "owner": "kia",
        "wanted": wanted,
        "at": NINE,
        "actor": RINA,
        "reach": Reach(EVERY_ROLE),
    }
    made = make_thing(**make)
    assert Service.objects.get(code="kia").active
    with pytest.raises(ThingRefused):
        make_thing(**make)

    undone(made)
    assert not Service.objects.get(code="kia").active
    make_thing(**make)
    assert Service.objects.get(code="kia").active


def test_a_facility_that_was_deleted_comes_back(mall):
    change = changed(mall, "fasilitas", "atm", rows={"Fasilitas": []})
    assert not Facility.objects.exists()

    undone(change)
    assert Facility.objects.get().name == "ATM"


def test_posts_are_changed_without_a_name_in_the_change(mall):
    budi = User.objects.get(name="Budi")
    post = thing(mall, "petugas", str(budi.id)).rows["Petugas"][0]
    change = changed(mall, "petugas", str(budi.id), rows={"Petugas": [{**post, "Loket": None, "Sampai": "2026-12-31"}]})

    assert Post.objects.get(user=budi).until_date == date(2026, 12, 31)
    assert "budi" not in str([change.steps, [event.facts for event in history_of(change.id)]]).lower()

    undone(change)
    assert Post.objects.get(user=budi).until_date is None
    assert [counter.code for counter in Post.objects.get(user=budi).counters.all()] == ["loket-1"]


def test_a_manager_makes_nobody_an_administrator(mall):
    rina = User.objects.get(name="Rina")
    budi = User.objects.get(name="Budi")
    post = thing(mall, "petugas", str(budi.id)).rows["Petugas"][0]

    with pytest.raises(ThingRefused) as refused:
        changed(mall, "petugas", str(budi.id), rows={"Petugas": [{**post, "Peran": "admin", "Instansi": None, "Loket": None}]},
                reach=Reach(roles_to_give(rina, mall, NINE)))  # fmt: skip
    assert {fault.column for fault in refused.value.faults} == {"Peran"}


def test_every_rule_of_a_line_is_changed_from_a_day_on_and_back_again(mall):
    rules = {
        "Jeda panggil ulang": 45, "Panggilan": 2, "Batas kembali": 15, "Maju saat kembali": 5, "Tahan dari rumah": 60, "Lansia": 25,
        "Batas harian": None, "Bagian dari rumah": 20,
    }  # fmt: skip
    change = changed(mall, "jalur", "ktp", rules, on=TOMORROW)
    assert Line.objects.get(code="ktp").recall_gap_seconds == 20

    make_due_changes(at=MIDNIGHT)

    line = Line.objects.get(code="ktp")
    assert (line.recall_gap_seconds, line.calls_at_most, line.rejoin_within_minutes) == (45, 2, 15)
    assert (line.rejoin_head_start_minutes, line.held_for_minutes, line.head_starts["elderly"]) == (5, 60, 25)
    assert (line.daily_limit, line.home_share_percent) == (None, 20)

    undone(Change.objects.get(pk=change.pk), MIDNIGHT + minutes(5))
    line.refresh_from_db()
    assert (line.recall_gap_seconds, line.calls_at_most, line.held_for_minutes, line.head_starts["elderly"]) == (20, 3, 120, 15)


def test_a_rule_beyond_its_bounds_is_refused_by_the_form_and_by_the_database(mall):
    with pytest.raises(ThingRefused) as refused:
        changed(mall, "jalur", "ktp", {"Panggilan": 11, "Tahan dari rumah": 4, "Hamil": 121})
    assert {fault.column for fault in refused.value.faults} == {"Panggilan", "Tahan dari rumah", "Hamil"}

    for beyond in (
        {"calls_at_most": 0},
        {"recall_gap_seconds": 301},
        {"head_starts": {"elderly": 121}},
        {"head_starts": {"infant": -1}},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Line.objects.filter(code="ktp").update(**beyond)


def test_a_class_that_a_line_does_not_name_has_no_head_start(mall):
    Line.objects.filter(code="ktp").update(head_starts={"elderly": 120})
    assert Line.objects.get(code="ktp").head_starts == {"elderly": 120}
