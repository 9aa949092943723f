"""Record random histories of the shipped processes as they mean today: `python -m tests.workflow.histories.record`.

Run it only to *add* a process or an element: what was recorded before stays, for ever. Every process is kept in its own copy, so
that the shipped ones may change.
"""

import os
import random
import shutil
from pathlib import Path

import orjson

FOLDER = Path(__file__).parent
EACH = 20


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")
    django.setup()
    from pendopo.workflow.shipped import files
    from tests.workflow.histories.replay import kept

    new = [path for path in files() if not (FOLDER / f"{path.stem}.jsonl").exists()]
    for path in new:
        shutil.copy(path, FOLDER / path.name)
    for path in new:
        lines = [recorded(kept()[path.stem], path.stem, seed) for seed in range(EACH)]
        (FOLDER / f"{path.stem}.jsonl").write_bytes(b"\n".join(lines) + b"\n")


def recorded(process, name: str, seed: int) -> bytes:
    """One line: what happened, and after each what was open. Chance is the seed's; loops are left after a while."""
    from pendopo.workflow.definition import bundle_of
    from tests.situations.processes import Case
    from tests.workflow.histories.replay import kept, said

    dice = random.Random(f"{name}{seed}")
    start = process.graph.starts[0]
    case = Case(bundle_of(process, kept()), **answers(start.facts, dice))
    lines = [said(case.happened[-1], case.now)]
    while case.now.open and len(lines) < 30:
        step = dice.choice(case.now.open)
        if step.kind == "timer":
            case.due(str(step.key))
        elif step.kind == "message":
            case.come(str(step.key), **answers(step.facts, dice))
        else:
            case.do(str(step.key), **answers(step.facts, dice))
        lines.append(said(case.happened[-1], case.now))
    return orjson.dumps({"process": name, "steps": lines})


def answers(facts, dice: random.Random) -> dict[str, object]:
    kinds = {
        "number": lambda: dice.choice([0, 40, 150, 900]),
        "count": lambda: dice.randint(0, 3),
        "yes_no": lambda: dice.random() < 0.5,
    }
    return {fact.name: dice.choice([fact.values[0], *fact.values]) if fact.values else kinds[fact.type]() for fact in facts}


if __name__ == "__main__":
    main()
