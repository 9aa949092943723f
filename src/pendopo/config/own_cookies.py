"""Cookies of this installation alone, where several share a host name.

A browser keeps cookies by host, whatever the port: two demos on 127.0.0.1 would sign each other's people out and take each other's
kiosks and counters away. At the door, and nowhere else, the names of cookies that say who somebody is get the installation's mark.
"""

from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

# Session, form token, lease, kiosk, display, visits, presence in the hall, people of a browser. Languages and looks may be shared;
# the streams' cookies are named after their screens.
NAMES = frozenset({"sesi", "tanda", "meja", "kios", "layar", "kunjungan", "aula", "dikenal"})


def own_cookies(mark: str) -> Callable[[Wsgi], Wsgi]:
    """Decorate the application; without a mark it stays as it is."""

    def decorate(application: Wsgi) -> Wsgi:
        if not mark:
            return application

        def at_the_door(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if sent := environ.get("HTTP_COOKIE"):
                environ["HTTP_COOKIE"] = _read(sent, f"-{mark}")

            def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
                return start_response(status, [_written(name, value, f"-{mark}") for name, value in headers], *more)

            return application(environ, begin)

        return at_the_door

    return decorate


def _read(sent: str, ending: str) -> str:
    """What a browser sends, by plain names: ours in place of any that stands without a mark."""
    found: dict[str, str] = {}
    ours: dict[str, str] = {}
    for pair in sent.split(";"):
        name, _sign, value = pair.strip().partition("=")
        bare = name.removesuffix(ending)
        if bare != name and bare in NAMES:
            ours[bare] = value
        else:
            found.setdefault(name, value)
    return "; ".join(f"{name}={value}" for name, value in (found | ours).items())


def _written(name: str, value: str, ending: str) -> tuple[str, str]:
    if name.lower() != "set-cookie":
        return name, value
    cookie, sign, rest = value.strip().partition("=")
    return name, f"{cookie}{ending if cookie in NAMES else ''}{sign}{rest}"
