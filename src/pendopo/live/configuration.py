"""The few settings of the process without Django, from the same variables as `config.settings`."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pendopo.kernel.addresses import sqlite_file
from pendopo.kernel.network import Proxies, proxies_in

# A hall whose screens, desks and phones all come from one address fits in it.
STREAMS_PER_ADDRESS = 500
_YES = frozenset({"1", "true", "t", "yes", "y", "on"})


@dataclass(frozen=True, slots=True)
class Configuration:
    """`database_file` is set on SQLite, else `database_address` is PostgreSQL's. `page_origin` is empty when it follows the host.

    `secure` when pages come by HTTPS only.
    """

    keys_directory: Path
    database_file: Path | None
    database_address: str
    page_origin: str
    proxies: Proxies = ()
    streams_per_address: int = STREAMS_PER_ADDRESS
    secure: bool = False

    def allows(self, origin: str, *, host: str) -> bool:
        """Whether pages of this origin may listen: the configured one, or the port before ours on the same host."""
        if self.page_origin:
            return origin == self.page_origin
        page, ours = urlsplit(origin), urlsplit(f"//{host}")
        if self.secure and page.scheme != "https":
            return False
        try:
            usual = 443 if page.scheme == "https" else 80
            beside = (page.port or usual) + 1 == (ours.port or usual + 1)
            return beside and page.hostname is not None and page.hostname == ours.hostname
        except ValueError:
            return False


def configuration() -> Configuration:
    data = Path(os.environ.get("PENDOPO_DATA") or Path.cwd() / "var")
    address = os.environ.get("PENDOPO_DATABASE", "")
    pages = urlsplit(os.environ.get("PENDOPO_ADDRESS", ""))
    return Configuration(
        keys_directory=Path(os.environ.get("PENDOPO_KEYS") or data / "keys"),
        database_file=sqlite_file(address, data_directory=data),
        database_address=address,
        page_origin=f"{pages.scheme}://{pages.netloc}" if pages.netloc else "",
        proxies=proxies_in(os.environ.get("PENDOPO_PROXIES", "")),
        secure=os.environ.get("PENDOPO_HTTPS", "").strip().lower() in _YES,
        streams_per_address=int(os.environ.get("PENDOPO_STREAMS_PER_ADDRESS") or STREAMS_PER_ADDRESS),
    )
