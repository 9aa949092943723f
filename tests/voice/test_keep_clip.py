"""A recording lies in the data directory as long as a word is said by it, and not longer."""

import pytest

from pendopo.voice.clip_files import recordings
from pendopo.voice.keep_clip import remove_clip
from pendopo.voice.models import Clip
from tests.situations.hall import a_mall
from tests.situations.sounds import a_clip
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIRECTORY = tmp_path


def files() -> set[str]:
    return {path.stem for path in recordings.folder.iterdir()}


def test_the_file_is_named_by_its_content_and_closed_to_others():
    clip = a_clip(a_mall())

    assert files() == {clip.sha256}
    assert recordings.folder.stat().st_mode & 0o007 == 0


def test_a_word_recorded_anew_leaves_no_file_behind(django_capture_on_commit_callbacks):
    mall = a_mall()
    with django_capture_on_commit_callbacks(execute=True):
        a_clip(mall, loudness=0.2)
        clip = a_clip(mall, loudness=0.4)

    assert Clip.objects.count() == 1
    assert files() == {clip.sha256}


def test_a_sound_that_another_mall_says_too_stays(django_capture_on_commit_callbacks):
    mall, other = a_mall(), a_mall()
    clip = a_clip(mall)
    a_clip(other)

    with django_capture_on_commit_callbacks(execute=True):
        remove_clip(mall=mall, language="id", word="satu", at=NINE, actor="system")

    assert files() == {clip.sha256}


def test_nothing_half_written_is_ever_found(monkeypatch):
    def disk_full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", disk_full)
    with pytest.raises(OSError, match="No space"):
        recordings.put(b"RIFF")

    assert files() == set()


def test_every_change_is_seen_by_displays_through_the_version_of_master_data():
    mall = a_mall()
    before = mall.catalogue_version

    a_clip(mall)
    remove_clip(mall=mall, language="id", word="satu", at=NINE, actor="system")

    assert mall.catalogue_version == before + 2
