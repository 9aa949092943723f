"""`./pendopo translate`: bring the Indonesian catalogues up to date with the code, and compile them."""

import argparse

HELP = "Bring the Indonesian catalogues up to date with code and templates, and compile them."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="only these, for example queue or web/kiosk (default: all)")


def run(arguments: argparse.Namespace) -> int:
    from pendopo.config.translating.catalogues import bring_up_to_date, rooms

    found = rooms()
    chosen = [room.strip("/").removeprefix("src/pendopo/") for room in arguments.rooms] or list(found)
    if unknown := [room for room in chosen if room not in found]:
        print(f"No such room: {', '.join(unknown)}. There are: {', '.join(found)}.")
        return 2
    missing = 0
    for room in chosen:
        untranslated = bring_up_to_date(room, found[room]).untranslated_entries()
        missing += len(untranslated)
        print(f"{room:<18} {len(found[room]):4} sentences, {len(untranslated)} to translate")
        for entry in untranslated:
            print(f"    {entry.msgid!r}")
    return 1 if missing else 0
