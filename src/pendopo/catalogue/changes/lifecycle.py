"""What a change may become. Data only."""

from pendopo.catalogue.models import ChangeState
from pendopo.journal.lifecycle import Lifecycle

PLANNED, MADE, CANCELLED, FAILED = ChangeState

CHANGE = Lifecycle(
    initial=(PLANNED, MADE),
    table={
        # verb     from        to
        "make":    ({PLANNED}, MADE),
        "cancel":  ({PLANNED}, CANCELLED),
        "fail":    ({PLANNED}, FAILED),
    },
)  # fmt: skip
