"""`python -m pendopo.config.checking NAME`: run one check, print its faults."""

import importlib
import sys

from pendopo.config.cli import start_django


def main(name: str) -> int:
    start_django()
    faults = list(importlib.import_module(f"pendopo.config.checking.{name}").faults())
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
