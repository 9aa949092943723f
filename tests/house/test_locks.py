"""The lock files: complete, by hash, from nowhere in particular, and the same versions for all."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("runtime.lock", "dev.lock", "pg.lock")


def locked(name: str) -> dict[str, str]:
    """Package → its line with version and hashes."""
    text = (ROOT / "requirements" / name).read_text()
    entries = re.findall(r"^([a-z0-9][a-z0-9._-]*)(==(?:.*\\\n)*.*)$", text, re.MULTILINE)
    return dict(entries)


def versions(name: str) -> dict[str, str]:
    return {package: re.split(r"[\s;\\]", rest)[0] for package, rest in locked(name).items()}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_locked_to_one_version_with_hashes(name):
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    assert all(line.startswith(("#", "    --hash=sha256:")) or "==" in line for line in lines if line)
    assert locked(name)
    for package, rest in locked(name).items():
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}", rest), package


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_no_address_and_no_folder(name):
    assert not re.search(r"https?:|file:|index-url|find-links|trusted-host|\s/", (ROOT / "requirements" / name).read_text())


def test_developers_run_the_very_versions_that_run_a_mall():
    assert versions("runtime.lock").items() <= versions("dev.lock").items()


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for wanted, lock in (
        (project["project"]["dependencies"], "runtime.lock"),
        (project["dependency-groups"]["dev"], "dev.lock"),
        (project["dependency-groups"]["pg"], "pg.lock"),
    ):
        names = {re.split(r"[\[<>=~!; ]", requirement)[0].lower() for requirement in wanted}
        assert names <= locked(lock).keys()


# Used without being named: time zones for machines that have none, the loop that granian takes by itself, Django's own hasher.
UNNAMED = {"tzdata", "uvloop", "argon2-cffi"}


def test_nothing_is_installed_in_a_mall_that_the_product_does_not_use():
    """A first start installs all of it before the hall can move, and every package is one more to trust."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[<>=~!; ]", line)[0].lower() for line in project["dependencies"]}
    product = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/pendopo").rglob("*.py"))

    unused = {
        name
        for name in wanted - UNNAMED
        if not re.search(rf"\b{name.removeprefix('django-').replace('-', '_')}\b", product, re.IGNORECASE)
    }

    assert unused == set()
