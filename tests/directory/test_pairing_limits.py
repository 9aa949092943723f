"""Pairing codes cannot be guessed by trying, and nobody who tries keeps a mall from pairing."""

import pytest
from django.test import Client

from pendopo.directory.models import DeviceKind, PairingAttempt
from pendopo.directory.pair_device import PairingCodeRefused, device_offered, make_device
from pendopo.directory.pairing_limits import COUNTED_WITHIN, FREE_TRIES, FREE_TRIES_AMONG_MANY, MANY, TooManyCodes
from tests.situations.hall import a_mall
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
HALL, STRANGER = "10.0.0.7", "203.0.113.9"
WRONG = "ABCDEFGHJK"


def an_offer(at=NINE):
    return make_device(mall=a_mall(), kind=DeviceKind.KIOSK, name="Kios pintu", at=at, actor="system")


def guess(network, *, times, at=NINE):
    for _guess in range(times):
        with pytest.raises(PairingCodeRefused):
            device_offered(WRONG, at, network=network)


def test_from_one_network_only_so_many_wrong_codes_are_looked_at():
    guess(STRANGER, times=FREE_TRIES)

    with pytest.raises(TooManyCodes):
        device_offered(WRONG, NINE, network=STRANGER)
    assert PairingAttempt.objects.count() == FREE_TRIES
    guess(HALL, times=1)


def test_an_older_code_is_not_found_by_guessing_on():
    offered = an_offer(at=NINE - minutes(30))
    guess(STRANGER, times=FREE_TRIES)

    with pytest.raises(TooManyCodes):
        device_offered(offered.code, NINE, network=STRANGER)
    assert device_offered(offered.code, NINE, network=HALL).id == offered.device


def test_the_administrator_pairs_on_even_from_the_network_of_the_guesser():
    """The code that was made just now is what the administrator reads out: nobody guesses it in ten minutes."""
    guess(HALL, times=FREE_TRIES)
    offered = an_offer(at=NINE)

    assert device_offered(offered.code, NINE + minutes(9), network=HALL).id == offered.device


def test_many_networks_together_get_few_tries_each_but_never_none():
    PairingAttempt.objects.bulk_create(PairingAttempt(network_tag=f"{n}", tried_at=NINE) for n in range(MANY))
    offered = an_offer(at=NINE - minutes(30))

    assert device_offered(offered.code, NINE, network=HALL).id == offered.device
    guess(STRANGER, times=FREE_TRIES_AMONG_MANY)
    with pytest.raises(TooManyCodes):
        device_offered(WRONG, NINE, network=STRANGER)


def test_an_hour_later_all_is_forgotten():
    guess(STRANGER, times=FREE_TRIES)

    guess(STRANGER, times=1, at=NINE + COUNTED_WITHIN)

    assert PairingAttempt.objects.count() == 1


def test_the_network_itself_is_nowhere():
    guess(STRANGER, times=1)

    assert STRANGER not in str(PairingAttempt.objects.values())


def test_the_page_counts_what_is_tried_by_link(settings):
    settings.PROXIES = ()
    browser = Client(REMOTE_ADDR=STRANGER)
    for _guess in range(FREE_TRIES):
        assert browser.get(f"/pasang/{WRONG}").status_code == 404

    refused = browser.post(f"/pasang/{WRONG}")

    assert refused.status_code == 429
    assert "Mintalah tautan baru" in refused.content.decode()
