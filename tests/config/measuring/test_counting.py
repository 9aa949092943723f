"""Requests are counted by several processes, and no counter ever goes back."""

import subprocess
import sys
import threading

from pendopo.config.measuring.counting import BUCKETS, Counters, counted


def series(folder):
    return {(room, status): (sum(counts), round(seconds, 3)) for room, status, counts, seconds in counted(folder)}


def test_requests_stand_under_their_room_and_status(tmp_path):
    counters = Counters(tmp_path)
    for path, status in (("/k/nomor", "200 OK"), ("/k/", "404 Not Found"), ("/t/K7M4PQX2RT", "200 OK"), ("/apa/saja", "500 x")):
        counters.count(path, status, 0.25)

    assert series(tmp_path) == {
        ("kiosk", "2xx"): (1, 0.25), ("kiosk", "4xx"): (1, 0.25), ("ticket", "2xx"): (1, 0.25), ("other", "5xx"): (1, 0.25),
    }  # fmt: skip


def test_each_time_falls_into_its_bucket(tmp_path):
    counters = Counters(tmp_path)
    for seconds in (0.0, BUCKETS[0], BUCKETS[0] + 0.0001, 99.0):
        counters.count("/", "200", seconds)

    ((_room, _status, counts, _seconds),) = counted(tmp_path)
    assert (counts[0], counts[1], counts[-1], len(counts)) == (2, 1, 1, len(BUCKETS) + 1)


def test_several_processes_add_up_and_a_later_one_counts_on(tmp_path):
    ours = Counters(tmp_path)
    ours.count("/d/panggil", "200", 0.1)
    count = "import sys; from pathlib import Path; from pendopo.config.measuring.counting import Counters; "
    count += "Counters(Path(sys.argv[1])).count('/d/panggil', '200', 0.1)"
    for _process in range(3):  # Each takes the slot that the one before left.
        subprocess.run([sys.executable, "-c", count, str(tmp_path)], check=True)

    assert series(tmp_path) == {("desk", "2xx"): (4, 0.4)}
    assert len(list(tmp_path.glob("slot-*"))) == 2


def test_threads_lose_no_count(tmp_path):
    counters = Counters(tmp_path)

    def count() -> None:
        for _n in range(2000):
            counters.count("/", "200", 0.001)

    threads = [threading.Thread(target=count) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert series(tmp_path) == {("mall", "2xx"): (8000, 8.0)}


def test_a_file_of_an_earlier_shape_is_passed_over(tmp_path):
    (tmp_path / "slot-9").write_bytes(b"short")

    assert series(tmp_path) == {}
