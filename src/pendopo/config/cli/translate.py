"""`./pendopo translate`: bring the catalogues up to date with the code, and compile them; begin those of a regional language."""

import argparse

HELP = "Bring the catalogues up to date with code and templates, and compile them; --language begins a regional language."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="only these, for example queue or web/kiosk (default: all)")
    parser.add_argument(
        "--language", metavar="CODE", help="begin or list a regional language (jv, su, …), for kiosk, ticket and display"
    )


def run(arguments: argparse.Namespace) -> int:
    from pendopo.config.translating.catalogues import bring_up_to_date, regional_languages, rooms

    found = rooms()
    chosen = [room.strip("/").removeprefix("src/pendopo/") for room in arguments.rooms] or list(found)
    if unknown := [room for room in chosen if room not in found]:
        print(f"No such room: {', '.join(unknown)}. There are: {', '.join(found)}.")
        return 2
    if arguments.language:
        return _regional(arguments.language)
    missing = 0
    for room in chosen:
        untranslated = bring_up_to_date(room, found[room]).untranslated_entries()
        missing += len(untranslated)
        print(f"{room:<18} {len(found[room]):4} sentences, {len(untranslated)} to translate")
        for entry in untranslated:
            print(f"    {entry.msgid!r}")
        for language in regional_languages(room):
            bring_up_to_date(room, found[room], language=language)
    return 1 if missing else 0


def _regional(language: str) -> int:
    """Make the catalogues where there are none yet, compile them, and say where they lie and how much is left."""
    from pendopo.config.translating.catalogues import SIGNED_BY, bring_up_to_date, catalogue_in, rooms
    from pendopo.web.languages import REGIONAL, ROOMS

    if language not in REGIONAL:
        names = ", ".join(f"{code} ({own})" for code, (_name, own) in REGIONAL.items())
        print(
            f"No regional language is called {language}. There are: {names}. Another one is a line in src/pendopo/web/languages.py."
        )
        return 2
    found = rooms()
    for room in (f"web/{name}" for name in ROOMS):
        catalogue = bring_up_to_date(room, found[room], language=language)
        signed = catalogue.metadata.get(SIGNED_BY) or "nobody yet: shown as a draft"
        print(f"{catalogue_in(room, language)}")
        print(f"    {catalogue.percent_translated()} % of {len(catalogue)} sentences; signed by {signed}")
    return 0
