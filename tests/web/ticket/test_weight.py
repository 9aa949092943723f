"""The ticket stays under 50 kB, everything counted but the typeface.

Counted as stored, uncompressed: the page itself with the icons and the QR code in it, every stylesheet and script it links or
imports, the favicon, and the one drawing that a stylesheet asks for. Not counted: the font (27 kB), which is kept by the browser
and without which the page is complete.
"""

import re
from pathlib import Path

import pytest

import pendopo.web
from pendopo.queue.add_service import add_service
from tests.situations.hall import a_counter, a_line, a_mall, a_service, a_standard
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.times import EIGHT, NINE, minutes
from tests.web.public.conftest import LONGEST_NAME

pytestmark = pytest.mark.django_db

STATIC = Path(pendopo.web.__file__).parent / "static" / "pendopo"
LIMIT = 50_000


def files_of(page: str) -> set[Path]:
    files = {STATIC / name for name in re.findall(r'(?:href|src)="/static/pendopo/([^"]+)"', page)}
    for sheet in [file for file in files if file.suffix == ".css"]:
        files |= {(sheet.parent / name).resolve() for name in re.findall(r'url\("([^"]+)"\)', sheet.read_text())}
    for script in [file for file in files if file.suffix == ".js"]:
        files |= {(script.parent / name).resolve() for name in re.findall(r'from "([^"]+)"', script.read_text())}
    return {file for file in files if file.suffix != ".woff2"}


def weight_of(page: str) -> int:
    return len(page.encode()) + sum(file.stat().st_size for file in files_of(page))


def a_heavy_ticket():
    """Three numbers with the longest names, ten requirements, forty people ahead, four counters with hints."""
    mall = a_mall(name="Mal Pelayanan Publik Lampung Selatan")
    lines = [a_line(mall=mall) for _ in range(3)]
    counters = [a_counter(line=lines[0], hint="Sisi kiri, di depan kursi prioritas dan bilik foto") for _ in range(4)]
    for counter in counters:
        an_open_desk(counter, at=EIGHT)
    service = a_service(line=lines[0], name=LONGEST_NAME[:200])
    a_standard(
        service=service, requirements=[f"Fotokopi surat keterangan nomor {number} yang dilegalisir" for number in range(10)]
    )
    for _ in range(40):
        a_ticket(lines[0], at=NINE - minutes(30))
    sari = a_ticket(service=service, at=NINE - minutes(20))
    for line in lines[1:]:
        add_service(visit=sari.visit, service=a_service(line=line, name=LONGEST_NAME[:200]).id, actor="visitor", at=NINE)
    return sari


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_heaviest_ticket_stays_under_fifty_kilobytes(client, settings, language):
    settings.PUBLIC_ADDRESS = "https://mpp.lampungselatankab.go.id"
    client.cookies["bahasa"] = language
    sari = a_heavy_ticket()

    page = client.get(f"/t/{sari.visit.code}", {"n": sari.label}).content.decode()

    assert {file.name for file in files_of(page)} == {
        "tokens.css", "base.css", "components.css", "ticket.css", "ticket.js", "live.js", "mark.svg", "band.svg"
    }  # fmt: skip
    assert weight_of(page) < LIMIT


def test_the_part_that_is_asked_again_is_small(client):
    sari = a_heavy_ticket()

    assert len(client.get(f"/t/{sari.visit.code}/keadaan", {"n": sari.label}).content) < 8_000
