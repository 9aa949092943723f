"""What happens in the line, for others to hear.

Each event of a ticket carries what a board needs to stand where the ticket stands now (line, number, rank, counter), so
that boards are a fold over the journal alone.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.journal.events import event_type


@event_type("queue.ticket.taken")
@dataclass(frozen=True, slots=True)
class TicketTaken:
    """A number was given. `state` is waiting, or held until check-in; `shown` says whether the visitor surely saw it.

    With the channel `paper` it was given on paper printed beforehand, at `joined_at`, and entered now.
    """

    visit: UUID
    line: UUID
    service: UUID
    prefix: str
    number: int
    business_date: str
    state: str
    priority: str
    channel: str
    joined_at: datetime
    rank_at: datetime
    head_start_minutes: int
    shown: bool


@event_type("queue.ticket.shown")
@dataclass(frozen=True, slots=True)
class TicketShown:
    """The kiosk confirmed that the number was on screen or on paper."""

    line: UUID


@event_type("queue.ticket.checked_in")
@dataclass(frozen=True, slots=True)
class TicketCheckedIn:
    """A number held from home joined its line."""

    line: UUID
    joined_at: datetime
    rank_at: datetime
    head_start_minutes: int
    through: str


@event_type("queue.ticket.called")
@dataclass(frozen=True, slots=True)
class TicketCalled:
    """A visitor was called by rank; the display chimes and the phone buzzes."""

    line: UUID
    prefix: str
    number: int
    counter: UUID
    counter_number: str
    zone: UUID
    waited_seconds: int


@event_type("queue.ticket.called_out_of_turn")
@dataclass(frozen=True, slots=True)
class TicketCalledOutOfTurn:
    """An officer called a certain ticket; recorded, since it passes over those ranked before it."""

    line: UUID
    prefix: str
    number: int
    counter: UUID
    counter_number: str
    zone: UUID
    waited_seconds: int
    from_state: str


@event_type("queue.ticket.recalled")
@dataclass(frozen=True, slots=True)
class TicketRecalled:
    """The same visitor was called again; `calls` counts all calls so far."""

    line: UUID
    prefix: str
    number: int
    counter: UUID
    counter_number: str
    zone: UUID
    calls: int


@event_type("queue.ticket.arrived")
@dataclass(frozen=True, slots=True)
class TicketArrived:
    """The called visitor stands at the counter."""

    line: UUID
    counter: UUID


@event_type("queue.ticket.started")
@dataclass(frozen=True, slots=True)
class ServiceStarted:
    """The service began."""

    line: UUID
    counter: UUID


@event_type("queue.ticket.parked")
@dataclass(frozen=True, slots=True)
class TicketParked:
    """The visitor was set aside; `until` is when the visitor means to be back."""

    line: UUID
    counter: UUID
    until: datetime | None
    reason: str


@event_type("queue.ticket.resumed")
@dataclass(frozen=True, slots=True)
class TicketResumed:
    """The service of a visitor who was set aside goes on."""

    line: UUID
    counter: UUID


@event_type("queue.ticket.transferred")
@dataclass(frozen=True, slots=True)
class TicketTransferred:
    """`place` is first, by_time or last; `reserved_for` a counter or an officer, or nobody."""

    from_line: UUID
    line: UUID
    service: UUID
    place: str
    joined_at: datetime
    rank_at: datetime
    reserved_for: UUID | None


@event_type("queue.ticket.finished")
@dataclass(frozen=True, slots=True)
class ServiceFinished:
    """The service is over; `outcome` is an Outcome."""

    line: UUID
    counter: UUID
    outcome: str
    served_seconds: int


@event_type("queue.ticket.served_by_hand")
@dataclass(frozen=True, slots=True)
class ServedByHand:
    """A number on paper was served while nothing could be pressed: when and where nobody wrote down."""

    line: UUID


@event_type("queue.ticket.missed")
@dataclass(frozen=True, slots=True)
class TicketMissed:
    """The visitor did not come to the counter after `calls` calls."""

    line: UUID
    counter: UUID
    calls: int


@event_type("queue.ticket.rejoined")
@dataclass(frozen=True, slots=True)
class TicketRejoined:
    """A visitor who missed the call is in the line again."""

    line: UUID
    joined_at: datetime
    rank_at: datetime
    head_start_minutes: int


@event_type("queue.ticket.noted")
@dataclass(frozen=True, slots=True)
class TicketNoted:
    """The note that travels with the ticket was changed; what it says stays out of the journal."""

    line: UUID
    counter: UUID


@event_type("queue.ticket.put_back")
@dataclass(frozen=True, slots=True)
class TicketPutBack:
    """The visitor goes back to the old place, because the counter closed."""

    line: UUID
    counter: UUID


@event_type("queue.ticket.cancelled")
@dataclass(frozen=True, slots=True)
class TicketCancelled:
    """The number was given up; `by` is visitor, officer or system."""

    line: UUID
    by: str


@event_type("queue.ticket.lapsed")
@dataclass(frozen=True, slots=True)
class TicketLapsed:
    """A number ended unused; `reason` is not_checked_in, day_over, rehearsal, or ended_ and the EndReason of its line's day."""

    line: UUID
    reason: str


