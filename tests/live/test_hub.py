"""What the hub sends to whom: in memory, without database, process or clock."""

import asyncio
from datetime import UTC, timedelta
from uuid import UUID

import orjson
import pytest

from pendopo.journal.happened import Happened
from pendopo.live.follower import Loaded, News
from pendopo.live.hub import Hub, key_of
from pendopo.live.stream import Stream
from pendopo.queue.board import Board, CounterPlace, Hall
from pendopo.queue.subscription import Subscription
from tests.situations.times import MONDAY, NINE, days, minutes

MALL, LINE, ZONE, COUNTER = (str(UUID(int=n)) for n in range(1, 5))
HALL = Hall("Asia/Jakarta", {COUNTER: CounterPlace("3", ZONE)}, {LINE: ZONE})


def a_ticket(n: int) -> str:
    return str(UUID(int=100 + n))


def taken(position: int, number: int) -> Happened:
    facts = {
        "visit": a_ticket(number), "line": LINE, "prefix": "A", "number": number, "business_date": MONDAY.isoformat(),
        "state": "waiting", "rank_at": (NINE + minutes(number)).isoformat(), "shown": True,
    }  # fmt: skip
    at = (NINE + minutes(number)).astimezone(UTC)
    return Happened(position, "queue.ticket.taken", MALL, a_ticket(number), at, facts)


def called(position: int, number: int) -> Happened:
    facts = {
        "line": LINE, "prefix": "A", "number": number, "counter": COUNTER, "counter_number": "3", "zone": ZONE,
        "waited_seconds": 60,
    }  # fmt: skip
    at = (NINE + minutes(60 + position)).astimezone(UTC)
    return Happened(position, "queue.ticket.called", MALL, a_ticket(number), at, facts)


def a_hub(*past: Happened) -> Hub:
    board = Board(HALL, day=MONDAY)
    for event in past:
        board.hear(event)
    hub = Hub()
    hub.take(Loaded({MALL: board}, board.position, past), NINE)
    return hub


def a_stream(*channels: str, id: str = "x") -> Stream:
    return Stream(Subscription(id, MALL, frozenset(channels), NINE + days(1)))


def sent(stream: Stream) -> list[tuple[str, str, dict]]:
    """Id, kind and data of what waits in a stream; it is taken out."""
    text = b"".join(stream._chunks).decode()
    stream._chunks.clear()
    messages = []
    for block in filter(None, text.split("\n\n")):
        words = dict(line.split(": ", 1) for line in block.splitlines())
        if "event" in words:
            messages.append((words.get("id", ""), words["event"], orjson.loads(words["data"])))
    return messages


def kinds(stream: Stream) -> list[str]:
    return [kind for _id, kind, _data in sent(stream)]


def test_every_message_has_an_id_of_its_own_and_they_grow():
    hub, stream = a_hub(), a_stream("mall", f"visit:{a_ticket(1)}")
    hub.open(stream, after=None, at=NINE)

    hub.take(News(events=[taken(1, 1), taken(2, 2)]), NINE)
    hub.take(News(events=[called(3, 1)]), NINE + minutes(1))

    told = sent(stream)
    ids = [key_of(id_) for id_, _kind, _data in told]
    assert ids == sorted(set(ids))
    assert [kind for _id, kind, _data in told] == ["hello", "ticket", "board", "call", "ticket", "board"]


def test_what_was_missed_is_told_once_and_a_newer_board_replaces_an_older():
    hub, stream = a_hub(), a_stream("mall")
    hub.open(stream, after=None, at=NINE)
    hub.take(News(events=[taken(1, 1), taken(2, 2)]), NINE)
    *_, (last_id, _kind, _data) = sent(stream)
    hub.close(stream)
    hub.take(News(events=[called(3, 1)]), NINE + minutes(1))
    hub.take(News(events=[taken(4, 3)]), NINE + minutes(2))

    again = a_stream("mall")
    hub.open(again, after=key_of(last_id), at=NINE + minutes(3))

    told = sent(again)
    assert [kind for _id, kind, _data in told] == ["hello", "call", "board"]
    assert told[0][2]["resumed"] is True
    assert told[2][2]["waiting"] == ["A-002", "A-003"]


def test_what_happened_before_the_process_began_can_be_caught_up_with():
    hub, stream = a_hub(taken(1, 1), called(2, 1)), a_stream("mall")

    hub.open(stream, after=key_of("1.9"), at=NINE)

    assert kinds(stream) == ["hello", "call", "board"]


