"""`./pendopo test`: what it sums up, and what it does with parts that fail, cannot run, or find nothing."""

import argparse
import os
from pathlib import Path

import pytest

from pendopo.config.cli import test as command
from pendopo.config.testing.parts import Part, counted, run_side_by_side


def the_ended(name: str, *, status: int, **tests: int) -> Part:
    return Part(name, [], status=status, tests=tests)


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("12 passed in 0.31s", {"passed": 12}),
        ("==== 1 failed, 3 passed, 2 deselected in 61.02s (0:01:01) ====", {"failed": 1, "passed": 3}),
        ("\x1b[32m\x1b[1m7 passed\x1b[0m, \x1b[33m1 skipped\x1b[0m\x1b[32m in 1.00s\x1b[0m", {"passed": 7, "skipped": 1}),
        ("2 errors in 0.10s", {"errors": 2}),
        ("no tests ran in 0.01s", {}),
    ],
)
def test_the_closing_line_of_pytest_is_understood(line, counts):
    assert counted(f"..F.\n5 passed yesterday\n{line}\n") == counts


def sum_up(*parts: Part, capsys: pytest.CaptureFixture[str], everything: bool = True) -> tuple[int, str]:
    status = command._sum_up(parts, seconds=61.0, everything=everything)
    return status, capsys.readouterr().out.splitlines()[-1]


def test_all_passed_is_exit_status_0(capsys):
    parts = the_ended("units, SQLite", status=0, passed=3), the_ended("browser, SQLite", status=0, passed=2)
    assert sum_up(*parts, capsys=capsys) == (0, "5 passed in 61.0s")


def test_a_failure_is_named_in_the_last_line(capsys):
    parts = the_ended("units, SQLite", status=1, failed=1, passed=3), the_ended("units, PostgreSQL", status=0, passed=4)
    assert sum_up(*parts, capsys=capsys) == (1, "1 failed, 7 passed in 61.0s · FAILED: units, SQLite")


def test_what_could_not_run_is_named_in_the_last_line_and_in_the_exit_status(capsys):
    parts = the_ended("units, SQLite", status=0, passed=3), Part("browser, SQLite", [], not_run="no Chromium here")
    assert sum_up(*parts, capsys=capsys) == (1, "3 passed in 61.0s · NOT RUN: browser, SQLite")


def test_what_was_stopped_half_way_is_no_success(capsys):
    parts = the_ended("units, SQLite", status=0, passed=3), Part("units, PostgreSQL", [])
    assert sum_up(*parts, capsys=capsys) == (1, "3 passed in 61.0s · STOPPED: units, PostgreSQL")


def test_a_part_in_which_nothing_matches_is_fine_unless_it_is_so_everywhere(capsys):
    nothing = the_ended("races, SQLite", status=5)
    assert sum_up(the_ended("units, SQLite", status=0, passed=1), nothing, capsys=capsys)[0] == 0
    assert sum_up(nothing, capsys=capsys) == (1, "no tests in 61.0s")


def test_the_usual_run_says_what_it_leaves_out(capsys):
    last_line = sum_up(the_ended("units, SQLite", status=0, passed=1), capsys=capsys, everything=False)[1]
    assert last_line == "1 passed in 61.0s · races and browser: --all"


def test_parts_run_side_by_side_and_their_words_stay_together(tmp_path, capfdbinary):
    (tmp_path / "pytest.ini").touch()
    (tmp_path / "test_good.py").write_text("def test_good(): pass\n")
    (tmp_path / "test_bad.py").write_text("def test_bad(): assert 'the bad one' == ''\n")
    environment = {**os.environ, "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""}
    plain = ["-q", "-p", "no:django", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", "-c", str(tmp_path / "pytest.ini")]
    bad = Part("bad", [*plain, str(tmp_path / "test_bad.py")], environment)
    good = Part("good", [*plain, str(tmp_path / "test_good.py")], environment)

    run_side_by_side([bad, good, Part("missing", [], not_run="nothing to run it with")])

    assert (bad.status, bad.tests, bad.failed) == (1, {"failed": 1}, True)
    assert (good.status, good.tests, good.result) == (0, {"passed": 1}, "1 passed")
    words = capfdbinary.readouterr().out.decode()
    assert words.index("the bad one") < words.index("── good") < words.index("1 passed in")


def the_arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    arguments, arguments.rest = parser.parse_known_args(words)
    return arguments


def groups(*words: str, folder: Path, databases: dict[str, str]) -> list[list[Part]]:
    return list(command._groups(the_arguments(*words), databases, folder))


def test_units_run_on_both_databases_at_once_and_nothing_else_unless_asked(tmp_path):
    made = groups("-x", "tests/queue", folder=tmp_path, databases={"sqlite": "", "postgresql": "postgresql://x@/y"})

    assert [[part.name for part in group] for group in made] == [["units, SQLite", "units, PostgreSQL"]]
    assert list(made[0][0].arguments)[-2:] == ["-x", "tests/queue"]
    assert made[0][1].environment["PENDOPO_DATABASE"] == "postgresql://x@/y"
    assert made[0][0].environment["PENDOPO_DATABASE"].startswith(f"sqlite:///{tmp_path}")


def test_a_mall_that_the_shell_points_to_is_never_touched(tmp_path, monkeypatch):
    monkeypatch.setenv("PENDOPO_DATABASE", "postgresql://mall/real")
    monkeypatch.setenv("PENDOPO_KEYS", "/keys/of/the/mall")

    environment = groups(folder=tmp_path, databases={"sqlite": ""})[0][0].environment

    assert "PENDOPO_KEYS" not in environment
    assert "mall" not in environment["PENDOPO_DATABASE"].removeprefix(f"sqlite:///{tmp_path}")


def test_without_chromium_the_browser_part_is_not_run_and_may_be_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "find_chromium", lambda: None)

    browser = groups("--all", "--no-install", folder=tmp_path, databases={"sqlite": ""})[-1][0]
    assert browser.result.startswith("NOT RUN: no Chromium here")

    (tmp_path / "again").mkdir()
    accepted = groups("--all", "--without", "browser", folder=tmp_path / "again", databases={"sqlite": ""})
    assert [group[0].name for group in accepted] == ["units, SQLite", "races, SQLite"]


def test_without_postgresql_its_parts_are_not_run(tmp_path):
    made = groups(folder=tmp_path, databases={"sqlite": "", "postgresql": "NOT RUN: no PostgreSQL here"})
    assert [part.not_run for part in made[0]] == ["", "no PostgreSQL here"]
