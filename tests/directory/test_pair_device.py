"""Screens: added, paired once, taken out of service."""

import pytest

from pendopo.directory.device_signs import device_seen
from pendopo.directory.doors import device_for
from pendopo.directory.models import Device, DeviceKind, PairingCode
from pendopo.directory.pair_device import (
    CODE_VALID_FOR,
    DeviceNameTaken,
    PairingCodeRefused,
    device_offered,
    make_device,
    offer_pairing,
    pair_device,
    revoke_device,
)
from pendopo.directory.reads import devices_of
from pendopo.journal.events import history_of
from pendopo.kernel.errors import NotFound
from pendopo.kernel.identifiers import readable_code
from tests.situations.hall import a_kiosk, a_mall, a_zone
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
WAYAN = "officer:wayan"


def an_offered_kiosk(mall=None, name="Kiosk pintu barat"):
    return make_device(mall=mall or a_mall(), kind=DeviceKind.KIOSK, name=name, at=NINE, actor=WAYAN)


def test_a_code_makes_a_browser_the_device():
    offered = an_offered_kiosk()

    paired = pair_device(code=readable_code(offered.code).lower(), at=NINE + minutes(2))

    assert device_for(paired.cookie, kind=DeviceKind.KIOSK).id == offered.device
    assert [event.type for event in history_of(offered.device)] == [
        "directory.device.made", "directory.device.pairing_offered", "directory.device.paired",
    ]  # fmt: skip


def test_neither_code_nor_token_lies_in_the_database():
    offered = an_offered_kiosk()
    paired = pair_device(code=offered.code, at=NINE)

    device = Device.objects.get(pk=offered.device)
    kept = PairingCode.objects.get(device=device)
    assert offered.code not in kept.code_hash
    assert paired.token not in device.token_hash


def test_a_code_works_once():
    offered = an_offered_kiosk()
    pair_device(code=offered.code, at=NINE)

    with pytest.raises(PairingCodeRefused):
        pair_device(code=offered.code, at=NINE)


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA", "22222-22222", "x" * 500])
def test_a_wrong_code_is_refused(code):
    with pytest.raises(PairingCodeRefused):
        pair_device(code=code, at=NINE)


def test_a_code_that_is_too_old_is_refused():
    offered = an_offered_kiosk()

    with pytest.raises(PairingCodeRefused):
        device_offered(offered.code, NINE + CODE_VALID_FOR)


def test_pairing_again_puts_the_old_browser_out():
    mall = a_mall()
    offered = an_offered_kiosk(mall)
    first = pair_device(code=offered.code, at=NINE)
    again = offer_pairing(device=Device.objects.get(pk=offered.device), at=NINE, actor=WAYAN)

    assert device_for(first.cookie, kind=DeviceKind.KIOSK)
    second = pair_device(code=again.code, at=NINE)
    assert device_for(second.cookie, kind=DeviceKind.KIOSK)
    with pytest.raises(NotFound):
        device_for(first.cookie, kind=DeviceKind.KIOSK)


def test_a_new_offer_ends_the_one_before():
    offered = an_offered_kiosk()
    offer_pairing(device=Device.objects.get(pk=offered.device), at=NINE, actor=WAYAN)

    with pytest.raises(PairingCodeRefused):
        pair_device(code=offered.code, at=NINE)


def test_a_revoked_device_is_refused_and_recorded_once():
    kiosk, token = a_kiosk()

    revoke_device(device=kiosk, at=NINE, actor=WAYAN)
    revoke_device(device=kiosk, at=NINE, actor=WAYAN)

    with pytest.raises(NotFound):
        device_for(f"{kiosk.id}.{token}", kind=DeviceKind.KIOSK)
    assert [event.type for event in history_of(kiosk.id)] == ["directory.device.revoked"]


def test_names_are_unique_in_a_mall():
    mall = a_mall()
    an_offered_kiosk(mall)

    with pytest.raises(DeviceNameTaken):
        an_offered_kiosk(mall)


def test_a_zone_of_another_mall_is_not_found():
    with pytest.raises(NotFound):
        make_device(mall=a_mall(), kind=DeviceKind.DISPLAY, name="TV", zone=a_zone(), at=NINE, actor=WAYAN)


def test_a_silent_device_is_shown_as_silent():
    kiosk, _token = a_kiosk()
    device_seen(device=kiosk, at=NINE)

    assert not devices_of(kiosk.mall, NINE + minutes(5))[0].silent
    assert devices_of(kiosk.mall, NINE + minutes(6))[0].silent


def test_a_sign_of_life_is_noted_though_the_clock_was_set_back():
    kiosk, _token = a_kiosk()
    device_seen(device=kiosk, at=NINE + minutes(60))
    kiosk.refresh_from_db()

    device_seen(device=kiosk, at=NINE)

    assert devices_of(kiosk.mall, NINE + minutes(6))[0].silent
