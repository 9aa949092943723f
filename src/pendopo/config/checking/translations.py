"""Every sentence has its Indonesian, every catalogue is compiled, and Django reads every one of them."""

from collections.abc import Iterator
from pathlib import Path

from pendopo.config.translating import catalogues


def faults() -> Iterator[str]:
    from django.apps import apps
    from django.conf import settings

    rooms = catalogues.rooms()
    yield from catalogues.faults(rooms)
    read = {Path(path).resolve() for path in settings.LOCALE_PATHS}
    read |= {Path(config.path, "locale").resolve() for config in apps.get_app_configs()}
    for room in rooms:
        if (catalogues.PACKAGE / room / "locale").resolve() not in read:
            yield f"{room}: Django does not read its catalogue (name it in settings.LOCALE_PATHS)"
