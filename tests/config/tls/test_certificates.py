"""What is said of a certificate that does not fit, is over or nearly so; and that the worker renews our own."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from django.utils import translation

from pendopo.config.tls.certificates import fault_of, present_tls
from pendopo.config.tls.examine import examine_certificate
from pendopo.config.tls.renew import look_after_certificate
from pendopo.kernel.authority import ensure_certificate, server_certificate
from pendopo.kernel.clock import now
from tests.situations.times import MONDAY, on

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def keys(settings, tmp_path):
    settings.KEYS_DIRECTORY, settings.ALLOWED_HOSTS = tmp_path, ["localhost"]
    return tmp_path


@pytest.fixture
def given(keys, settings):
    """A certificate that somebody else made; ours stands for it. Returns its folder."""
    folder = keys / "given"
    ensure_certificate(keys=folder, wanted=["localhost"], at=now())
    settings.CERTIFICATE, settings.CERTIFICATE_KEY = folder / "https.crt", folder / "https.key"
    return folder


def said(at) -> str:
    tls = present_tls()
    fault = fault_of(tls, at) if tls else None
    return f"{fault.sentence} {fault.advice}" if fault else ""


def test_where_nothing_is_served_nothing_is_said(keys):
    assert present_tls() is None
    assert list(examine_certificate(now())) == []
    assert not look_after_certificate(now())


def test_a_good_certificate_is_named_with_its_end_and_names(given):
    assert said(now()) == ""
    [(well, sentence, _advice)] = examine_certificate(now())
    assert (well, "localhost" in sentence) == (True, True)


def test_an_ended_certificate_is_named_and_what_to_do(given):
    after = now() + 400 * DAY
    assert "ended on" in said(after)
    assert "PENDOPO_CERTIFICATE_KEY" in said(after)
    [(well, sentence, advice)] = examine_certificate(after)
    assert not well
    assert sentence in said(after)
    assert advice in said(after)


def test_an_end_that_is_near_and_a_beginning_that_is_far_are_named(given):
    assert "ends in 9 days" in said(now() + 387 * DAY + timedelta(hours=1))
    assert "only valid from" in said(now() - 3 * DAY)


def test_a_key_of_another_certificate_cannot_serve(given, keys, settings):
    ensure_certificate(keys=keys / "other", wanted=["localhost"], at=now())
    settings.CERTIFICATE_KEY = keys / "other" / "https.key"

    fault = fault_of(present_tls(), now())

    assert "does not belong" in fault.sentence
    assert not fault.serves


def test_a_key_in_the_older_form_is_told_how_to_be_written_anew(given):
    key = serialization.load_pem_private_key((given / "https.key").read_bytes(), password=None)
    older = serialization.PrivateFormat.TraditionalOpenSSL
    plain = serialization.NoEncryption()
    (given / "https.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, older, plain))

    assert "PKCS#8" in said(now())
    assert "openssl pkcs8" in said(now())


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"])
def test_a_file_without_a_certificate_is_named(given, content):
    (given / "https.crt").unlink() if content is None else (given / "https.crt").write_bytes(content)

    assert "no certificate" in said(now())


def test_a_host_that_the_certificate_does_not_name_is_found(given, settings):
    settings.ALLOWED_HOSTS = ["localhost", "mpp.lampungselatan.go.id"]

    [(well, sentence, _advice)] = examine_certificate(now())

    assert (well, "mpp.lampungselatan.go.id" in sentence) == (False, True)


def test_the_worker_renews_our_own_at_night_and_by_day_only_when_it_must(keys):
    made = on(MONDAY, "09:00") - 370 * DAY
    ensure_certificate(keys=keys, wanted=["localhost"], at=made)
    first = server_certificate(keys)

    assert not look_after_certificate(on(MONDAY, "09:00"))
    assert server_certificate(keys) == first
    assert look_after_certificate(on(MONDAY + DAY, "01:00"))
    assert not look_after_certificate(on(MONDAY + DAY, "02:00"))
    assert look_after_certificate(on(MONDAY + 396 * DAY, "10:00"))


def test_the_worker_does_not_touch_a_given_one(given):
    before = (given / "https.crt").read_bytes()

    assert not look_after_certificate(now() + 500 * DAY)
    assert (given / "https.crt").read_bytes() == before
