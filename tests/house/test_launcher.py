"""The launcher on all kinds of machines. Each test starts the real one, in a small house of its own, without any network."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.small_house import BASE_PYTHON, SmallHouse, a_small_house

THIS_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def house(tmp_path: Path) -> SmallHouse:
    return a_small_house(tmp_path)


def test_without_python_it_says_what_is_missing_and_how_to_get_it_in_both_languages(house):
    status, printed, said = house.start("demo")

    assert status == 1
    assert printed == ""
    assert "python3 tidak ditemukan" in said
    assert "there is no python3" in said
    assert said.count("sudo apt install python3 python3-venv") == 2
    assert not house.environment.exists()


def test_with_only_an_old_python_it_names_the_version_it_found(house):
    house.give_python(script="echo 3.9")

    status, _, said = house.start("demo")

    assert status == 1
    assert "hanya ada Python 3.9" in said
    assert "has only Python 3.9" in said


def test_it_finds_a_newer_python_beside_an_old_one(house):
    house.give_python(script="echo 3.10")
    house.give_python(f"python{THIS_VERSION}")

    assert house.start("demo")[0] == 0


def test_without_the_venv_package_it_names_the_package(house):
    shadow = house.home / "shadow"
    shadow.mkdir()
    (shadow / "ensurepip.py").write_text("raise ModuleNotFoundError('not here', name='ensurepip')\n")
    house.give_python(script=f'PYTHONPATH="{shadow}" exec "{BASE_PYTHON}" "$@"')

    status, _, said = house.start("demo")

    assert status == 1
    assert "ensurepip" in said
    assert said.count(f"sudo apt install python{THIS_VERSION}-venv") == 2
    assert "Traceback" not in said


def test_the_first_start_makes_the_environment_and_the_second_needs_no_python_on_the_path(house):
    house.give_python()
    status, printed, said = house.start("demo", "--port", "80 80")
    assert (status, printed) == (0, f"moving|demo|--port|80 80|{house.folder}/src\n")
    assert "hanya kali ini" in said
    assert "only this time" in said

    (house.programs / "python3").unlink()

    assert house.start("demo") == (0, f"moving|demo|{house.folder}/src\n", "")


def test_it_is_found_through_links_and_from_any_folder_and_never_imports_from_there(house):
    house.give_python()
    (house.home / "one").symlink_to(house.launcher)
    (house.home / "two").symlink_to("one")
    (house.home / "pendopo.py").write_text("raise SystemExit('the wrong one')\n")

    status, printed, _ = house.start("demo", through=house.home / "two")

    assert (status, printed) == (0, f"moving|demo|{house.folder}/src\n")


def test_another_lock_or_a_developers_command_brings_the_environment_up_to_date(house):
    house.give_python()
    house.start("demo")
    assert house.stamp.read_text().startswith("runtime ")

    house.start("test")
    assert house.stamp.read_text().startswith("dev ")
    before = house.stamp.read_text()

    (house.folder / "requirements" / "runtime.lock").write_text("# something else\n")
    house.start("demo")

    assert house.stamp.read_text().startswith("dev ")
    assert house.stamp.read_text() != before
    assert house.start("demo")[2] == ""


def test_a_half_made_environment_is_made_anew(house):
    house.give_python()
    house.start("demo")
    house.stamp.unlink()
    (house.environment / "half").touch()

    status, _, _ = house.start("demo")

    assert status == 0
    assert not (house.environment / "half").exists()


def test_packages_that_cannot_be_fetched_are_a_sentence_and_nothing_half_made_is_used(house):
    house.give_python()
    lock = house.folder / "requirements" / "runtime.lock"
    lock.write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")

    status, printed, said = house.start("demo")

    assert (status, printed) == (1, "")
    assert "no-such-package" in said
    assert "Periksa sambungan internet" in said
    assert "Check the connection" in said
    assert "Traceback" not in said
    assert not house.stamp.exists()

    lock.write_text("# nothing\n")
    assert house.start("demo")[0] == 0


def test_many_first_starts_at_once_all_get_the_one_environment(house):
    house.give_python()
    starts = [
        subprocess.Popen([str(house.launcher), "demo"], env=house.settings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [start.communicate(timeout=120) for start in starts]

    assert [start.returncode for start in starts] == [0, 0, 0, 0], said
    assert sum(b"only this time" in errors for _, errors in said) == 1


def test_a_folder_with_other_things_in_it_is_never_emptied(house):
    house.give_python()
    treasure = house.home / "letters"
    treasure.mkdir()
    (treasure / "letter.txt").write_text("dear")

    status, _, said = house.start("demo", PENDOPO_VENV=str(treasure))

    assert status == 1
    assert "PENDOPO_VENV" in said
    assert (treasure / "letter.txt").read_text() == "dear"


def test_the_environment_may_lie_elsewhere(house):
    house.give_python()
    elsewhere = house.home / "deep" / "down"

    assert house.start("demo", PENDOPO_VENV=str(elsewhere))[0] == 0
    assert (elsewhere / "pendopo.stamp").exists()
    assert not house.environment.exists()


def test_what_an_older_lock_brought_is_taken_out_again(house):
    house.give_python()
    house.start("demo")
    version = f"python{THIS_VERSION}"
    leftover = house.environment / "lib" / version / "site-packages" / "leftover-1.0.dist-info"
    leftover.mkdir()
    (leftover / "METADATA").write_text("Metadata-Version: 2.1\nName: leftover\nVersion: 1.0\n")
    (leftover / "RECORD").write_text("leftover-1.0.dist-info/METADATA,,\nleftover-1.0.dist-info/RECORD,,\n")
    (house.folder / "requirements" / "runtime.lock").write_text("# newer\n")

    assert house.start("demo")[0] == 0
    assert not leftover.exists()
