"""Nothing personal is logged, whatever went wrong and whoever says it."""

import io
import logging
import time

import orjson
import pytest
from django.db import DatabaseError, connection, transaction

from pendopo.accounts.models import User
from pendopo.config.log_lines import TAKEN_OUT, JsonLines, Plain, without_personal_data
from pendopo.kernel.identifiers import public_code, readable_code, uuid7
from pendopo.queue.models import Visit
from tests.situations.busy_day import a_busy_hall

# Apart from the tests: a traceback shows the lines of code it passes.
SARI = {"email": "sari@contoh.example", "name": "Sari Dewi", "password": "!"}


@pytest.fixture(params=[Plain, JsonLines])
def log(request):
    """Everything that any logger says, from the lowest level up, as a mall's log would have it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quiet = logging.getLogger("django.db.backends")
    quiet.setLevel(logging.INFO)  # Statements are logged in debugging only, which no mall does.
    yield out
    root.removeHandler(handler)
    root.setLevel(before)
    quiet.setLevel(logging.NOTSET)


@pytest.mark.parametrize(
    "said",
    [
        "sari@contoh.example", "NIK 1801014506900002", "1801 0145 0690 0002", "telepon 0812-3456-7890", "+62 812 3456 7890",
        "/t/K7M4PQX2RT", "/undangan/abc_DEF-123", "?q=sari+dewi&x=1", "postgresql://pendopo:sandi@10.0.0.1/pendopo",
        's3://KUNCI:rahasia@host/bucket', 's3://KUNCI:ra/rahasia@host', 'DETAIL:  Key (name)=(Sari Dewi) already exists.',
    ],
)  # fmt: skip
def test_what_is_personal_is_taken_out(said):
    left = without_personal_data(f"It failed: {said} and more")

    assert TAKEN_OUT in left
    secrets = ("sari", "1801", "0145", "3456", "K7M4P", "abc_DEF", "sandi", "rahasia", "Sari")
    assert not [secret for secret in secrets if secret in left]


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-23 09:00:00 took 1234567 rows in 12.5 s", f"ticket {uuid7()}", f"{uuid7().hex}", "MANAGEMENT of 127.0.0.1:8000",
        "position 5000000 of 5000001", "A-047 at counter 3", "/k/nomor failed",
    ],
)  # fmt: skip
def test_what_helps_to_mend_it_stays(said):
    assert without_personal_data(said) == said


def test_codes_are_found_as_stored_and_as_read():
    for _n in range(50):
        code = public_code()
        left = without_personal_data(f"visit {code} or {readable_code(code)}.")
        assert left == f"visit {TAKEN_OUT} or {TAKEN_OUT}."


@pytest.mark.parametrize("again", ["a", "?", "://:", "=(", "a@", "0812 "])
def test_a_long_text_of_a_stranger_holds_nobody_up_and_fills_no_disk(again):
    """Servers let headers of 400 kB through, and Django logs a Host header that is not ours."""
    begins = time.process_time()
    left = without_personal_data(again * (60_000 // len(again)))

    assert time.process_time() - begins < 1
    assert len(left) < 5000


@pytest.mark.django_db
def test_a_whole_day_leaves_no_name_code_or_address(log):
    a_busy_hall(seed=11).goes_on(150)
    logging.getLogger("pendopo.test").warning("the day is over")

    said = log.getvalue()
    secrets = [*User.objects.values_list("name", flat=True), *User.objects.values_list("email", flat=True)]
    secrets += [
        *Visit.objects.values_list("code", flat=True),
        *map(readable_code, Visit.objects.values_list("code", flat=True)),
    ]
    assert "the day is over" in said
    assert len(secrets) > 20
    assert not [secret for secret in secrets if secret in said]


@pytest.mark.django_db
def test_a_refused_row_is_logged_without_its_values(log):
    User.objects.create(**SARI)
    try:
        with transaction.atomic():
            User.objects.create(**SARI)
    except DatabaseError:
        logging.getLogger("pendopo.test").exception("it was refused")

    said = log.getvalue()
    assert "it was refused" in said
    assert "IntegrityError" in said
    assert connection.vendor != "postgresql" or TAKEN_OUT in said
    assert not [secret for secret in ("Sari", "sari@") if secret in said]


@pytest.mark.django_db
def test_a_page_that_fails_is_logged_without_the_visit_it_was_for(log, client, monkeypatch):
    code = public_code()

    def fails(_request):
        raise RuntimeError(f"no visit {code} of {SARI['email']}")

    client.raise_request_exception = False
    monkeypatch.setattr("pendopo.config.middleware.language_of", fails)

    assert client.get(f"/t/{code}", {"q": "Sari Dewi"}).status_code == 500
    said = log.getvalue()
    assert "RuntimeError" in said
    assert not [secret for secret in (code, "sari@", "Sari") if secret in said]


def test_json_is_one_object_a_line():
    record = logging.LogRecord("pendopo.test", logging.ERROR, __file__, 1, "two\nlines of %s", ("sari@contoh.example",), None)

    line = JsonLines().format(record)

    assert "\n" not in line
    words = orjson.loads(line)
    assert (words["level"], words["message"]) == ("ERROR", f"two\nlines of {TAKEN_OUT}")
