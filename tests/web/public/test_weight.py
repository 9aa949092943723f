"""A first visit weighs at most 100 kB: the page and everything it links, icons and font included, as it travels (gzip).

Counted: the answer's own bytes with `Accept-Encoding: gzip`; style sheets, scripts and drawings compressed once, as they are
put in place for a real start; the font as it is, since it is compressed in itself.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.situations.hall import a_line, a_mall, a_service, a_standard
from tests.web.public.conftest import LONGEST_NAME

pytestmark = pytest.mark.django_db

LIMIT = 100_000
_PACKED = (".woff2", ".png")


def linked(text: str) -> set[str]:
    """The static files that a page or a style sheet asks for."""
    return {address.partition("#")[0] for address in re.findall(r'(?:href|src)="/static/([^"]+)"', text)}


def with_what_they_ask_for(names: set[str]) -> set[str]:
    asked = set(names)
    for name in names:
        if name.endswith(".css"):
            css = file(name).decode()
            asked |= {f"pendopo/{address.removeprefix('../')}" for address in re.findall(r'url\("(\.\./[^"]+)"\)', css)}
    return asked


def file(name: str) -> bytes:
    path = finders.find(name)
    assert path, name
    return Path(path).read_bytes()


def weight(name: str) -> int:
    content = file(name)
    return len(content) if name.endswith(_PACKED) else len(gzip.compress(content, 9))


@pytest.fixture
def three_hundred_services():
    mall = a_mall(code="kalianda", greeting="Selamat datang")
    for line in (a_line(mall=mall) for _ in range(12)):
        for number in range(25):
            service = a_service(
                line=line, name=f"{LONGEST_NAME[: 60 + number * 5]} {number}", category=f"Bidang {number % 9}",
                summary="Untuk mencatat dan mendapat kutipan yang dapat dicetak sendiri di rumah.",
            )  # fmt: skip
            a_standard(service=service, requirements=[f"Fotokopi dokumen {n}" for n in range(12)])


@pytest.mark.parametrize(
    "address", ["/", "/m/kalianda/layanan", "/m/kalianda/cari?q=rekomendasi", "/m/kalianda/instansi", "/m/kalianda/fasilitas"]
)
def test_a_first_visit_weighs_at_most_100_kb(client, three_hundred_services, address):
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()

    files = with_what_they_ask_for(linked(page))
    weights = {name: weight(name) for name in files}

    assert any(name.endswith(".woff2") for name in files)
    total = len(answer.content) + sum(weights.values())
    assert total <= LIMIT, f"{total}: page {len(answer.content)}, {weights}"


def test_a_page_of_three_hundred_services_is_itself_light(client, three_hundred_services):
    answer = client.get("/m/kalianda/layanan", headers={"Accept-Encoding": "gzip"})

    assert len(answer.content) < 12_000
