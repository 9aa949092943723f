"""Open now, on break, closed until, and why."""

from datetime import UTC, date, time
from typing import Any

import pytest
from django.utils import translation

from pendopo.directory.models import Holiday, HolidayKind, Hours, SpecialDay
from pendopo.directory.opening import OpenKind, ReasonCode, kept_schedule_of, schedule_of
from tests.situations.hall import (
    a_break,
    a_closed_day,
    a_closed_mall,
    a_counter,
    a_mall,
    a_pause,
    an_agency,
)
from tests.situations.times import FRIDAY, MONDAY, NINE, SATURDAY, SUNDAY, THURSDAY, TUESDAY, days, minutes, on

pytestmark = pytest.mark.django_db


def an_hour(opens: str = "08:00", closes: str = "15:00", weekday: int = 0, **owner: Any) -> Hours:
    return Hours.objects.create(weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes), **owner)


def a_holiday(day: date, *, region: str = "", name: str = "Hari raya", kind: str = HolidayKind.NATIONAL) -> Holiday:
    return Holiday.objects.create(date=day, kind=kind, name=name, region_code=region)


def a_special_day(day: date, opens: str, closes: str, **owner: Any) -> SpecialDay:
    return SpecialDay.objects.create(
        date=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes), reason="Hari layanan", **owner
    )


def test_open_from_the_first_minute_until_just_before_the_last():
    schedule = schedule_of(a_mall())

    assert schedule.state(on(MONDAY, "08:00")).kind is OpenKind.OPEN
    assert schedule.state(on(MONDAY, "14:59")).kind is OpenKind.OPEN
    assert schedule.state(on(MONDAY, "15:00")).kind is OpenKind.CLOSED


def test_open_says_until_when():
    state = schedule_of(a_mall()).state(NINE)

    assert (state.until, state.closes_at, state.opens_at) == (on(MONDAY, "15:00"), on(MONDAY, "15:00"), None)
    assert str(state.reason) == ""


def test_before_opening_it_opens_today():
    state = schedule_of(a_mall()).state(on(MONDAY, "06:30"))

    assert (state.kind, state.code, state.opens_at) == (OpenKind.CLOSED, ReasonCode.BEFORE_OPENING, on(MONDAY, "08:00"))


def test_after_closing_on_friday_it_opens_on_monday():
    state = schedule_of(a_mall()).state(on(FRIDAY, "15:00"))

    assert (state.code, state.opens_at) == (ReasonCode.AFTER_CLOSING, on(MONDAY + days(7), "08:00"))
    assert state.until == state.opens_at


def test_a_weekday_without_hours_is_closed_every_week():
    state = schedule_of(a_mall()).state(on(SUNDAY, "10:00"))

    assert state.code is ReasonCode.WEEKLY_CLOSED
    with translation.override("en"):
        assert str(state.reason) == "closed on Sundays"


def test_a_mall_without_hours_has_no_next_opening():
    state = schedule_of(a_closed_mall()).state(NINE)

    assert (state.kind, state.code, state.until) == (OpenKind.CLOSED, ReasonCode.NO_HOURS, None)


def test_a_break_ends_at_a_stated_time_and_open_until_names_the_break():
    mall = a_mall()
    a_break("12:00", "13:00", mall=mall)
    schedule = schedule_of(mall)

    assert schedule.state(on(MONDAY, "11:59")).until == on(MONDAY, "12:00")
    assert schedule.state(on(MONDAY, "11:59")).closes_at == on(MONDAY, "15:00")
    state = schedule.state(on(MONDAY, "12:00"))
    assert (state.kind, state.until, state.reason) == (OpenKind.BREAK, on(MONDAY, "13:00"), "Istirahat siang")
    assert schedule.state(on(MONDAY, "13:00")).kind is OpenKind.OPEN


def test_friday_prayer_is_a_break_on_fridays_only():
    mall = a_mall()
    a_break("11:30", "13:30", weekday=4, reason="Salat Jumat", mall=mall)
    schedule = schedule_of(mall)

    assert schedule.state(on(FRIDAY, "12:00")).reason == "Salat Jumat"
    assert schedule.state(on(THURSDAY, "12:00")).kind is OpenKind.OPEN