@event_type("queue.desk.opened")
@dataclass(frozen=True, slots=True)
class DeskOpened:
    """An officer opened a counter in a browser. `subject` is the lease."""

    counter: UUID
    officer: UUID


@event_type("queue.desk.paused")
@dataclass(frozen=True, slots=True)
class DeskPaused:
    """The counter pauses until `back_at`, if that is known."""

    counter: UUID
    reason: str
    back_at: datetime | None


@event_type("queue.desk.returned")
@dataclass(frozen=True, slots=True)
class DeskReturned:
    """The officer is back from the pause."""

    counter: UUID


@event_type("queue.desk.closed")
@dataclass(frozen=True, slots=True)
class DeskClosed:
    """`reason` is by_officer, taken_over, post_ended, session_ended or day_over."""

    counter: UUID
    reason: str


@event_type("queue.rehearsal.began")
@dataclass(frozen=True, slots=True)
class RehearsalBegan:
    """The mall rehearses: what is taken from now on is thrown away at its end. `subject` is the mall."""

    business_date: str


@event_type("queue.rehearsal.ended")
@dataclass(frozen=True, slots=True)
class RehearsalEnded:
    """The rehearsal is over. `visits` were marked and count nowhere; `lapsed` tickets were still open."""

    business_date: str
    visits: int
    lapsed: int


@event_type("queue.message.sent")
@dataclass(frozen=True, slots=True)
class MessageSent:
    """Words from whoever runs the hall reached `counters` open counters; what they say stays out of the journal.

    `subject` is the sending; `counter` is null when all counters were meant.
    """

    counter: UUID | None
    counters: int


@event_type("queue.alert.raised")
@dataclass(frozen=True, slots=True)
class AlertRaised:
    """Something calls for attention: `kind` is help, absent, wait, stopped or device, `about` that counter, line or device.

    `counter` and `zone` say where an officer asks for help. `subject` is the alert.
    """

    kind: str
    about: UUID
    counter: UUID | None
    zone: UUID | None


@event_type("queue.alert.seen")
@dataclass(frozen=True, slots=True)
class AlertSeen:
    """The actor sees to it. `subject` is the alert."""

    kind: str
    about: UUID
    counter: UUID | None
    zone: UUID | None


@event_type("queue.alert.over")
@dataclass(frozen=True, slots=True)
class AlertOver:
    """It needs nobody any more. `subject` is the alert."""

    kind: str
    about: UUID
    counter: UUID | None
    zone: UUID | None


@event_type("queue.threshold.set")
@dataclass(frozen=True, slots=True)
class ThresholdSet:
    """From so many minutes on a wait is too long, in one line or (null) in the whole mall. `subject` is the threshold."""

    line: UUID | None
    minutes: int
