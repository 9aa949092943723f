"""A room's catalogues: bring them up to date with the code, compile them, and say what is wrong with them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import polib

from pendopo.config.translating.sentences import Sentence, sentences_in

PACKAGE: Final = Path(__file__).resolve().parents[2]
CATALOGUE: Final = Path("locale/id/LC_MESSAGES/django.po")
# No dates and no tool's name: the same sentences give the same bytes.
HEADER: Final = {
    "Project-Id-Version": "Pendopo",
    "Language": "id",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# In the head of a regional language: the speaker who has read all of it. Empty: it is shown as a draft.
SIGNED_BY: Final = "X-Signed-By"
# What several web rooms share stands outside them; its words are kept with the components.
SHARED_WEB: Final = "web/components"
_PLACE = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
_Found = dict[Sentence, list[str]]


def rooms() -> dict[str, _Found]:
    """Every room with its sentences, and for each sentence the files that say it."""
    found: dict[str, _Found] = defaultdict(dict)
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts or "locale" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        for sentence in sentences_in(path):
            files = found[room_of(path)].setdefault(sentence, [])
            if (name := path.relative_to(PACKAGE).as_posix()) not in files:
                files.append(name)
    return dict(sorted(found.items()))


def room_of(path: Path) -> str:
    """`queue` for all in that package; `web/kiosk` for a web room; a package inside may have a catalogue of its own."""
    parts = path.relative_to(PACKAGE).parts[:-1]
    for length in range(len(parts), 0, -1):
        if PACKAGE.joinpath(*parts[:length], CATALOGUE).exists():
            return "/".join(parts[:length])
    if parts[:1] != ("web",):
        return parts[0] if parts else ""
    is_room = len(parts) > 1 and PACKAGE.joinpath(*parts[:2], "__init__.py").exists() and parts[1] != "templates"
    return "/".join(parts[:2]) if is_room else SHARED_WEB


def catalogue_in(room: str, language: str) -> Path:
    return PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"


def regional_languages(room: str) -> list[str]:
    """Those of which the room has a catalogue, beside Indonesian."""
    return sorted({path.parts[-3] for path in PACKAGE.joinpath(room).glob("locale/*/LC_MESSAGES/django.po")} - {"id"})


def bring_up_to_date(room: str, found: Mapping[Sentence, Sequence[str]], *, language: str = "id") -> polib.POFile:
    """Write the room's catalogue and its compiled form; what was translated stays, what nobody says any more goes."""
    path = catalogue_in(room, language)
    before = polib.pofile(str(path), wrapwidth=120) if path.exists() else polib.POFile()
    known = {_sentence(entry): entry for entry in before if not entry.obsolete}
    after = polib.POFile(wrapwidth=120)
    after.metadata = HEADER
    after.header = before.header
    shown: dict[Sentence, str] = {}
    if language != "id":
        after.metadata = HEADER | {"Language": language, SIGNED_BY: before.metadata.get(SIGNED_BY, "")}
        shown = {_sentence(entry): _words_of(entry) for entry in polib.pofile(str(catalogue_in(room, "id")))}
    for sentence, files in found.items():
        entry = known.get(sentence) or _entry(sentence, known)
        entry.occurrences = [(name, "") for name in files]
        entry.comment = shown.get(sentence, entry.comment)  # A translator need not know English.
        after.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(after).rstrip("\n") + "\n", encoding="utf-8")
    path.with_suffix(".mo").write_bytes(compiled(after))
    return after


def compiled(catalogue: polib.POFile) -> bytes:
    return bytes(catalogue.to_binary())


