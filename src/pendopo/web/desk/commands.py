"""What is pressed at a desk, beside the hot call: each word of the address is one verb of the line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from pendopo.journal.events import CommandRepeated, effect_of
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.arrive import arrive
from pendopo.queue.call_certain import call_certain
from pendopo.queue.cancel import cancel
from pendopo.queue.close_desk import MOVE, close_desk
from pendopo.queue.doors import LeaseLost, line_at, ticket_at
from pendopo.queue.finish import finish
from pendopo.queue.holding import actor_of
from pendopo.queue.miss import miss
from pendopo.queue.models import DeskLease, Outcome, Ticket
from pendopo.queue.park import ParkReason, park
from pendopo.queue.pause_desk import PauseReason, pause_desk, return_to_desk
from pendopo.queue.recall import recall
from pendopo.queue.rejoin import rejoin
from pendopo.queue.resume import resume
from pendopo.queue.start import start
from pendopo.queue.write_note import write_note
from pendopo.web.desk.call import call_for
from pendopo.web.desk.closed import show_closed
from pendopo.web.desk.fields import PressUnclear, the_id, the_key, the_return, wants_json
from pendopo.web.desk.lease import desk_in
from pendopo.web.desk.news import NEWS, press_news
from pendopo.web.desk.numbers import add, check_in_by_code, take
from pendopo.web.desk.paper import print_number
from pendopo.web.desk.screen import answer
from pendopo.web.desk.send_on import send_on

# The press that does two things; its name marks the second of them, so that each has its effect once.
_AND_NEXT = "lewat-lanjut"


class NotHereAnyMore(DomainError):
    code = "desk.not_here_any_more"
    status = 404
    message = _("That number is not at this counter any more. The desk shows how things are now.")


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button: at which desk, when, with which key, and what was chosen."""

    request: HttpRequest
    desk: DeskLease
    at: datetime
    key: UUID | None
    form: QueryDict

    @property
    def ticket(self) -> Ticket:
        return ticket_at(self.desk, the_id(self.form, "tiket"))

    def ticket_now(self) -> Ticket | None:
        """What a repeated press answers: the number as the first one left it."""
        return self.ticket if self.form.get("tiket") else None


Verb = Callable[[Press], Any]


def command(request: HttpRequest, word: str) -> HttpResponse:
    """POST `/d/<word>`."""
    at = clock.now()
    if word not in COMMANDS:
        raise NotFound
    key = the_key(request.POST)

    def press(desk: DeskLease) -> Any:
        return COMMANDS[word](Press(request, desk, at, key, request.POST))

    if not wants_json(request):
        return answer(request, at, press)
    return _as_json(press(desk_in(request, at)))


def _once(press: Press, verb: Verb) -> Any:
    """Do it once, however often it comes: a repeated press shows what the first one did."""
    actor = actor_of(press.desk)
    if effect_of(press.key, actor=actor):
        return press.ticket_now()
    try:
        return verb(press)
    except CommandRepeated:
        return press.ticket_now()
    except LeaseLost:
        raise
    except DomainError as refusal:
        if effect_of(press.key, actor=actor):
            return press.ticket_now()
        if type(refusal) is NotFound:
            raise NotHereAnyMore from refusal
        raise


def _as_json(result: Any) -> HttpResponse:
    document: dict[str, Any] = {}
    if isinstance(result, Ticket):
        document = {"ticket": result.id, "number": result.label, "state": str(result.state)}
    elif isinstance(result, dict):
        document = result
    return HttpResponse(orjson.dumps(document), content_type="application/json", headers={"Cache-Control": "no-store"})


# -- verbs ------------------------------------------------------------------------------------------------------------


def _at_the_counter(verb: Callable[..., Ticket]) -> Verb:
    """A verb about the visitor here that needs nothing else chosen."""
    return lambda press: verb(desk=press.desk, ticket=press.ticket, at=press.at, command_key=press.key)


def _noted(verb: Verb) -> Verb:
    """Keep the note that was on the screen when the button was pressed, then go on."""

    def with_note(press: Press) -> Any:
        if "catatan" in press.form:
            write_note(desk=press.desk, ticket=press.ticket, note=press.form.get("catatan", ""), at=press.at)
        return verb(press)

    return with_note


