"""`./pendopo voice`: which words of a mall's calls nobody says yet, and what a call would sound like."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pendopo.config.cli import start_django

if TYPE_CHECKING:
    from pendopo.directory.models import Mall

HELP = "Say which words of each mall's calls no clip says; --say A-047 --counter 3A spells one call out."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mall", nargs="?", default="", help="code of the mall (all of them)")
    parser.add_argument("--say", default="", metavar="NUMBER", help="spell out the call of a number such as A-047")
    parser.add_argument("--counter", default="3", help="with --say: the counter as its sign is written (3)")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.utils.translation import gettext as _

    from pendopo.config.cli._master_data import has_tables
    from pendopo.directory.models import Mall

    malls = Mall.objects.order_by("code") if has_tables() else Mall.objects.none()
    if arguments.mall and not (malls := malls.filter(code=arguments.mall)):
        print(_("There is no mall %(code)s here.") % {"code": arguments.mall}, file=sys.stderr)
        return 2
    complete = True
    for mall in malls:
        print(mall.name)
        if arguments.say:
            for line in _spelled(mall, arguments.say, arguments.counter):
                print(f"  {line}")
            continue
        for line, lacking in _state(mall):
            complete = complete and not lacking
            print(f"  {'✗' if lacking else '✓'} {line}")
    return 0 if complete else 1


def _state(mall: "Mall") -> Iterator[tuple[str, bool]]:
    """A line for each language the mall speaks, and whether words are missing."""
    from django.utils.translation import gettext as _

    from pendopo.voice.settings_of import voice_of
    from pendopo.voice.words import OwnClip, missing_words, signs_of, sources_of

    voice, signs = voice_of(mall), signs_of(mall)
    sources = sources_of(mall, [language.code for language in voice.languages])
    if not voice.languages:
        yield _("Speaks no language: gong and text only."), False
    for language in voice.languages:
        own = sum(isinstance(clip, OwnClip) for clip in sources[language.code].values())
        facts = {"language": language.name, "own": own, "all": len(sources[language.code])}
        yield _("%(language)s: %(all)s words, %(own)s of them recorded by the mall, the others synthetic") % facts, False
        for word in missing_words(language, signs, sources[language.code]):
            words = {"language": language.name, "word": word.word, "signs": ", ".join(word.needed_for)}
            yield _("%(language)s: nobody says “%(word)s”, needed for %(signs)s") % words, True


def _spelled(mall: "Mall", number: str, counter: str) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from pendopo.voice.settings_of import voice_of
    from pendopo.voice.wording import Announcement, phrases

    prefix, _dash, digits = number.rpartition("-")
    if not digits.isdecimal():
        raise SystemExit(_("Please write a number as it stands on a ticket, such as A-047."))
    voice = voice_of(mall)
    call = Announcement(prefix.upper(), int(digits), counter)
    for language in voice.languages:
        said = ", ".join(" ".join(phrase) for phrase in phrases(language, call, voice.reading))
        yield f"{language.code}: {said}"
