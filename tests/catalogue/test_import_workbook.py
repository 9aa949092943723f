"""Importing a mall's master data: what is written, what is left alone, and that twice is once."""

from datetime import date, time

import pytest

from pendopo.accounts.models import User
from pendopo.catalogue.events import SheetImported
from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.imports.record import write_and_keep
from pendopo.catalogue.models import CounterLine, Line, Service, ServiceStandard
from pendopo.catalogue.reads import service_page
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.directory.doors import EVERY_ROLE, counters_for
from pendopo.directory.models import Break, Counter, Mall, Post, SpecialDay
from pendopo.directory.opening import schedule_of
from pendopo.journal.events import registered
from pendopo.journal.models import Event
from tests.situations.hall import a_counter, a_mall, a_person, a_post, a_region
from tests.situations.times import MONDAY, NINE, days, on
from tests.situations.workbooks import a_workbook, large_mall, row_of, small_mall

pytestmark = pytest.mark.django_db
WAYAN = "officer:wayan"


@pytest.fixture(autouse=True)
def _region():
    a_region()


def imported(sheets=None, **options):
    return import_workbook(
        content=a_workbook(sheets), file_name="mal.xlsx", at=NINE, actor=WAYAN, may_give=EVERY_ROLE, **options
    )


def the_mall():
    return Mall.objects.get(code="mpp-kalianda")


def test_a_new_mall_is_made_whole():
    result = imported()

    mall = the_mall()
    assert (result.new_mall, result.written, result.mall_name) == (True, True, "MPP Kalianda")
    assert (mall.time_zone, mall.region_id) == ("Asia/Jakarta", "18.01")
    page = service_page(mall, "ktp-hilang", NINE)
    assert page.standard.requirements == ("Surat kehilangan", "Fotokopi KK; bila ada")
    assert [delivery.code for delivery in page.deliveries] == ["direct", "mobile"]
    assert (page.line.prefix, page.from_source) == ("A", True)
    assert service_page(mall, "skck-baru", NINE).fees[0].amount_rupiah == 30_000


def test_hours_breaks_and_closed_days_reach_the_schedule():
    imported()
    mall = the_mall()
    polres = mall.agencies.get(code="polres")
    second = Counter.objects.get(code="loket-2")
    schedule = schedule_of(mall)

    assert schedule.span(MONDAY, agency_id=polres.id).closes_at == on(MONDAY, "12:00")
    assert schedule.state(on(MONDAY, "12:30")).reason == "Istirahat"
    assert SpecialDay.objects.get(counter=second).date == date(2026, 12, 31)
    assert Break.objects.get().starts == time(12)


def test_what_is_left_empty_takes_its_default():
    imported()

    ktp, skck = Line.objects.order_by("prefix")
    assert ktp.head_starts == {"elderly": 15, "disability": 20, "pregnant": 15, "infant": 15, "booking": 10}
    assert skck.head_starts["elderly"] == 0
    assert (ktp.service_minutes, ktp.daily_limit, skck.daily_limit, ktp.from_home) == (10, 100, None, True)


def test_officers_get_a_post_and_no_password():
    result = imported()

    budi = User.objects.get(email="budi@kalianda.example")
    assert not budi.has_usable_password()
    assert set(result.new_people) == set(User.objects.values_list("pk", flat=True))
    assert [counter.code for counter in counters_for(budi, NINE)] == ["loket-1"]


def test_the_same_file_again_changes_nothing():
    imported()
    before = (the_mall().catalogue_version, Event.objects.count())

    result = imported()

    assert (result.touched, result.written) == (0, False)
    assert (the_mall().catalogue_version, Event.objects.count()) == before


def test_checking_alone_writes_nothing():
    result = imported(check_only=True)

    assert result.touched > 0
    assert not Mall.objects.exists()


def test_only_what_differs_is_written():
    imported()
    sheets = small_mall()
    row_of(sheets, "Layanan", Kode="skck-baru")["Nama"] = "SKCK untuk umum"
    sheets["Layanan"].append({**sheets["Layanan"][0], "Kode": "kia", "Nama": "KIA", "Jalur": None})
    version = the_mall().catalogue_version

    result = imported(sheets)

    touched = {sheet.name: (sheet.added, sheet.changed, sheet.unchanged) for sheet in result.sheets if sheet.touched}
    assert touched == {"Layanan": (1, 1, 1)}
    assert Service.objects.get(code="skck-baru").name == "SKCK untuk umum"
    assert the_mall().catalogue_version == version + 1


def test_the_rules_of_a_line_are_imported_and_the_same_file_again_changes_nothing():
    imported()
    sheets = small_mall()
    row_of(sheets, "Jalur", Kode="ktp").update(
        {"Jeda panggil ulang": 45, "Panggilan": 2, "Batas kembali": 0, "Maju saat kembali": 5, "Tahan dari rumah": 60}
    )

    assert imported(sheets).touched == 1
    assert imported(sheets).touched == 0

    line = Line.objects.get(code="ktp")
    assert (line.recall_gap_seconds, line.calls_at_most, line.rejoin_within_minutes) == (45, 2, 0)
    assert (line.rejoin_head_start_minutes, line.held_for_minutes) == (5, 60)


