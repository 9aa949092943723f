"""What is amiss with a process: a code for programs, the element's id for the editor, a sentence for the person."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Every finding there is. A *warning* lets a process run; anything else keeps it out.
SENTENCES: Final[dict[str, str | Promise]] = {
    # reading
    "no_process": _("The file holds no process."),
    "unsupported": _("“%(name)s” is a %(tag)s, which Pendopo does not run. docs/processes.md lists what it does."),
    "no_id": _("A %(tag)s has no id."),
    "double_id": _("The id is used twice in the file."),
    "broken_flow": _("The arrow leads from “%(source)s” to “%(target)s”; one of them is not on the same level of the process."),
    "condition": _(
        'The condition “%(text)s” cannot be read. Compare facts only, such as: verdict == "complete" and area > 60.'
    ),
    "timer": _("The timer “%(text)s” cannot be read. Write a length such as P5D (working days) or PT2H, or a date."),
    "repeat": _("How often “%(name)s” is repeated cannot be read. Write a number from 1 to %(most)s, or the name of a fact."),
    "fact": _("“%(name)s” cannot be a fact: it needs a plain name, and values or a type (number, count, yes_no, text)."),
    "table": _("The table of “%(name)s” needs rows, the last one without a condition, and each row must say every fact."),
    "two_lanes": _("“%(name)s” stands in two lanes: only one role can own it."),
    # structure
    "no_start": _("“%(name)s” has no start event."),
    "many_starts": _("“%(name)s” has more than one start event."),
    "no_end": _("“%(name)s” has no end event."),
    "dead_end": _("Nothing follows after “%(name)s”, and it is not an end event."),
    "unreachable": _("No way leads to “%(name)s”."),
    "no_owner": _("“%(name)s” stands in no lane: nobody would have to do it."),
    "unknown_role": _("“%(name)s” belongs to “%(role)s”, a role that is not known here."),
    "unknown_form": _("“%(name)s” asks for the form “%(form)s”, which is not there."),
    "no_condition": _("The arrow “%(name)s” leaves a gateway without a condition, and it is not the default."),
    "no_default": _("“%(name)s” has no default arrow: when no condition holds, the case would stand still."),
    "stray_condition": _("The arrow “%(name)s” has a condition, but does not leave an exclusive gateway."),
    "several_ways": _("Several arrows leave “%(name)s”. Put a gateway there that says whether one or all are followed."),
    "race_target": _("After the event gateway “%(name)s” only timers and messages may come, each with one arrow into it."),
    "lost_edge": _("The boundary event “%(name)s” is attached to nothing that it could watch."),
    "into_start": _("An arrow leads into “%(name)s”, which nothing may enter."),
    "no_message": _("“%(name)s” does not say which message it waits for."),
    "no_call": _("“%(name)s” calls the process “%(calls)s”, which is not there."),
    "call_lacks": _("“%(name)s” calls “%(calls)s”, which begins with the fact “%(fact)s”; no step here says it."),
    "not_a_count": _(
        "“%(name)s” is repeated “%(fact)s” times; that fact must be of the type count, so that it is always a whole number."
    ),
    "call_circle": _("The process “%(name)s” calls itself, straight or round about."),
    "unknown_fact": _("“%(text)s” asks for “%(fact)s”, a fact that no step says."),
    "never_true": _("“%(text)s” compares “%(fact)s” with “%(value)s”, a value it never has."),
    "fact_twice": _("“%(fact)s” is said with different values by “%(name)s” than by another step."),
    # by walking it
    "deadlock": _("The case can stand still at “%(name)s”: it waits for a branch that never comes."),
    "runs_twice": _("“%(name)s” can be open twice for one case: branches meet here without a gateway that waits for all."),
    "may_run_twice": _("“%(name)s” can be open twice when a reminder's branch is still open as the case comes round again."),
    "endless_loop": _("From “%(name)s” no way leads to an end: the case would go round for ever."),
    "idle_loop": _("The case can run in a circle through “%(name)s” without anybody doing anything."),
    "too_large": _("The process has more than %(limit)s situations. It was looked through only so far."),
}
WARNINGS: Final = frozenset({"may_run_twice", "too_large"})


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    element: str  # its id in the file; empty when it is about the file as a whole
    facts: tuple[tuple[str, str | int], ...] = ()

    @property
    def warning(self) -> bool:
        return self.code in WARNINGS

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code]) % dict(self.facts)


def finding(code: str, element: str = "", **facts: str | int) -> Finding:
    return Finding(code, element, tuple(facts.items()))
