"""See to a request: take it, hand it back, finish it, or withdraw it. The one pressing it again finds it done."""

from datetime import datetime
from uuid import UUID

from pendopo.accounts.models import User
from pendopo.assistance.events import AssistanceFinished, AssistanceHandedBack, AssistanceTaken, AssistanceWithdrawn
from pendopo.assistance.lifecycle import ASSISTANCE
from pendopo.assistance.models import Assistance, AssistanceState
from pendopo.kernel.transactions import one_transaction


@one_transaction
def take_assistance(*, request: Assistance, person: User, at: datetime, command_key: UUID | None = None) -> None:
    """This person goes there. Raises AlreadyMoved when a colleague was quicker."""
    if request.state == AssistanceState.TAKEN and request.taken_by_id == person.pk:
        return
    waited = max(0, int((at - request.asked_at).total_seconds()))
    event = AssistanceTaken(kind=request.kind, waited_seconds=waited)
    ASSISTANCE.move(request, "take", at=at, actor=f"officer:{person.pk}", event=event, command_key=command_key, taken_by=person)


@one_transaction
def hand_assistance_back(*, request: Assistance, actor: str, at: datetime) -> None:
    """Whoever was on the way cannot come after all."""
    event = AssistanceHandedBack(kind=request.kind)
    ASSISTANCE.move(request, "hand_back", at=at, actor=actor, event=event, taken_by=None)


@one_transaction
def finish_assistance(*, request: Assistance, actor: str, at: datetime, command_key: UUID | None = None) -> None:
    """The visitor was helped."""
    if request.state == AssistanceState.DONE:
        return
    event = AssistanceFinished(kind=request.kind)
    ASSISTANCE.move(request, "finish", at=at, actor=actor, event=event, command_key=command_key)


@one_transaction
def withdraw_assistance(*, request: Assistance, actor: str, at: datetime) -> None:
    """The visitor does not need it any more."""
    if request.state == AssistanceState.WITHDRAWN:
        return
    ASSISTANCE.move(request, "withdraw", at=at, actor=actor, event=AssistanceWithdrawn(kind=request.kind))
