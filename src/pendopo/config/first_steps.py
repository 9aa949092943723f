"""What to open, and what to do next, said when the pages answer. `python -m pendopo.config.first_steps ADDRESS [EMAIL]`."""

import sys
from collections.abc import Iterator

from pendopo.config.cli import start_django


def main() -> None:
    address, email = (*sys.argv[1:], "")[:2]
    start_django()
    print("\n" + "\n".join(lines(address, email)) + "\n", flush=True)


def lines(address: str, email: str) -> Iterator[str]:
    """Addresses of the malls; for an installation nobody has entered yet, its first administrator's one-time link."""
    from django.utils.translation import gettext as _

    from pendopo.config.tls.telling import trust_lines
    from pendopo.directory.first_administrator import invite_first_administrator
    from pendopo.directory.models import Mall
    from pendopo.kernel.clock import now

    malls = list(Mall.objects.order_by("name"))
    yield _("Pendopo is open: %(address)s") % {"address": address}
    if len(malls) > 1:
        yield from (f"  {mall.name}: {address}/m/{mall.code}/" for mall in malls)
    yield _("Officers and administrators sign in at %(address)s/masuk") % {"address": address}
    yield from trust_lines(address)
    first = invite_first_administrator(email=email, at=now())
    if first:
        words = {"address": address, "token": first.token, "email": first.email}
        yield ""
        yield _("The first administrator opens this link, once, within 7 days:")
        yield f"  {address}/undangan/{first.token}"
        yield _("and signs in as %(email)s from then on.") % words
    if not malls:
        yield ""
        yield _("There is no mall yet. At %(address)s/kelola/ the first day is gone through step by step.") % {
            "address": address
        }
        yield _("With a workbook it is quicker: ./pendopo import --template mal.xlsx, then ./pendopo import mal.xlsx")
    yield ""
    yield _("Stop it with Ctrl+C. If something looks wrong: ./pendopo doctor")


if __name__ == "__main__":
    main()
