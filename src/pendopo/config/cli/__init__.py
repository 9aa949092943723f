"""The command line: one module per command.

A command module has `HELP` (one sentence), `add_arguments(parser)` and `run(arguments) -> int`, and imports Django only inside
`run`, so that `./pendopo --help` is instant. `journal verify` is the module `journal_verify`, `move-database` is `move__database`.
"""

import argparse
import importlib
import os
import pkgutil
import select
import sys
from collections.abc import Sequence
from types import ModuleType

# As a shell reports a program that SIGPIPE ended: whoever read what we print, `head` say, has left.
_UNREAD = 128 + 13


def command_modules() -> dict[str, str]:
    """Every command and its module: `journal verify` → `pendopo.config.cli.journal_verify`."""
    return {
        module.name.replace("__", "-").replace("_", " "): f"{__name__}.{module.name}"
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        try:
            return _run(list(sys.argv[1:] if argv is None else argv))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        if not _nobody_reads():
            raise
        return _UNREAD


def _run(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")
    modules = command_modules()
    name = _command_named(words, modules)
    if name is None:
        _print_help(modules)
        return 0 if not words or words[0] in {"-h", "--help", "help"} else 2
    command = importlib.import_module(modules[name])
    parser = argparse.ArgumentParser(prog=f"./pendopo {name}", description=command.HELP)
    command.add_arguments(parser)
    arguments, rest = parser.parse_known_args(words[len(name.split()) :])
    if rest and not getattr(command, "TAKES_MORE_ARGUMENTS", False):
        parser.error(f"unknown: {' '.join(rest)}")
    arguments.rest = rest
    try:
        return int(command.run(arguments) or 0)
    except KeyboardInterrupt:
        return 130


def _nobody_reads() -> bool:
    """Whether it was our own output that nobody reads any more; what is left of it then goes nowhere, without a word."""
    ours = select.poll()
    ours.register(sys.stdout, select.POLLOUT)
    if not any(state & (select.POLLERR | select.POLLHUP) for _file, state in ours.poll(0)):
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


def start_django() -> None:
    """Load settings and applications; called by commands that touch the database."""
    import django

    django.setup()


def _command_named(words: Sequence[str], modules: dict[str, str]) -> str | None:
    for length in (2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in modules:
            return name
    return None


def _print_help(modules: dict[str, str]) -> None:
    print("./pendopo COMMAND [--help]\n")
    for name, path in sorted(modules.items()):
        module: ModuleType = importlib.import_module(path)
        print(f"  {name:<16} {module.HELP}")