@pytest.mark.parametrize("after", ["77.1", "3.1"])
def test_a_position_nobody_knows_gets_everything(after):
    hub, stream = a_hub(taken(1, 1), called(2, 1)), a_stream("mall")

    hub.open(stream, after=key_of(after), at=NINE)

    assert kinds(stream) == ["reset", "hello"]


def test_what_is_too_long_ago_is_not_remembered_and_everything_is_told_instead(monkeypatch):
    monkeypatch.setattr("pendopo.live.hub._REMEMBERED_MESSAGES", 3)
    hub, early = a_hub(), a_stream("calls")
    hub.take(News(events=[taken(n, n) for n in range(1, 9)]), NINE)
    late = a_stream("calls", id="y")

    hub.open(early, after=key_of("2.1"), at=NINE)
    hub.open(late, after=key_of("7.1"), at=NINE)

    assert kinds(early) == ["reset", "hello"]
    assert kinds(late) == ["hello"]


def test_a_newer_stream_of_one_page_ends_the_older():
    hub, older, newer = a_hub(), a_stream("mall"), a_stream("mall")
    hub.open(older, after=None, at=NINE)

    hub.open(newer, after=None, at=NINE)
    hub.take(News(events=[taken(1, 1)]), NINE)

    assert kinds(older) == ["hello", "elsewhere"]
    assert kinds(newer) == ["hello", "board"]
    assert list(hub.streams) == [newer]


def test_closing_the_older_leaves_the_newer():
    hub, older, newer = a_hub(), a_stream("mall"), a_stream("mall")
    hub.open(older, after=None, at=NINE)
    hub.open(newer, after=None, at=NINE)

    hub.close(older)

    assert list(hub.streams) == [newer]


def test_at_midnight_yesterdays_calls_leave_the_screens():
    hub, stream = a_hub(taken(1, 1), called(2, 1)), a_stream(f"zone:{ZONE}")
    hub.open(stream, after=None, at=NINE)
    (_id, _hello, before), *_ = sent(stream)

    hub.tick(NINE + days(1))

    (_id, kind, after), *_ = sent(stream)
    assert [call["number"] for call in before["calls"]] == ["A-001"]
    assert (kind, after["calls"]) == ("hello", [])


def test_a_board_that_had_to_wait_is_told_at_the_next_tick():
    hub, stream = a_hub(), a_stream("mall")
    hub.open(stream, after=None, at=NINE)
    hub.take(News(events=[taken(1, 1)]), NINE)
    hub.take(News(events=[taken(2, 2)]), NINE + timedelta(milliseconds=300))
    hub.tick(NINE + timedelta(milliseconds=900))
    before = kinds(stream)

    hub.tick(NINE + timedelta(milliseconds=1000))

    assert (before, kinds(stream)) == (["hello", "board"], ["board"])


def test_a_restored_database_greets_everyone_anew():
    hub, stream = a_hub(taken(1, 1), called(2, 1)), a_stream(f"zone:{ZONE}")
    hub.open(stream, after=None, at=NINE)
    sent(stream)

    hub.take(Loaded({MALL: Board(HALL, day=MONDAY)}, 0, ()), NINE)

    (_id, kind, data), *_ = sent(stream)
    assert (kind, data["resumed"], data["calls"]) == ("hello", False, [])


def test_a_mall_that_is_not_there_cannot_be_listened_to():
    stream = Stream(Subscription("x", "another", frozenset({"mall"}), NINE + days(1)))
    assert not a_hub().open(stream, after=None, at=NINE)


def test_a_screen_that_takes_nothing_is_dropped():
    async def watch() -> tuple[bool, bool, int]:
        stream, taken_in = a_stream("mall"), 0

        async def send(message: dict[str, object]) -> None:
            nonlocal taken_in
            taken_in += 1
            await asyncio.Event().wait()

        pumping = asyncio.create_task(stream.pump(send))
        stream.offer(b"x")
        await asyncio.sleep(0)
        now = asyncio.get_running_loop().time()
        early, late = stream.stuck(now + 1), stream.stuck(now + 60)
        for _n in range(100):
            stream.offer(b"y" * 10_000)
        pumping.cancel()
        return early, late, stream._size

    early, late, waiting = asyncio.run(watch())

    assert (early, late) == (False, True)
    assert waiting < 600_000


@pytest.mark.parametrize(
    ("id_", "key"),
    [("12.3", (12, 3)), ("12", (12, 0)), ("", None), ("x", None), ("-1.2", None), ("1.x", None), ("9" * 40, None)],
)
def test_a_last_event_id_is_read_with_care(id_, key):
    assert key_of(id_) == key
