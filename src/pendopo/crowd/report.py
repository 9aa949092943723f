"""The report of a day: what the crowd took, waited, was refused, and how fast the buttons answered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pendopo.crowd.notebook import Notebook
from pendopo.crowd.rules import Finding
from pendopo.crowd.visitors import IN_THE_SAME_VISIT

_NAME = 34
_SHOWN_REFUSALS = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """Median, the ninth of ten, and the longest; zeros of nothing."""

    count: int
    median: float
    p90: float
    longest: float


def figures(values: Sequence[float]) -> Figures:
    if not values:
        return Figures(0, 0.0, 0.0, 0.0)
    return Figures(len(values), at_share(values, 0.5), at_share(values, 0.9), max(values))


def at_share(values: Sequence[float], share: float) -> float:
    """The value that this share of all stay below (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(notebook: Notebook, *, still_here: Mapping[str, int], compression: str) -> str:
    """The whole report but the rules, as lines of text. `still_here` counts the numbers by state that are not over."""
    blocks = (
        [compression],
        _numbers(notebook, still_here),
        _waits(notebook),
        _refusals(notebook),
        _latencies(notebook),
    )
    return "\n\n".join("\n".join(block) for block in blocks if block)


def rules_report(findings: Iterable[Finding], faults: Sequence[str]) -> str:
    """A line a rule, and what is broken in words."""
    lines = [_("The rules that must always hold:")]
    for finding in findings:
        lines.append(f"  {_('kept') if finding.holds else _('BROKEN'):<9} {finding.title}")
        lines += [f"            {example}" for example in finding.examples]
        if finding.breaches > len(finding.examples):
            lines.append("            " + _("… and %(count)s more") % {"count": finding.breaches - len(finding.examples)})
    once = _("A press that is repeated gives the same number")
    lines.append(f"  {_('BROKEN') if faults else _('kept'):<9} {once}")
    lines += [f"            {fault}" for fault in faults[:5]]
    return "\n".join(lines)


def _numbers(notebook: Notebook, still_here: Mapping[str, int]) -> list[str]:
    taken, done, outcomes = notebook.taken, notebook.done, notebook.outcomes
    channels = {
        _("at the kiosk"): taken["kiosk"], _("by phone in the hall"): taken["hall"], _("from home"): taken["home"],
        _("in the same visit"): taken[IN_THE_SAME_VISIT],
    }  # fmt: skip
    ends = {
        _("served"): outcomes["served"], _("documents missing"): outcomes["incomplete"],
        _("wrong counter"): outcomes["wrong_counter"], _("referred"): outcomes["referred"],
    }  # fmt: skip
    return [
        _row(_("Numbers taken"), sum(taken.values()), channels),
        _row(_("Finished"), done["finish"], ends),
        _row(_("Calls"), done["call"], {_("called again"): done["recall"], _("out of turn"): done["call_certain"]}),
        _row(_("Missed the call"), done["miss"], {_("came back"): done["phone_rejoin"]}),
        _row(_("Gave the number up"), done["phone_cancel"], {}),
        _row(_("Set aside"), done["park"], {_("went on"): done["resume"]}),
        _row(_("Sent on"), done["transfer"], {}),
        _row(_("Pauses of counters"), done["pause"], {}),
        _row(_("Still in the hall"), sum(still_here.values()), still_here),
    ]


def _waits(notebook: Notebook) -> list[str]:
    lines = [_line(_("Wait until the call, in minutes"), _("people"), _("median"), "P90", _("longest"))]
    every = [seconds for waits in notebook.waits.values() for seconds in waits]
    zones = [(_("Zone %(letter)s") % {"letter": letter}, waits) for letter, waits in sorted(notebook.waits.items())]
    for name, waits in (*zones, (_("All"), every)):
        found = figures(waits)
        minutes = (f"{seconds / 60:.0f}" for seconds in (found.median, found.p90, found.longest))
        lines.append(_line("  " + name, str(found.count), *minutes))
    return lines


def _refusals(notebook: Notebook) -> list[str]:
    lines = [_("Refusals, each with a sentence that says what to do:")] if notebook.refusals else []
    lines += [f"  {code:<{_NAME - 2}} {count:>7}" for code, count in notebook.refusals.most_common(_SHOWN_REFUSALS)]
    if notebook.lost:
        lines.append(_row(_("Answers that never came, asked again"), notebook.lost, {}))
    if notebook.away:
        lines.append(_row(_("“Records out of reach”, asked again"), notebook.away, {}))
    return lines


def _latencies(notebook: Notebook) -> list[str]:
    lines = [_line(_("Answers over HTTP, in milliseconds"), _("times"), "p50", "p99", _("longest"))]
    for kind, seconds in sorted(notebook.latencies.items(), key=lambda entry: -len(entry[1])):
        in_ms = (f"{value * 1000:.0f}" for value in (at_share(seconds, 0.5), at_share(seconds, 0.99), max(seconds)))
        lines.append(_line("  " + kind, str(len(seconds)), *in_ms))
    return lines


def _row(name: str, count: int, parts: Mapping[str, int]) -> str:
    told = ", ".join(_told(parts))
    return f"{name:<{_NAME}} {count:>7}" + (f"   {told}" if told else "")


def _told(parts: Mapping[str, int]) -> Iterator[str]:
    return (f"{name} {count}" for name, count in parts.items() if count)


def _line(name: str, *cells: str) -> str:
    return f"{name:<{_NAME}} " + " ".join(f"{cell:>8}" for cell in cells)
