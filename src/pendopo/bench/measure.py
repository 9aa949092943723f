"""What a benchmark reports."""

import json
import resource
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `holds` is judged on ratios and counts only; None where the figure is merely reported."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    target: str = ""
    holds: bool | None = None


def against_floor(name: str, *, value: float, floor: float, unit: str, at_least: float) -> Measure:
    ratio = value / floor if floor else 0.0
    return Measure(name, round(value, 1), unit, round(floor, 1), round(ratio, 3), f"ratio >= {at_least}", ratio >= at_least)


def counted(name: str, count: int, *, expected: int = 0) -> Measure:
    return Measure(name, count, "count", target=f"= {expected}", holds=count == expected)


def reported(name: str, value: float, unit: str, *, target: str = "") -> Measure:
    """A figure that depends on the machine: shown beside its target, never judged."""
    return Measure(name, round(value, 2), unit, target=target)


def at_most(name: str, value: float, unit: str, limit: float) -> Measure:
    return Measure(name, round(value, 1), unit, target=f"<= {limit:g}", holds=value <= limit)


def table(measures: Sequence[Measure]) -> str:
    """The measures as plain text, one a line."""
    width = max((len(measure.name) for measure in measures), default=10)
    lines = [f"{'measure':<{width}}  {'value':>10} {'unit':<7} {'floor':>9} {'ratio':>6}  {'target':<14} holds"]
    for measure in measures:
        floor = "" if measure.floor is None else f"{measure.floor:,.0f}"
        ratio = "" if measure.ratio is None else f"{measure.ratio:.2f}"
        holds = {True: "yes", False: "NO", None: ""}[measure.holds]
        lines.append(
            f"{measure.name:<{width}}  {measure.value:>10,.2f} {measure.unit:<7} {floor:>9} {ratio:>6}  "
            f"{measure.target:<14} {holds}"
        )
    return "\n".join(lines)


def write_json(measures: Sequence[Measure], path: Path) -> None:
    path.write_text(json.dumps([asdict(measure) for measure in measures], indent=1) + "\n")


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile; 0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


# Besides what is measured a process has a few files open.
_OTHER_FILES = 500


def allowed_files(wanted: int) -> int:
    """Raise this process's limit of open files, and of those it starts; how many there may be."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted + _OTHER_FILES if hard == resource.RLIM_INFINITY else min(hard, wanted + _OTHER_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed - _OTHER_FILES


def resident_kilobytes(process: int) -> int:
    """Proportional memory of a process and its children."""
    total = 0
    for one in _family(process):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in _family(int(child)))]
