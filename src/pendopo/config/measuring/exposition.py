"""Prometheus' text form (version 0.0.4)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from pendopo.config.measuring.counting import BUCKETS
from pendopo.config.measuring.hall import Gauge

_REQUESTS = "pendopo_request_seconds"


def exposition(gauges: Sequence[Gauge], requests: Iterable[tuple[str, str, list[int], float]]) -> str:
    """All figures; those of one name stand together under its help and type."""
    lines: list[str] = []
    for name in dict.fromkeys(gauge.name for gauge in gauges):
        of_name = [gauge for gauge in gauges if gauge.name == name]
        lines += [f"# HELP {name} {of_name[0].help}", f"# TYPE {name} {of_name[0].kind}"]
        lines += [f"{name}{_labels(gauge.labels)} {gauge.value:g}" if gauge.value < 1e6 else _large(gauge) for gauge in of_name]
    lines += [f"# HELP {_REQUESTS} How long requests took, by room and status.", f"# TYPE {_REQUESTS} histogram"]
    for room, status, counts, seconds in requests:
        lines += _histogram({"room": room, "status": status}, counts, seconds)
    return "\n".join(lines) + "\n"


def _large(gauge: Gauge) -> str:
    """Bytes and positions to the last digit."""
    return f"{gauge.name}{_labels(gauge.labels)} {gauge.value:.0f}"


def _histogram(labels: dict[str, str], counts: list[int], seconds: float) -> Iterator[str]:
    limits = [*(f"{limit:g}" for limit in BUCKETS), "+Inf"]
    for limit, count in zip(limits, accumulate(counts), strict=True):
        yield f"{_REQUESTS}_bucket{_labels({**labels, 'le': limit})} {count}"
    yield f"{_REQUESTS}_sum{_labels(labels)} {seconds:.6f}"
    yield f"{_REQUESTS}_count{_labels(labels)} {sum(counts)}"


def _labels(labels: dict[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
