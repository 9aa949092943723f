"""What was recorded once means the same for ever: the same rows give the same open steps, roles and facts.

When this fails, the meaning of a process has changed for cases that are under way. Then `INTERPRETER` must grow and keep its old
way; the histories do not change.
"""

from pendopo.workflow.definition import bundle_of
from pendopo.workflow.game.play import INTERPRETER, standing
from tests.workflow.histories.replay import histories, kept, said


def test_every_recorded_history_still_gives_the_same_open_steps():
    assert INTERPRETER == 1
    count = 0
    for name, history in histories():
        bundle = bundle_of(kept()[name], kept())
        for length, (happening, recorded) in enumerate(history, 1):
            happened = [one for one, _recorded in history[:length]]
            assert said(happening, standing(bundle, happened)) == recorded, (name, length)
        count += 1
    assert count >= 200
