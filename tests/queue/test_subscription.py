"""Who may listen: the sealed subscription."""

import pytest
from tests.situations.times import NINE, minutes

from pendopo.queue.subscription import open_subscription, sealed_subscription

KEY = b"k" * 32
MALL = "01a2084b-ed43-7003-ba3d-4aba40c58f8c"


def a_subscription(**changes):
    return sealed_subscription(
        **{"key": KEY, "mall": MALL, "channels": ["zone:1", "line:2"], "until": NINE + minutes(60), **changes}
    )


def test_what_a_page_sealed_the_live_process_opens():
    opened = open_subscription(key=KEY, sealed=a_subscription(), at=NINE)

    assert opened is not None
    assert (opened.mall, opened.channels, opened.until) == (MALL, frozenset({"zone:1", "line:2"}), NINE + minutes(60))


def test_two_pages_have_two_subscriptions():
    assert open_subscription(key=KEY, sealed=a_subscription(), at=NINE) != open_subscription(
        key=KEY, sealed=a_subscription(), at=NINE
    )


@pytest.mark.parametrize("forged", ["", "1|x|y|9999999999|mall", "1|x|y|9999999999|mall." + "0" * 64, "ü.x", "x" * 5000])
def test_a_forged_subscription_is_refused(forged):
    assert open_subscription(key=KEY, sealed=forged, at=NINE) is None


def test_a_channel_cannot_be_added():
    assert open_subscription(key=KEY, sealed=a_subscription().replace("line:2", "line:3"), at=NINE) is None


def test_another_installations_key_opens_nothing():
    assert open_subscription(key=b"o" * 32, sealed=a_subscription(), at=NINE) is None


def test_it_ends():
    assert open_subscription(key=KEY, sealed=a_subscription(), at=NINE + minutes(60)) is None


@pytest.mark.parametrize("channels", [["a|b"], ["a!b"], [f"visit:{n}" for n in range(41)]])
def test_channels_that_would_not_survive_are_refused_when_sealing(channels):
    with pytest.raises(ValueError, match="channels"):
        a_subscription(channels=channels)
