"""Let a mall say a word in its own voice, or leave it to the shipped clip again."""

from datetime import datetime
from functools import partial

from django.db import transaction

from pendopo.directory.master_data import master_data_changed
from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.kernel.errors import NotFound
from pendopo.kernel.transactions import one_transaction
from pendopo.voice.clip_files import recordings
from pendopo.voice.events import ClipRecorded, ClipRemoved
from pendopo.voice.languages import LANGUAGES
from pendopo.voice.models import Clip
from pendopo.voice.sound_file import CheckedSound, checked
from pendopo.voice.words import recordable_words, signs_of


def keep_clip(*, mall: Mall, language: str, word: str, content: bytes, at: datetime, actor: str) -> CheckedSound:
    """Check a recording and use it from now on, in place of any before it.

    Raises NotFound for a word this mall does not need, and what `sound_file.checked` raises.
    """
    if language not in LANGUAGES or word not in recordable_words(LANGUAGES[language], signs_of(mall)):
        raise NotFound
    # Looking into a sound takes a moment, and so does the disk: both before the transaction.
    sound = checked(content)
    sha256 = recordings.put(sound.content)
    _use(mall, language, word, sha256, sound, at, actor)
    return sound


@one_transaction
def _use(mall: Mall, language: str, word: str, sha256: str, sound: CheckedSound, at: datetime, actor: str) -> None:
    before = Clip.objects.filter(mall=mall, language=language, word=word).values_list("sha256", flat=True).first()
    Clip.objects.update_or_create(
        mall=mall, language=language, word=word,
        defaults={
            "sha256": sha256, "milliseconds": sound.milliseconds, "loudness_db": sound.recorded_db, "recorded_at": at,
        },
    )  # fmt: skip
    master_data_changed(mall)
    append(ClipRecorded(language, word, sha256, sound.milliseconds), mall=mall.id, subject=mall.id, at=at, actor=actor)
    if before and before != sha256:
        _drop_unused(before)


@one_transaction
def remove_clip(*, mall: Mall, language: str, word: str, at: datetime, actor: str) -> None:
    """Doing it twice changes nothing."""
    clip = Clip.objects.filter(mall=mall, language=language, word=word).first()
    if clip is None:
        return
    clip.delete()
    master_data_changed(mall)
    append(ClipRemoved(language, word), mall=mall.id, subject=mall.id, at=at, actor=actor)
    _drop_unused(clip.sha256)


def _drop_unused(sha256: str) -> None:
    """Only once nobody can go back to it."""
    if not Clip.objects.filter(sha256=sha256).exists():
        transaction.on_commit(partial(_drop_if_unused, sha256))


def _drop_if_unused(sha256: str) -> None:
    if not Clip.objects.filter(sha256=sha256).exists():
        recordings.drop(sha256)