def _finish(press: Press) -> Ticket:
    outcome = press.form.get("hasil", "")
    return finish(
        desk=press.desk, ticket=press.ticket, outcome=outcome if outcome in Outcome.values else "", at=press.at,
        command_key=press.key,
    )  # fmt: skip


def _miss_and_call(press: Press) -> Any:
    """Two commands in one press, each of which has its effect once: a press that was cut off between them goes on when it comes
    again. When nobody waits the first still holds, and that is no refusal."""
    missed = _once(press, _at_the_counter(miss))
    next_key = uuid5(press.key, _AND_NEXT) if press.key else None
    try:
        called = call_for(press.request, press.desk, press.at, next_key)
    except LeaseLost:
        raise
    except DomainError:
        return missed
    return {"ticket": called.ticket, "number": called.label, "state": "called", "counter": called.counter}


def _park(press: Press) -> Ticket:
    reason = _one_of(press.form.get("alasan", ""), ParkReason.values)
    until = the_return(press.form, press.at)
    return park(desk=press.desk, ticket=press.ticket, reason=reason, at=press.at, until=until, command_key=press.key)


def _cancel(press: Press) -> Ticket:
    return cancel(ticket=press.ticket, actor=actor_of(press.desk), at=press.at, command_key=press.key)


def _rejoin(press: Press) -> Ticket:
    return rejoin(ticket=press.ticket, actor=actor_of(press.desk), at=press.at, command_key=press.key)


def _note(press: Press) -> Any:
    write_note(desk=press.desk, ticket=press.ticket, note=press.form.get("catatan", ""), at=press.at, command_key=press.key)
    return HttpResponse(status=204)


def _pause(press: Press) -> None:
    reason = _one_of(press.form.get("alasan", ""), PauseReason.values)
    pause_desk(desk=press.desk, reason=reason, at=press.at, back_at=the_return(press.form, press.at), command_key=press.key)


def _return(press: Press) -> None:
    return_to_desk(desk=press.desk, at=press.at, command_key=press.key)


def _close(press: Press) -> Any:
    waiting = press.form.get("menunggu", "")
    to = line_at(press.desk, the_id(press.form, "ke")) if waiting == MOVE else None
    close_desk(desk=press.desk, at=press.at, waiting=waiting, to=to, command_key=press.key)
    return None if wants_json(press.request) else show_closed(press.request, press.desk)


def _news(word: str) -> Verb:
    return lambda press: press_news(press.request, word, press.desk, press.form, press.at)


def _take(press: Press) -> Any:
    return take(press.request, press.desk, press.form, press.at, press.key)


def _add(press: Press) -> Any:
    return add(press.request, press.desk, press.form, press.at, press.key)


def _print(press: Press) -> Any:
    return print_number(press.request, press.desk, press.ticket, press.at, press.key)


def _check_in(press: Press) -> Any:
    return check_in_by_code(press.request, press.desk, press.form, press.at)


def _send_on(press: Press) -> Any:
    return send_on(press.request, press.desk, press.ticket, press.form, press.at, press.key)


def _one_of(word: str, words: list[str]) -> str:
    if word not in words:
        raise PressUnclear
    return word


_ONE_VERB: dict[str, Verb] = {
    "panggil-ulang": _at_the_counter(recall),
    "panggil-ini": _at_the_counter(call_certain),
    "tiba": _at_the_counter(arrive),
    "datang": _at_the_counter(start),
    "lewat": _at_the_counter(miss),
    "selesai": _noted(_finish),
    "tahan": _noted(_park),
    "lanjut": _at_the_counter(resume),
    "alihkan": _send_on,
    "batal": _cancel,
    "kembalikan": _rejoin,
    "catatan": _note,
    "jeda": _pause,
    "buka-lagi": _return,
    "tutup": _close,
    "tambah": _add,
    "ambil": _take,
    "hadir": _check_in,
    "cetak": _print,
}
COMMANDS: dict[str, Verb] = {
    **{word: partial(_once, verb=verb) for word, verb in _ONE_VERB.items()},
    _AND_NEXT: _miss_and_call,
    # Each of these stands once however often it is pressed.
    **{word: _news(word) for word in NEWS},
}
