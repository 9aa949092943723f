"""The tables as the models say them are the tables as the migrations make them."""

import io
from collections.abc import Iterator


def faults() -> Iterator[str]:
    from django.core.management import call_command
    from django.core.management.base import CommandError

    said = io.StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        yield "a migration is missing (python -m django makemigrations --name what_it_does):\n" + said.getvalue().strip()
    except CommandError as error:  # two leaves, for example
        yield str(error)
