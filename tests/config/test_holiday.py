"""`./pendopo holiday`, as an operator uses it."""

import gzip
from datetime import date

import pytest
from django.utils import translation

from pendopo.appointments.models import LineDay
from pendopo.appointments.open_line_day import open_line_day
from pendopo.config.cli import main
from pendopo.directory import load_reference_data
from pendopo.directory.models import Holiday
from pendopo.directory.opening import schedule_of
from pendopo.kernel import clock
from tests.situations.hall import a_line, a_mall, a_region
from tests.situations.times import MONDAY, NINE

pytestmark = pytest.mark.django_db
TODAY = MONDAY.isoformat()
ANNIVERSARY = "Hari jadi Lampung"


@pytest.fixture(autouse=True)
def _few_regions(tmp_path, monkeypatch):
    (tmp_path / "regions.csv.gz").write_bytes(gzip.compress(b"code,name,kind,postcode,latitude,longitude,population\n"))
    (tmp_path / "holidays.csv").write_text(
        "date,kind,name,region_code\n2026-11-01,national,Gone,\n2026-12-25,national,Hari Raya Natal,\n", encoding="utf-8"
    )
    monkeypatch.setattr(load_reference_data, "DATA", tmp_path)
    monkeypatch.setattr(clock, "now", lambda: NINE)
    a_region("18", "Lampung")
    with translation.override("en"):
        yield


def test_a_regions_holiday_closes_its_malls_at_once_and_no_others(capsys):
    ours, theirs = a_mall(code="kalianda"), a_mall(code="tegal", region=a_region("33.28", "Kabupaten Tegal"))
    day = open_line_day(line=a_line(mall=ours), at=NINE)

    assert main(["holiday", TODAY, ANNIVERSARY, "--region", "18"]) == 0

    assert f"{TODAY}, {ANNIVERSARY}: closed that day: kalianda" in capsys.readouterr().out
    assert schedule_of(ours).state(NINE).reason == ANNIVERSARY
    assert schedule_of(theirs).state(NINE).is_open
    assert LineDay.objects.get(pk=day.pk).closes_at <= NINE


def test_twice_is_once_and_what_was_a_mistake_is_taken_back(capsys):
    mall = a_mall(code="kalianda")
    words = ["holiday", TODAY, ANNIVERSARY, "--region", "18.01"]

    assert [main(words), main(words), main([*words, "--remove"])] == [0, 0, 0]

    assert "Open again: kalianda" in capsys.readouterr().out
    assert schedule_of(mall).state(NINE).is_open
    assert not Holiday.objects.filter(name=ANNIVERSARY).exists()


def test_the_list_shows_what_is_to_come(capsys):
    main(["holiday", "2027-03-18", ANNIVERSARY, "--region", "18"])
    main(["holiday", "2027-03-19", "Hari jadi Tegal", "--region", "33.28"])
    capsys.readouterr()

    assert main(["holiday", "--region", "18.01"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line[:10] for line in lines] == ["2026-12-25", "2027-03-18"]
    assert "everywhere" in lines[0]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([TODAY], 2, "How is the day called"),
        ([TODAY, ANNIVERSARY, "--region", "18.1"], 1, "18.1 is no region code"),
        ([TODAY, ANNIVERSARY, "--remove"], 1, "There is no holiday of this name on 2026-11-23"),
    ],
)
def test_what_is_wrong_is_said(words, status, said, capsys):
    assert main(["holiday", *words]) == status
    assert said in capsys.readouterr().err


def test_a_date_that_is_none_is_refused():
    with pytest.raises(SystemExit):
        main(["holiday", "31/12/2026", "Tahun baru"])


def test_an_added_day_of_the_nation_is_one():
    main(["holiday", TODAY, "Hari pemilihan"])

    assert Holiday.objects.get(date=date(2026, 11, 23)).kind == "national"
