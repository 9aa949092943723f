"""What the live process says of watching over the hall. No words typed by people pass here: who hears of a message asks for it.

`alert` and `message` are heard on `watch` (who runs the hall, the greeter) and by the desks they concern.
"""

from typing import Any

from pendopo.queue.board import Heard

WATCH, DESKS = "watch", "desks"
ALERT_AFTER = {"queue.alert.raised": "raised", "queue.alert.seen": "seen", "queue.alert.over": "over"}
MESSAGE, THRESHOLD = "queue.message.sent", "queue.threshold.set"
# What changes the picture of the hall without moving anybody.
HALL = frozenset(
    {
        "directory.outside.lost", "directory.outside.back",
        "directory.hall.paused", "directory.hall.pause_ended", "appointments.line_day.issuing_stopped",
        "appointments.line_day.issuing_resumed", "appointments.line_day.ended", "appointments.line_day.reopened",
        "appointments.line_day.changed", "appointments.counter.off_today",
        "appointments.counter.expected_again", "appointments.duty.added", "appointments.duty.removed",
        "assistance.request.asked", "assistance.request.taken", "assistance.request.handed_back", "assistance.request.finished",
        "assistance.request.withdrawn",
    }
)  # fmt: skip
#: Events of the line that move nobody, and are heard as these messages.
WATCHED = frozenset({*ALERT_AFTER, MESSAGE, THRESHOLD})


def watch_message(event: Heard) -> tuple[str, frozenset[str], dict[str, Any]] | None:
    """Kind, channels and data of what an event says to those who watch; None when it says nothing."""
    about = {"position": event.position or 0, "at": event.at.isoformat()}
    facts = event.facts
    if event.type in ALERT_AFTER:
        data = {"alert": str(event.subject), "kind": facts["kind"], "about": facts["about"], "state": ALERT_AFTER[event.type]}
        desks = {f"counter:{facts['counter']}", f"{DESKS}:{facts['zone']}"} if facts["zone"] else set()
        return "alert", frozenset({WATCH, *desks}), {**data, "counter": facts["counter"], **about}
    if event.type == MESSAGE:
        heard_by = f"counter:{facts['counter']}" if facts["counter"] else DESKS
        return "message", frozenset({WATCH, heard_by}), {"counter": facts["counter"], **about}
    if event.type in HALL or event.type == THRESHOLD:
        return "hall", frozenset({WATCH}), about
    return None
