"""The other end of a move: fill the empty database of these settings from what comes through the pipe.

`python -m pendopo.config.keeping.receive`. A process of its own, since a process knows one database. It answers with one line of
JSON; a refusal is its last line on the other channel.
"""

import sys

import orjson

from pendopo.config.cli import start_django


def main() -> int:
    start_django()
    from django.db import connection

    from pendopo.config.keeping.container import ContainerReader
    from pendopo.config.keeping.empty_place import database_name, empty_place
    from pendopo.config.keeping.faults import trouble_said
    from pendopo.config.keeping.load_installation import load_installation, prove_readable
    from pendopo.config.keeping.rows import fingerprints
    from pendopo.kernel.clock import now
    from pendopo.kernel.errors import DomainError

    try:
        with trouble_said(database_name()), empty_place(overwrite=False, at=now()):
            loaded = load_installation(ContainerReader(sys.stdin.buffer), folders=None, progress=_silent)
            prove_readable(loaded, progress=_silent, folders=None)
    except DomainError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    found = fingerprints(connection, progress=_silent)
    # As text: the sums are larger than JSON's numbers.
    tables = {name: [rows, str(total)] for name, (rows, total) in found.items()}
    sys.stdout.buffer.write(orjson.dumps({"tables": tables, "migrated_seconds": loaded.migrated_seconds}))
    return 0


def _silent(_step: str, _done: int, _of: int) -> None:
    pass


if __name__ == "__main__":
    raise SystemExit(main())