def faults(found_rooms: Mapping[str, _Found]) -> Iterator[str]:
    """Everything that would make a screen speak English to an Indonesian, or two screens contradict each other."""
    said: dict[tuple[str, str], dict[tuple[str, ...], str]] = defaultdict(dict)
    for path in sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/django.po")):
        if (room := path.relative_to(PACKAGE).as_posix().split("/locale/")[0]) not in found_rooms:
            yield f"{room}: has a catalogue, but no sentence (./pendopo translate)"
    for room, found in found_rooms.items():
        path = PACKAGE / room / CATALOGUE
        if not path.exists():
            yield f"{room}: {len(found)} sentences and no catalogue (./pendopo translate {room})"
            continue
        catalogue = polib.pofile(str(path))
        yield from _faults_of(room, catalogue, found)
        binary = path.with_suffix(".mo")
        if not binary.exists() or binary.read_bytes() != compiled(catalogue):
            yield f"{room}: django.mo is not the compiled django.po (./pendopo translate {room})"
        for entry in catalogue:
            translation = tuple(entry.msgstr_plural.values()) or (entry.msgstr,)
            said[entry.msgctxt or "", entry.msgid].setdefault(translation, room)
        yield from _regional_faults(room, found)
    for (_, msgid), translations in said.items():
        if len(translations) > 1:
            ways = " · ".join(f"{room}: {' / '.join(words)}" for words, room in translations.items())
            yield f"“{_short(msgid)}” is translated in different ways; agree on one or give a context ({ways})"


def _regional_faults(room: str, found: Mapping[Sentence, Sequence[str]]) -> Iterator[str]:
    """Of a regional language nothing must be translated (what is not is said in Indonesian), but what is must be right."""
    for language in regional_languages(room):
        path = catalogue_in(room, language)
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            if _sentence(entry) in found and entry.translated() and (wrong := _wrong_places(entry)):
                yield f"{room} ({language}): “{_short(entry.msgid)}”: {wrong}"
        binary = path.with_suffix(".mo")
        if not binary.exists() or binary.read_bytes() != compiled(catalogue):
            yield f"{room}: django.mo is not the compiled django.po of {language} (./pendopo translate {room})"


def _faults_of(room: str, catalogue: polib.POFile, found: Mapping[Sentence, Sequence[str]]) -> Iterator[str]:
    known = {_sentence(entry): entry for entry in catalogue if not entry.obsolete}
    for sentence, files in found.items():
        entry = known.get(sentence)
        if entry is None:
            yield f"{room}: “{_short(sentence.msgid)}” ({files[0]}) is not in the catalogue (./pendopo translate {room})"
        elif "fuzzy" in entry.flags:
            yield f"{room}: “{_short(sentence.msgid)}” is marked fuzzy"
        elif not entry.translated():
            yield f"{room}: “{_short(sentence.msgid)}” ({files[0]}) has no translation"
        elif wrong := _wrong_places(entry):
            yield f"{room}: “{_short(sentence.msgid)}”: {wrong}"
    for sentence in known.keys() - found.keys():
        yield f"{room}: “{_short(sentence.msgid)}” is in the catalogue, but nobody says it (./pendopo translate {room})"


def _wrong_places(entry: polib.POEntry) -> str:
    """A sentence with a place for %(number)s needs it in every translation, or it would break or lie."""
    needed = _places(entry.msgid) & _places(entry.msgid_plural or entry.msgid)
    allowed = _places(entry.msgid) | _places(entry.msgid_plural or "")
    for translation in entry.msgstr_plural.values() or [entry.msgstr]:
        there = _places(translation)
        if missing := needed - there:
            return f"the translation lacks {', '.join(sorted(missing))}"
        if unknown := there - allowed:
            return f"the translation has an unknown {', '.join(sorted(unknown))}"
    return ""


def _places(text: str) -> set[str]:
    return {match[0] for match in _PLACE.finditer(text)}


def _sentence(entry: polib.POEntry) -> Sentence:
    return Sentence(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")


def _entry(sentence: Sentence, known: Mapping[Sentence, polib.POEntry]) -> polib.POEntry:
    """A new entry. A sentence that only began to count, or stopped, keeps the translation it had."""
    entry = polib.POEntry(msgid=sentence.msgid, msgctxt=sentence.context or None, msgid_plural=sentence.plural)
    same = (old for old in known.values() if (old.msgid, old.msgctxt or "") == (sentence.msgid, sentence.context))
    old = next(same, None)
    words = (old.msgstr or old.msgstr_plural.get(0, "")) if old else ""
    if sentence.plural:
        entry.msgstr_plural = {0: words}
    else:
        entry.msgstr = words
    return entry


def _words_of(entry: polib.POEntry) -> str:
    return str(entry.msgstr or entry.msgstr_plural.get(0, ""))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 70 else text[:67] + "…"
