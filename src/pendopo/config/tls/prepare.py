"""Have the certificate ready before the servers start. `python -m pendopo.config.tls.prepare LISTENS_ON`; status 1 refuses."""

import sys
from pathlib import Path

from pendopo.config.cli import start_django


def main() -> int:
    start_django()
    from django.conf import settings

    from pendopo.config.tls.certificates import fault_of, present_tls
    from pendopo.kernel.clock import now

    tls, at = present_tls(), now()
    if tls is None:
        return 0
    if tls.own and (refusal := _made(Path(settings.KEYS_DIRECTORY), listens_on=(*sys.argv[1:], "")[0])):
        print("\n".join(f"✗ {line}" for line in refusal), file=sys.stderr)
        return 1
    fault = fault_of(tls, at)
    if fault is not None:
        print(f"✗ {fault.sentence}\n  {fault.advice}", file=sys.stderr)
    return 0 if fault is None or fault.serves else 1


def _made(keys: Path, *, listens_on: str) -> list[str]:
    """What stands in the way of a certificate of our own; empty when it is there."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from pendopo.config.tls.names import found_names, wanted_names
    from pendopo.kernel.authority import BeyondAuthority, ensure_certificate
    from pendopo.kernel.clock import now

    wanted = wanted_names(hosts=settings.ALLOWED_HOSTS, public_address=settings.PUBLIC_ADDRESS, listens_on=listens_on)
    try:
        ensure_certificate(keys=keys, wanted=wanted, found=found_names(), at=now())
    except BeyondAuthority as beyond:
        words = {"name": beyond.name, "file": keys / "authority.key"}
        return [
            _("The own authority was made without the name %(name)s and may not vouch for it.") % words,
            _("Move %(file)s away, start again, and let every device trust the new one (page /percaya).") % words,
        ]
    return []


if __name__ == "__main__":
    sys.exit(main())
