"""A screen that is taken out of service hears nothing more from that moment on, whatever its cookie still says."""

from dataclasses import replace

import pytest

from pendopo.directory.models import Device, DeviceKind
from pendopo.directory.pair_device import make_device, offer_pairing, pair_device, revoke_device
from pendopo.journal.relay import give_positions
from pendopo.kernel.clock import now
from pendopo.live.follower import News
from pendopo.queue.subscription import screen_channel
from tests.live.test_hub import NINE, a_hub, a_stream, sent
from tests.situations.listener import LiveProcess
from tests.situations.open_hall import OpenHall

OURS, OTHERS = screen_channel("0001", "ab" * 32), screen_channel("0002", "cd" * 32)


def paired_with(*channels: str):
    hub = a_hub()
    hub.take(News(paired=frozenset(channels)), NINE)
    return hub


def test_the_stream_of_a_screen_ends_when_its_pairing_does():
    hub = paired_with(OURS, OTHERS)
    ours, other, desk = a_stream("calls", OURS, id="a"), a_stream("calls", OTHERS, id="b"), a_stream("calls", id="c")
    assert all(hub.open(stream, after=None, at=NINE) for stream in (ours, other, desk))

    hub.take(News(paired=frozenset({OTHERS})), NINE)

    assert [kind for _id, kind, _data in sent(ours)][-1] == "revoked"
    assert [kind for _id, kind, _data in sent(other)] == [kind for _id, kind, _data in sent(desk)] == ["hello"]
    assert {stream.subscription.id for stream in hub.streams} == {"b", "c"}


def test_a_screen_that_is_not_paired_opens_no_stream():
    hub = paired_with(OTHERS)

    assert not hub.open(a_stream("calls", OURS), after=None, at=NINE)


def test_what_is_no_news_of_pairings_changes_nothing_for_screens():
    hub = paired_with(OURS)
    stream = a_stream("calls", OURS)
    hub.open(stream, after=None, at=NINE)

    hub.take(replace(News(), paired=None), NINE)

    assert hub.streams == (stream,)


@pytest.mark.race
def test_in_the_real_process_the_stream_is_closed_at_once_and_not_opened_again(own_database):
    hall = OpenHall()
    device = make_device(mall=hall.mall, kind=DeviceKind.DISPLAY, name="Layar A", at=now(), actor="system")
    pair_device(code=device.code, at=now())
    screen = Device.objects.get(pk=device.device)
    live = LiveProcess(own_database)
    try:
        give_positions()
        cookie = live.cookie(hall.mall.id, "calls", screen_channel(screen.pk, screen.token_hash))
        listener = live.listener(cookie)
        listener.next("hello")

        revoke_device(device=screen, at=now(), actor="system")
        give_positions()

        listener.next("revoked", within=2)
        assert live.ask(Cookie=cookie).status == 403

        paired = pair_device(code=offer_pairing(device=screen, at=now(), actor="system").code, at=now())
        give_positions()
        screen.refresh_from_db()
        anew = live.listener(live.cookie(hall.mall.id, "calls", screen_channel(paired.device, screen.token_hash)))
        assert anew.next().kind == "hello"
        assert live.ask(Cookie=cookie).status == 403
    finally:
        live.kill()
