"""The whole demo's memory, what a phone must fetch to see the portal, and how fast a service is found there."""

import gzip
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from urllib.error import URLError
from urllib.parse import urlencode, urljoin

from pendopo.bench.measure import Measure, at_most, percentile, reported, resident_kilobytes

_ASSETS = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"|<use href="([^"#]+)#')
QUESTIONS = (
    "bikin ktp hilang", "surat pindah", "nikah", "akte lahir anak", "izin usaha warung", "bayar pajak motor", "kartu kuning",
    "bpjs nunggak", "pasang listrik baru", "paspor", "skck", "sertipikat tanah", "kk rusak", "ganti nama", "imb", "air mati",
)  # fmt: skip
_FONT = re.compile(r'url\("?([^")]+\.woff2)"?\)')


def demo(command: Sequence[str], *, port: int, portal: str, large: str, patience: float = 90) -> Iterator[Measure]:
    """Start the demo, let it run for half a minute, and weigh all its processes and its first page (as sent,
    compressed); `large` is the portal of a mall with three hundred services."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}{portal}"
        while not _answers(address):
            if time.monotonic() - began > patience or process.poll() is not None:
                raise RuntimeError("the demo did not start")
            time.sleep(0.2)
        yield reported("demo: from nothing to the first page", time.monotonic() - began, "s", target="< 15 s")
        time.sleep(30)
        yield at_most("demo: memory of all processes", resident_kilobytes(process.pid) / 1000, "MB", 400)
        yield reported(
            "portal: an everyday question among 300 services, p95",
            _search(f"http://127.0.0.1:{port}{large}") * 1000,
            "ms",
            target="< 50 ms",
        )
        yield at_most("portal: first load, styles, scripts and typeface included", _first_load(address) / 1000, "kB", 100)
    finally:
        process.terminate()
        process.wait(30)


def _search(portal: str) -> float:
    """Seconds until the page with the hits is there, the wire included; the hall beside it goes on moving."""
    answers = []
    for question in QUESTIONS * 4:
        began = time.perf_counter()
        _fetched(f"{portal}cari?{urlencode({'q': question})}")
        answers.append(time.perf_counter() - began)
    return percentile(answers, 0.95)


def _first_load(address: str) -> int:
    page, size = _fetched(address)
    seen = {part for found in _ASSETS.findall(page.decode()) for part in found if part}
    for asset in sorted(seen):
        content, weight = _fetched(urljoin(address, asset))
        size += weight
        for font in _FONT.findall(content.decode(errors="ignore")) if asset.endswith("css") else ():
            size += _fetched(urljoin(urljoin(address, asset), font))[1]
    return size


def _fetched(address: str) -> tuple[bytes, int]:
    """The content, and how many bytes came over the line."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        body: bytes = answer.read()
        compressed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(body) if compressed else body), len(body)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