def test_a_rule_beyond_its_bounds_is_named_by_its_cell_and_what_is_accepted():
    sheets = small_mall()
    row_of(sheets, "Jalur", Kode="ktp").update({"Panggilan": 0, "Jeda panggil ulang": "sebentar"})

    with pytest.raises(WorkbookRefused) as refused:
        imported(sheets)

    named = {(fault.sheet, fault.row, fault.column): str(fault.accepted) for fault in refused.value.faults}
    assert set(named) == {("Jalur", 2, "Panggilan"), ("Jalur", 2, "Jeda panggil ulang")}
    assert "1" in named["Jalur", 2, "Panggilan"]
    assert "10" in named["Jalur", 2, "Panggilan"]


def test_rows_missing_from_the_file_are_left_alone():
    imported()
    sheets = small_mall()
    sheets["Layanan"].pop()
    sheets["Biaya"].clear()

    result = imported(sheets)

    assert result.touched == 0
    assert {sheet.name: sheet.missing for sheet in result.sheets if sheet.missing} == {"Layanan": 1, "Biaya": 1}
    assert Service.objects.filter(active=True).count() == 2


def test_missing_rows_are_taken_out_only_when_asked():
    imported()
    sheets = small_mall()
    sheets["Layanan"].pop()
    sheets["Biaya"].clear()
    sheets["Petugas"].pop()

    imported(sheets, remove_missing=True)

    assert Service.objects.get(code="skck-baru").active is False
    assert Post.objects.get(user__name="Rina").until_date == MONDAY - days(1)
    assert the_mall().services.filter(fees__isnull=False).count() == 0
    assert imported(sheets, remove_missing=True).touched == 0


def test_a_row_brings_back_what_was_out_of_service():
    imported()
    Service.objects.filter(code="skck-baru").update(active=False)

    assert imported().touched == 1
    assert Service.objects.get(code="skck-baru").active


def test_two_counters_may_swap_their_numbers():
    imported()
    sheets = small_mall()
    first, second = sheets["Loket"]
    first["Nomor"], second["Nomor"] = "2", "1"
    first_line, second_line = sheets["Jalur"]
    first_line["Awalan"], second_line["Awalan"] = "AB", "A"

    imported(sheets)

    assert dict(Counter.objects.values_list("code", "number")) == {"loket-1": "2", "loket-2": "1"}
    assert dict(Line.objects.values_list("code", "prefix")) == {"ktp": "AB", "skck": "A"}


def test_a_counters_lines_follow_the_file_and_their_order_does_not_matter():
    imported()
    sheets = small_mall()
    row_of(sheets, "Loket", Kode="loket-1")["Jalur"] = "skck\nktp"
    assert imported(sheets).touched == 0

    row_of(sheets, "Loket", Kode="loket-1")["Jalur"] = "ktp"
    row_of(sheets, "Loket", Kode="loket-2")["Jalur"] = "skck;ktp"
    imported(sheets)

    links = CounterLine.objects.values_list("counter__code", "line__code")
    assert set(links) == {("loket-1", "ktp"), ("loket-2", "skck"), ("loket-2", "ktp")}


def test_a_new_version_of_a_standard_stands_beside_the_old():
    imported()
    sheets = small_mall()
    sheets["Standar"].append({**sheets["Standar"][0], "Versi": 2, "Jangka waktu": "2 jam", "Terbit": "2026-11-01"})

    imported(sheets)

    assert ServiceStandard.objects.count() == 2
    assert service_page(the_mall(), "ktp-hilang", NINE).standard.time_limit == "2 jam"


def test_one_event_per_sheet_carries_counts_and_no_names():
    imported()

    events = Event.objects.filter(type="catalogue.sheet.imported").order_by("id")
    assert [event.facts["sheet"] for event in events] == list(small_mall())
    assert {event.actor for event in events} == {WAYAN}
    written = str([event.facts for event in events])
    assert "Budi" not in written
    assert "example" not in written
    assert registered()["catalogue.sheet.imported"] is SheetImported


def test_a_part_of_a_workbook_goes_to_the_mall_that_is_named():
    imported()
    fees = {"Biaya": [{"Layanan": "ktp-hilang", "Uraian": "Cetak", "Rupiah": "Rp10.000", "Berlaku mulai": date(2026, 1, 2)}]}

    result = imported(fees, mall_code="mpp-kalianda")

    assert [(sheet.name, sheet.added) for sheet in result.sheets] == [("Biaya", 1)]
    assert service_page(the_mall(), "ktp-hilang", NINE).fees[0].amount_rupiah == 10_000


