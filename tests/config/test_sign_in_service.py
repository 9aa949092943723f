"""The settings of the sign-in service: whole, or said what is missing; its secret stands in a file and in no message."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import ValidationError

from pendopo.config.sign_in_service import safe_address, sign_in_service

ISSUER = "https://sso.contoh.go.id/realms/asn"


@pytest.fixture
def secret_file(tmp_path):
    file = tmp_path / "rahasia"
    file.write_text("sangat rahasia\n")
    return file


def test_without_an_issuer_there_is_none():
    assert sign_in_service(issuer="", client="", secret_file=None, name="") is None


def test_the_whole_of_it(secret_file):
    service = sign_in_service(issuer=ISSUER, client="mpp", secret_file=secret_file, name="")

    assert service is not None
    assert (service.secret, service.name) == ("sangat rahasia", "sso.contoh.go.id")
    assert "rahasia" not in repr(service)


@pytest.mark.parametrize("client", ["", "mpp"])
def test_half_of_it_is_named(tmp_path, client):
    with pytest.raises(ImproperlyConfigured, match="PENDOPO_OIDC"):
        sign_in_service(issuer=ISSUER, client=client, secret_file=tmp_path / "not there" if client else None, name="SSO")


@pytest.mark.parametrize("address", ["http://sso.contoh.go.id", "ftp://sso.contoh.go.id", "sso.contoh.go.id"])
def test_an_issuer_is_asked_by_https_only(address):
    with pytest.raises(ValidationError):
        safe_address(address)
    safe_address("http://127.0.0.1:9400")
    safe_address(ISSUER)
