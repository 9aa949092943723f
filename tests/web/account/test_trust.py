"""The page by which a device comes to trust the installation's own authority."""

import pytest

from pendopo.kernel.authority import ensure_certificate, root_certificate
from pendopo.kernel.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(settings, tmp_path):
    settings.KEYS_DIRECTORY = tmp_path
    return tmp_path


def test_it_shows_what_to_compare_and_hands_out_the_certificate(client, keys):
    ensure_certificate(keys=keys, wanted=["localhost"], at=now())
    root = root_certificate(keys)

    page = client.get("/percaya").content.decode()
    file = client.get("/percaya/pendopo.crt")

    assert root.fingerprint in page
    assert root.name in page
    assert "/percaya/pendopo.crt" in page
    assert (file.content, file.headers["Content-Type"]) == (root.der, "application/x-x509-ca-cert")
    assert b"PRIVATE" not in file.content


def test_where_nothing_needs_trust_it_says_so(client, keys):
    assert "Tidak ada yang perlu dilakukan" in client.get("/percaya").content.decode()
    assert client.get("/percaya/pendopo.crt").status_code == 404


def test_hsts_is_asked_only_with_a_given_certificate(client, settings, tmp_path):
    assert "Strict-Transport-Security" not in client.get("/masuk", secure=True).headers
    settings.CERTIFICATE = tmp_path / "mpp.pem"
    assert client.get("/masuk", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in client.get("/masuk").headers