def test_overlapping_breaks_end_together_with_the_last():
    mall = a_mall()
    a_break("12:00", "12:30", mall=mall)
    a_break("12:15", "13:15", reason="Rapat", mall=mall)

    state = schedule_of(mall).state(on(MONDAY, "12:20"))

    assert (state.until, state.reason) == (on(MONDAY, "13:15"), "Rapat")


def test_a_break_that_runs_into_the_closing_promises_no_return_today():
    mall = a_mall()
    a_break("14:30", "16:00", mall=mall)

    state = schedule_of(mall).state(on(MONDAY, "14:45"))

    assert (state.kind, state.code, state.until) == (OpenKind.CLOSED, ReasonCode.BREAK, on(TUESDAY, "08:00"))


def test_a_pause_over_the_opening_keeps_the_door_closed_until_somebody_serves():
    mall = a_mall()
    a_pause(mall=mall, starts_at=on(MONDAY, "07:30"), ends_at=on(MONDAY, "08:15"), reason="Upacara")
    schedule = schedule_of(mall)

    state = schedule.state(on(MONDAY, "08:05"))

    assert (state.kind, state.reason, state.opens_at) == (OpenKind.CLOSED, "Upacara", on(MONDAY, "08:15"))
    assert schedule.state(on(MONDAY, "07:00")).opens_at == on(MONDAY, "08:15")


def test_the_halls_break_holds_for_every_agency_and_an_agencys_for_itself_alone():
    mall = a_mall()
    agency, other = an_agency(mall=mall), an_agency(mall=mall)
    a_break("10:00", "10:15", reason="Senam", mall=mall)
    a_break("12:00", "13:00", mall=mall, agency=agency)
    schedule = schedule_of(mall)

    assert schedule.state(on(MONDAY, "10:05"), agency_id=agency.id).reason == "Senam"
    assert schedule.state(on(MONDAY, "12:30"), agency_id=agency.id).kind is OpenKind.BREAK
    assert schedule.state(on(MONDAY, "12:30"), agency_id=other.id).kind is OpenKind.OPEN
    assert schedule.state(on(MONDAY, "12:30")).kind is OpenKind.OPEN


def test_a_pause_of_the_hall_is_a_break_with_its_reason():
    mall = a_mall()
    a_pause(mall=mall, starts_at=NINE, ends_at=NINE + minutes(20), reason="Listrik padam")

    state = schedule_of(mall).state(NINE + minutes(5), agency_id=an_agency(mall=mall).id)

    assert (state.kind, state.code, state.until) == (OpenKind.BREAK, ReasonCode.PAUSE, NINE + minutes(20))
    assert state.reason == "Listrik padam"


def test_a_holiday_closes_the_hall_and_gives_its_name():
    mall = a_mall()
    a_holiday(MONDAY, name="Hari Raya Nyepi")

    state = schedule_of(mall).state(NINE)

    assert (state.code, state.reason, state.until) == (ReasonCode.HOLIDAY, "Hari Raya Nyepi", on(TUESDAY, "08:00"))


@pytest.mark.parametrize(("region", "closes"), [("18.01", True), ("18", True), ("", True), ("33", False), ("18.0", False)])
def test_holidays_of_the_region_and_of_the_regions_around_it(region, closes):
    mall = a_mall()
    a_holiday(MONDAY, region=region, kind=HolidayKind.REGIONAL)

    assert schedule_of(mall).state(NINE).is_open is not closes


def test_a_special_day_opens_a_holiday():
    mall = a_mall()
    a_holiday(MONDAY)
    a_special_day(MONDAY, "09:00", "12:00", mall=mall)

    span = schedule_of(mall).span(MONDAY)

    assert (span.opens_at, span.closes_at) == (on(MONDAY, "09:00"), on(MONDAY, "12:00"))


def test_a_special_day_without_hours_closes_with_its_reason():
    mall = a_mall()
    a_closed_day(mall=mall, reason="Peresmian")

    state = schedule_of(mall).state(NINE)

    assert (state.code, state.reason) == (ReasonCode.SPECIAL_DAY, "Peresmian")


