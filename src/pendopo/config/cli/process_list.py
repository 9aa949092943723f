"""`./pendopo process list`: the processes that come with Pendopo."""

import argparse

from pendopo.config.cli import start_django

HELP = "List the processes that come with Pendopo, and how many steps each has."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(_arguments: argparse.Namespace) -> int:
    start_django()
    from pendopo.workflow.shipped import shipped
    from pendopo.workflow.text_form import text_form

    for name, process in sorted(shipped().items()):
        print(f"{name:<20} {len(text_form(process)):>3}  {process.name}")
    return 0
