"""What `./pendopo doctor` says about what stands in the halls: printers, kiosks, displays and their sound."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from pendopo.directory.models import Mall
from pendopo.directory.opening import schedule_of
from pendopo.directory.reads import DeviceCard, devices_of
from pendopo.printing.reads import printers_of

Words = tuple[bool, str, str]
# A token that two hold is a matter of today even if the hall is closed by now.
_DOUBLED_WITHIN = timedelta(days=1)


def examine_devices(at: datetime) -> Iterator[Words]:
    """Whether it is well, a sentence, and what to do; nothing where a hall has none. Screens may be off while it is closed."""
    malls = list(Mall.objects.order_by("code"))
    yield from _printers(malls)
    cards = [(mall, card) for mall in malls for card in devices_of(mall, at) if card.paired_at and not card.revoked]
    open_now = {mall.id for mall in malls if schedule_of(mall).state(at).is_open}
    troubles = [words for mall, card in cards for words in _screen(mall, card, at, is_open=mall.id in open_now)]
    yield from troubles
    if cards and not troubles:
        yield True, _("All screens are well (%(count)s).") % {"count": len(cards)}, ""


def _printers(malls: list[Mall]) -> Iterator[Words]:
    cards = [card for mall in malls for card in printers_of(mall) if card.in_service]
    troubled = [card for card in cards if card.troubled]
    for card in troubled:
        yield False, card.says, card.advice
    if cards and not troubled:
        yield True, _("All printers are well (%(count)s).") % {"count": len(cards)}, ""


def _screen(mall: Mall, card: DeviceCard, at: datetime, *, is_open: bool) -> Iterator[Words]:
    words = {"name": card.name, "mall": mall.name}
    if card.doubled_at and at - card.doubled_at < _DOUBLED_WITHIN:
        sentence = _("%(name)s (%(mall)s) is used from two places at once: somebody may have copied its token.") % words
        yield False, sentence, _("Take it out of service on the page Layar and pair it anew.")
    if is_open and card.silent:
        sentence = _("%(name)s (%(mall)s) is silent although the hall is open.") % words
        yield False, sentence, _("Look whether it is switched on, has its network, and shows its page.")
    elif is_open and card.mute:
        sentence = _("%(name)s (%(mall)s) announces calls, but its sound is off.") % words
        yield False, sentence, _("Touch the button for sound on that display, and turn its volume up.")
