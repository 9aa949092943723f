"""The files in `deploy/` name commands, options, settings and ports that exist."""

import argparse
import importlib
import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest

from pendopo.config.checking.documents import ELSEWHERE, settings
from pendopo.config.cli import command_modules
from pendopo.config.measuring.endpoint import ADDRESS
from pendopo.kernel.network import network_asking, proxies_in

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = (DEPLOY / "compose.yaml").read_text()
CADDY, NGINX = (DEPLOY / "Caddyfile").read_text(), (DEPLOY / "nginx.conf").read_text()
PROGRAMS = ("web", "live", "worker")


def unit(path: Path) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text())
    return parser


def understood(words: list[str]) -> argparse.Namespace:
    """The command's own reading of its options; SystemExit for what it does not know."""
    modules = command_modules()
    command = importlib.import_module(modules[words[0]])
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words[1:])


def started_by_systemd() -> dict[str, list[str]]:
    return {path.stem: shlex.split(unit(path)["Service"]["ExecStart"])[1:] for path in UNITS}


def started_by_compose() -> dict[str, list[str]]:
    found = re.findall(r"^  (\w+):\n    <<: \*pendopo\n    command: \[([^\]]+)\]", COMPOSE, re.MULTILINE)
    return {name: [word.strip().strip('"') for word in words.split(",")] for name, words in found}


@pytest.mark.parametrize("words", [*started_by_systemd().values(), *started_by_compose().values()])
def test_every_command_exists_with_its_options(words):
    understood(words)


def test_all_programs_of_an_installation_are_started():
    assert {f"pendopo-{program}" for program in (*PROGRAMS, "prepare")} == started_by_systemd().keys()
    assert {*PROGRAMS, "prepare"} == started_by_compose().keys()
    wanted = unit(DEPLOY / "systemd/pendopo.target")["Unit"]["Wants"].split()
    assert set(wanted) == {f"pendopo-{program}.service" for program in PROGRAMS}


@pytest.mark.parametrize("path", sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ids=lambda path: path.name)
def test_every_setting_exists(path):
    assert set(re.findall(r"PENDOPO_[A-Z_]+", path.read_text())) <= settings() | ELSEWHERE


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_every_service_is_confined(path):
    service = unit(path)["Service"]

    assert service["User"] == "pendopo"
    for word in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces", "LockPersonality"):
        assert service[word] == "yes"
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"], service["UMask"]) == ("strict", "", "0077")
    assert path.stem == "pendopo-prepare" or service["Restart"] == "always"


def test_the_proxies_lead_to_the_ports_on_which_the_programs_listen():
    ports = {name: understood(started_by_systemd()[f"pendopo-{name}"]).port for name in ("web", "live")}

    for proxy in (CADDY, NGINX):
        assert set(re.findall(r"127\.0\.0\.1:(\d+)", proxy)) == {str(port) for port in ports.values()}
    inside = started_by_compose()
    assert f"PAGES: web:{understood(inside['web']).port}" in COMPOSE
    assert f"STREAM: live:{understood(inside['live']).port}" in COMPOSE


def test_pages_and_stream_share_one_address_and_the_figures_stay_inside():
    environment = dict(line.split("=", 1) for line in (DEPLOY / "pendopo.env").read_text().splitlines() if line[:1] == "P")

    assert environment["PENDOPO_LIVE_ADDRESS"] == f"{environment['PENDOPO_ADDRESS']}/live"
    assert environment["PENDOPO_ADDRESS"].startswith("https://")
    assert environment["PENDOPO_HTTPS"] == "true"
    assert "handle /live* {" in CADDY
    assert "location /live {" in NGINX
    assert re.search(rf"handle {ADDRESS} \{{\s*respond 404", CADDY)
    assert re.search(rf"location = {ADDRESS} \{{\s*return 404", NGINX)


def test_a_visitors_own_words_about_his_address_count_for_nothing():
    """nginx replaces the header, Caddy does so unless it is told to trust; and the product believes only the proxy."""
    environment = dict(line.split("=", 1) for line in (DEPLOY / "pendopo.env").read_text().splitlines() if line[:1] == "P")
    proxies = proxies_in(environment["PENDOPO_PROXIES"])

    assert re.search(r"proxy_set_header X-Forwarded-For\s+\$remote_addr;", NGINX)
    assert "trusted_proxies" not in CADDY
    assert network_asking("127.0.0.1", "203.0.113.9", proxies) == "203.0.113.9"
    assert network_asking("198.51.100.4", "203.0.113.9", proxies) == "198.51.100.4"
    subnet = re.search(r"subnet: ([\d./]+)", COMPOSE)
    assert subnet is not None
    assert f"PENDOPO_PROXIES: {subnet[1]}" in COMPOSE


def test_the_stream_is_not_held_back():
    assert "flush_interval -1" in CADDY
    assert "proxy_buffering off;" in NGINX
    assert not re.search(r"handle /live\* \{[^}]*encode", CADDY)