def test_real_dates_and_times_of_the_spreadsheet_are_read():
    sheets = small_mall()
    row_of(sheets, "Jam", Untuk="mal", Hari="senin").update({"Buka": time(7, 30), "Tutup": 0.625})
    sheets["Tutup"][0]["Tanggal"] = date(2026, 12, 30)

    imported(sheets)

    span = schedule_of(the_mall()).span(MONDAY)
    assert (span.opens_at, span.closes_at) == (on(MONDAY, "07:30"), on(MONDAY, "15:00"))
    assert SpecialDay.objects.get().date == date(2026, 12, 30)


def test_a_row_that_begins_with_a_hash_is_a_remark():
    sheets = small_mall()
    sheets["Layanan"].insert(0, {"Kode": "# contoh", "Nama": "Bukan layanan"})

    imported(sheets)

    assert Service.objects.count() == 2


def test_another_malls_rows_of_the_same_code_are_another_thing():
    other = a_counter(mall=a_mall(), code="loket-1", number="1")

    imported()

    assert Counter.objects.filter(code="loket-1").count() == 2
    assert Counter.objects.get(pk=other.pk).mall.code != "mpp-kalianda"


def test_the_name_of_a_person_of_another_mall_is_not_ours_to_change():
    budi = a_person("Budi Santoso", email="budi@kalianda.example")
    a_post(user=budi, mall=a_mall())

    imported()

    assert User.objects.get(pk=budi.pk).name == "Budi Santoso"
    assert imported().touched == 0


def test_a_post_that_is_over_protects_nobodys_name():
    budi = a_person("Budi Santoso", email="budi@kalianda.example")
    a_post(user=budi, mall=a_mall(), until_date=MONDAY - days(1))

    imported()

    assert User.objects.get(pk=budi.pk).name == "Budi"


def test_master_data_changed_in_between_is_compared_again(monkeypatch):
    imported()
    sheets = small_mall()
    row_of(sheets, "Layanan", Kode="skck-baru")["Nama"] = "SKCK untuk umum"
    calls = []

    def write_late(plan, source, **options):
        calls.append(plan)
        if len(calls) == 1:
            Mall.objects.filter(pk=plan.mall.pk).update(catalogue_version=99)
        return write_and_keep(plan, source, **options)

    monkeypatch.setattr("pendopo.catalogue.import_workbook.write_and_keep", write_late)

    assert imported(sheets).touched == 1
    assert the_mall().catalogue_version == 100


def test_progress_is_told_step_by_step():
    steps = []

    imported(progress=lambda step, done, of: steps.append((step, done == of)))

    assert list(dict.fromkeys(step for step, _end in steps)) == ["reading", "checking", "comparing", "writing"]
    assert dict(steps) == {"reading": True, "checking": True, "comparing": True, "writing": True}


def test_the_number_of_statements_does_not_grow_with_the_services(django_assert_max_num_queries):
    content = a_workbook(large_mall(agencies=4, services=8)), a_workbook(large_mall(agencies=4, services=64))
    counts = []
    for one in content:
        with django_assert_max_num_queries(120) as captured:
            import_workbook(content=one, file_name="mal.xlsx", at=NINE, actor=WAYAN, may_give=EVERY_ROLE)
        counts.append(len(captured))

    assert counts[1] <= counts[0] + 12


def test_a_large_mall_is_imported_whole():
    content = a_workbook(large_mall(agencies=40, services=430))

    result = import_workbook(content=content, file_name="mal.xlsx", at=NINE, actor=WAYAN, may_give=EVERY_ROLE)

    assert {sheet.name: sheet.added for sheet in result.sheets if sheet.added} == {
        "Mal": 1, "Tempat": 1, "Zona": 2, "Instansi": 40, "Jalur": 40, "Loket": 40, "Layanan": 430, "Standar": 430,
        "Biaya": 430,
    }  # fmt: skip


def test_a_file_without_a_younger_column_of_lines_leaves_what_stands_there():
    def import_an_older_file():
        def without_the_column(book):
            page = book["Jalur"]
            for heading in ("Bagian dari rumah", "Jeda panggil ulang", "Panggilan"):
                page.delete_cols([cell.value for cell in page[1]].index(heading) + 1)

        content = a_workbook(spoil=without_the_column)
        return import_workbook(content=content, file_name="mal.xlsx", at=NINE, actor=WAYAN, may_give=EVERY_ROLE)

    assert import_an_older_file().written
    assert set(Line.objects.values_list("home_share_percent", flat=True)) == {50}
    Line.objects.filter(code="ktp").update(home_share_percent=30, calls_at_most=5)

    assert import_an_older_file().touched == 0
    assert (Line.objects.get(code="ktp").home_share_percent, Line.objects.get(code="ktp").calls_at_most) == (30, 5)
    assert imported().touched == 1
    assert Line.objects.get(code="ktp").home_share_percent == 50
