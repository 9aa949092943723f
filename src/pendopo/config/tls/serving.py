"""Whether this installation answers for HTTPS itself, and with which certificate. Without Django: `up` decides before it is loaded."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from pendopo.kernel.authority import SERVER, SERVER_KEY

_YES = frozenset({"1", "true", "t", "yes", "y", "on"})


@dataclass(frozen=True, slots=True)
class Tls:
    """Files of the certificate (with those above it) and of its key; `own` when our own authority makes them."""

    certificate: Path
    key: Path
    own: bool

    def environment(self) -> dict[str, str]:
        """What every process of the installation is told."""
        if self.own:
            return {"PENDOPO_HTTPS": "true", "PENDOPO_OWN_AUTHORITY": "true"}
        return {
            "PENDOPO_HTTPS": "true", "PENDOPO_CERTIFICATE": str(self.certificate), "PENDOPO_CERTIFICATE_KEY": str(self.key)
        }  # fmt: skip

    def changed_at(self) -> float:
        """When one of the files was last replaced; 0.0 while one is missing, as in the middle of a replacement."""
        try:
            return max(self.certificate.stat().st_mtime, self.key.stat().st_mtime)
        except FileNotFoundError:
            return 0.0


def serving(environment: Mapping[str, str], *, keys: Path, host: str = "127.0.0.1", wish: bool | None = None) -> Tls | None:
    """A given certificate is always used. Without one our own authority's is, when wished for, or when people come over the network
    and no proxy was named that answers for HTTPS. `wish` False: none at all."""
    if wish is False:
        return None
    given = environment.get("PENDOPO_CERTIFICATE", "")
    if given:
        return Tls(Path(given), Path(environment.get("PENDOPO_CERTIFICATE_KEY") or given), own=False)
    behind_proxy = is_yes(environment.get("PENDOPO_HTTPS", "")) or bool(environment.get("PENDOPO_PROXIES"))
    ours = is_yes(environment.get("PENDOPO_OWN_AUTHORITY", ""))
    if wish or ours or not (behind_proxy or _is_this_machine(host)):
        return Tls(keys / SERVER, keys / SERVER_KEY, own=True)
    return None


def serving_here() -> Tls | None:
    """For a program that is started by itself: as its environment says."""
    data = Path(os.environ.get("PENDOPO_DATA") or "var").resolve()
    return serving(os.environ, keys=Path(os.environ.get("PENDOPO_KEYS") or data / "keys"))


def is_yes(written: str) -> bool:
    return written.strip().lower() in _YES


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
