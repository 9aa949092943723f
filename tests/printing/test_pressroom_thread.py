"""The pressroom's own thread."""

import threading

from pendopo.printing import pressroom
from pendopo.printing.pressroom import Pressroom


def test_it_goes_on_after_whatever_stumbles(monkeypatch):
    looked_again, looks = threading.Event(), []

    def look(_room):
        looks.append(1)
        if len(looks) == 1:
            raise KeyError("a bug")
        looked_again.set()

    monkeypatch.setattr(pressroom, "_LOOK_SECONDS", 0.001)
    monkeypatch.setattr(Pressroom, "look", look)
    room = Pressroom(lambda _job, _at: None)

    room.start()

    assert looked_again.wait(5)
    room.stop()
