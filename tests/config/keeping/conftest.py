import pytest
from django.conf import settings as real_settings
from django.utils import translation

from pendopo.config.keeping import passphrase
from tests.config.keeping.installation import PASSPHRASE, Installation


@pytest.fixture(autouse=True)
def quick_and_in_english(monkeypatch):
    """The real cost is half a second for every opening."""
    monkeypatch.setattr(passphrase, "COST", 2**4)
    with translation.override("en"):
        yield


@pytest.fixture
def installation(own_database, settings):
    """An installation of its own whose day is under way, with an uploaded file and a passphrase for its backups."""
    settings.DATA_DIRECTORY, settings.KEYS_DIRECTORY = own_database.data, own_database.data / "keys"
    assert own_database.data / "keys" == real_settings.KEYS_DIRECTORY
    here = Installation(own_database)
    passphrase.set_passphrase(PASSPHRASE, keys=here.keys)
    return here