def test_an_agency_with_own_hours_is_cut_to_the_halls():
    mall = a_mall()
    agency = an_agency(mall=mall)
    an_hour("07:00", "12:00", mall=mall, agency=agency)
    schedule = schedule_of(mall)

    span = schedule.span(MONDAY, agency_id=agency.id)

    assert (span.opens_at, span.closes_at) == (on(MONDAY, "08:00"), on(MONDAY, "12:00"))
    assert schedule.span(TUESDAY, agency_id=agency.id) is None
    assert schedule.state(on(TUESDAY, "09:00"), agency_id=agency.id).until == on(MONDAY + days(7), "08:00")


def test_a_counters_rules_are_narrower_than_its_agencys():
    mall = a_mall()
    counter = a_counter(mall=mall)
    an_hour("08:00", "12:00", mall=mall, agency=counter.agency)
    an_hour("10:00", "14:00", mall=mall, counter=counter)
    schedule = schedule_of(mall)

    span = schedule.span(MONDAY, counter_id=counter.id)

    assert (span.opens_at, span.closes_at) == (on(MONDAY, "10:00"), on(MONDAY, "14:00"))
    assert schedule.span(MONDAY, agency_id=counter.agency_id).closes_at == on(MONDAY, "12:00")


def test_a_closed_day_of_the_agency_closes_its_counters_too():
    mall = a_mall()
    counter = a_counter(mall=mall)
    an_hour("10:00", "14:00", mall=mall, counter=counter)
    a_closed_day(mall=mall, agency=counter.agency, reason="Bimbingan teknis")

    assert schedule_of(mall).state(on(MONDAY, "11:00"), counter_id=counter.id).reason == "Bimbingan teknis"


def test_nobody_opens_in_a_locked_hall():
    mall = a_mall()
    agency = an_agency(mall=mall)
    a_special_day(SATURDAY, "08:00", "12:00", mall=mall, agency=agency)
    schedule = schedule_of(mall)

    assert schedule.span(SATURDAY, agency_id=agency.id) is None
    assert schedule.state(on(SATURDAY, "09:00"), agency_id=agency.id).code is ReasonCode.WEEKLY_CLOSED


@pytest.mark.parametrize(("time_zone", "opens_in_utc"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0), ("Asia/Jayapura", 23)])
def test_hours_are_the_malls_local_time(time_zone, opens_in_utc):
    span = schedule_of(a_mall(time_zone=time_zone)).span(MONDAY)

    assert span.opens_at.astimezone(UTC).hour == opens_in_utc


def test_the_day_of_a_wit_mall_begins_while_it_is_still_sunday_in_utc():
    mall = a_mall(time_zone="Asia/Jayapura")
    schedule = schedule_of(mall)
    at = on(MONDAY, "08:30", "Asia/Jayapura")

    assert at.astimezone(on(SUNDAY, "00:00").tzinfo).date() == MONDAY
    assert schedule.business_date(at) == MONDAY
    assert schedule.state(at).is_open


def test_the_next_opening_is_looked_for_sixty_days_ahead():
    mall = a_mall(weekdays=())
    a_special_day(MONDAY + days(60), "08:00", "12:00", mall=mall)
    schedule = schedule_of(mall)

    assert schedule.next_opening(NINE) == on(MONDAY + days(60), "08:00")
    assert schedule.next_opening(on(SUNDAY - days(7), "09:00")) is None


def test_the_schedule_takes_seven_queries_whatever_the_size(django_assert_num_queries):
    mall = a_mall()
    for _ in range(3):
        counter = a_counter(mall=mall)
        an_hour(mall=mall, agency=counter.agency)
        a_break("12:00", "13:00", mall=mall, counter=counter)
        a_closed_day(mall=mall, counter=counter)

    with django_assert_num_queries(7):
        schedule = schedule_of(mall)
    with django_assert_num_queries(0):
        schedule.state(NINE, counter_id=counter.id)


def test_a_kept_schedule_is_read_again_when_master_data_changed(django_assert_num_queries):
    mall = a_mall()
    kept_schedule_of(mall)
    a_closed_day(mall=mall)

    with django_assert_num_queries(0):
        assert kept_schedule_of(mall).state(NINE).is_open
    mall.catalogue_version += 1
    assert not kept_schedule_of(mall).state(NINE).is_open
