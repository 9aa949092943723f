"""What a request may become. Data only."""

from pendopo.assistance.models import AssistanceState
from pendopo.journal.lifecycle import Lifecycle

ASKED, TAKEN, DONE, WITHDRAWN = AssistanceState

ASSISTANCE = Lifecycle(
    initial=(ASKED,),
    table={
        "take":      ({ASKED},          TAKEN),
        "hand_back": ({TAKEN},          ASKED),
        "finish":    ({ASKED, TAKEN},   DONE),
        "withdraw":  ({ASKED, TAKEN},   WITHDRAWN),
    },
)  # fmt: skip
