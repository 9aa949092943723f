"""`python -m pendopo COMMAND`; the launcher `./pendopo` calls this."""

from pendopo.config.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
