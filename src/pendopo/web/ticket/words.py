"""What the ticket says aloud and in the title bar."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext, ngettext

from pendopo.queue.reads.ticket import Face, TicketCard, Waiting
from pendopo.web.components.formats import told_wait, written_language


def minutes(waiting: Waiting) -> str:
    """The range now: "15–25 menit"; empty while nobody serves and where no minutes are told."""
    if waiting.wait is None:
        return ""
    wait = waiting.wait
    return told_wait(wait.low, wait.high, late=wait.late, said=wait.said, language=written_language(get_language()))


def people_ahead(count: int) -> str:
    if count == 0:
        return gettext("Your turn is next")
    return ngettext("%(count)s person ahead of you", "%(count)s people ahead of you", count) % {"count": count}


def title(card: TicketCard) -> str:
    """The title bar: what matters comes first, since a phone shows only its beginning."""
    facts = {"number": card.label, "counter": card.counter.number if card.counter else ""}
    if card.face is Face.CALLED:
        return gettext("Counter %(counter)s · %(number)s is called") % facts
    if card.face in (Face.WAITING, Face.NEAR) and card.waiting and not card.waiting.reserved:
        return f"{card.label} · {people_ahead(card.waiting.ahead)}"
    return f"{card.label} · {_state_words()[card.face]}"


def said(card: TicketCard) -> str:
    """The sentence a screen reader says when the page changes by itself."""
    facts = {"number": card.label, "counter": card.counter.number if card.counter else ""}
    if card.face is Face.CALLED:
        return gettext("You are called. Please go to counter %(counter)s. Your number is %(number)s.") % facts
    return f"{title(card)}. {minutes(card.waiting)}" if card.waiting else title(card)


def _state_words() -> Mapping[Face, str]:
    return {
        Face.SERVING: gettext("being served"), Face.MISSED: gettext("the call was missed"), Face.WAITING: gettext("waiting"),
        Face.PARKED: gettext("set aside"), Face.HELD: gettext("held for you"), Face.DONE: gettext("done"),
        Face.CANCELLED: gettext("cancelled"), Face.LAPSED: gettext("no longer valid"),
    }  # fmt: skip
