"""What a ticket, a desk lease and an alert may become. Data only; `docs/mechanisms/numbering-and-calling.md` shows the ticket's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.journal.lifecycle import Lifecycle
from pendopo.queue.models import TicketState
from pendopo.queue.watch_models import AlertState

HELD, WAITING, CALLED, ARRIVED, SERVING, PARKED, MISSED, DONE, CANCELLED, LAPSED = TicketState

TICKET = Lifecycle(
    initial=(WAITING, HELD),
    table={
        # verb              from                                     to
        "show":             ({WAITING},                              WAITING),
        "check_in":         ({HELD},                                 WAITING),
        "call":             ({WAITING},                              CALLED),
        "call_certain":     ({WAITING, PARKED, MISSED},              CALLED),
        "recall":           ({CALLED},                               CALLED),
        "arrive":           ({CALLED},                               ARRIVED),
        "start":            ({CALLED, ARRIVED},                      SERVING),
        "park":             ({ARRIVED, SERVING},                     PARKED),
        "resume":           ({PARKED},                               SERVING),
        "transfer":         ({CALLED, ARRIVED, SERVING, PARKED},     WAITING),
        "finish":           ({SERVING},                              DONE),
        "note_served":      ({WAITING},                              DONE),
        "miss":             ({CALLED},                               MISSED),
        "rejoin":           ({MISSED},                               WAITING),
        "release":          ({WAITING},                              WAITING),
        "move":             ({WAITING},                              WAITING),
        "put_back":         ({CALLED, ARRIVED, SERVING},             WAITING),
        "cancel":           ({HELD, WAITING, PARKED, MISSED},        CANCELLED),
        "lapse":            ({HELD},                                 LAPSED),
        "send_home":        ({HELD, WAITING, MISSED},                LAPSED),
        "end_day":          ({HELD, WAITING, CALLED, ARRIVED, SERVING, PARKED, MISSED}, LAPSED),
    },
)  # fmt: skip


class LeaseState(models.TextChoices):
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


LEASE = Lifecycle(
    initial=(LeaseState.OPEN,),
    table={
        "pause":  ({LeaseState.OPEN},                      LeaseState.PAUSED),
        "return": ({LeaseState.PAUSED},                    LeaseState.OPEN),
        "close":  ({LeaseState.OPEN, LeaseState.PAUSED},   LeaseState.CLOSED),
    },
)  # fmt: skip

ALERT = Lifecycle(
    initial=(AlertState.RAISED,),
    table={
        "see":  ({AlertState.RAISED},                    AlertState.SEEN),
        "end":  ({AlertState.RAISED, AlertState.SEEN},   AlertState.OVER),
    },
)  # fmt: skip
