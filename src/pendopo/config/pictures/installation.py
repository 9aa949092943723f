"""The throw-away installation: the usual processes, with servers whose clock stands."""

from pendopo.config.supervisor import Installation

_STANDING = {
    "pendopo.config.wsgi:application": "pendopo.config.pictures.web:application",
    "pendopo.live.app:application": "pendopo.config.pictures.live:application",
}


class PicturedInstallation(Installation):
    """As any other, on SQLite."""

    __slots__ = ()

    def programs(self) -> dict[str, list[str]]:
        programs = Installation.programs(self)
        return {name: [_STANDING.get(word, word) for word in words] for name, words in programs.items()}
