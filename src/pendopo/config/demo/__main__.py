"""`python -m pendopo.config.demo MALL [alone]`: make a demo's data, in a process of its own whose memory is gone afterwards."""

import sys
from pathlib import Path

from pendopo.config.cli import start_django


def main(code: str, *, alone: bool) -> None:
    start_django()
    from django.conf import settings

    from pendopo.config.demo import prepare
    from pendopo.config.demo.folder import demo_folder
    from pendopo.config.demo.malls import shipped_malls
    from pendopo.config.static_files import collect_static_files
    from pendopo.directory.models import Mall
    from pendopo.kernel.clock import now

    at = now()
    prepare.make_tables()
    prepare.fill(demo_folder(Path(settings.DATA_DIRECTORY)), [code] if alone else [code, *shipped_malls()], at=at)
    prepare.open_around_the_clock(Mall.objects.get(code=code), at=at)
    collect_static_files()


if __name__ == "__main__":
    main(sys.argv[1], alone=sys.argv[2:] == ["alone"])
