"""`./pendopo invite EMAIL`: a link for whom nobody can invite by the page, given by the operator of the machine."""

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from pendopo.config.cli import start_django

if TYPE_CHECKING:
    from pendopo.accounts.models import User

HELP = "Give a person who has a post a one-time link that sets the password: the only administrator forgot it, or works in two malls."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the address with which the person signs in")
    parser.add_argument(
        "--forget-code",
        action="store_true",
        help="signing in asks for no second step any more: phone, passkeys and paper are lost",
    )
    parser.add_argument(
        "--address", default="", help="how people reach the pages (PENDOPO_ADDRESS, else http://127.0.0.1:8000)"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings
    from django.utils.translation import gettext as _

    from pendopo.accounts.invite import LINK_VALID_FOR, invite
    from pendopo.accounts.models import User
    from pendopo.config.cli._master_data import has_tables
    from pendopo.directory.doors import may_found_mall, posts_to_come
    from pendopo.kernel.clock import now

    at = now()
    person = User.objects.filter(email=arguments.email.strip().lower()).first() if has_tables() else None
    if person is None or not (posts_to_come(person, at) or may_found_mall(person)):
        words = {"email": arguments.email}
        print(
            _("%(email)s has no post here. Write one into the sheet Petugas, import it, and invite again.") % words,
            file=sys.stderr,
        )
        return 2
    if arguments.forget_code and _forget(person, at):
        print(_("Signing in asks %(name)s for no code any more.") % {"name": person.name})
    invited = invite(person=person, at=at, actor="system")
    address = (arguments.address or settings.PUBLIC_ADDRESS or "http://127.0.0.1:8000").rstrip("/")
    print(_("%(name)s opens this link, once, within %(days)s days:") % {"name": person.name, "days": LINK_VALID_FOR.days})
    print(f"  {address}/undangan/{invited.token}")
    return 0


def _forget(person: "User", at: datetime) -> bool:
    from pendopo.accounts.passkeys import remove_passkeys
    from pendopo.accounts.second_factor import remove_second_factor

    passkeys = remove_passkeys(person=person, at=at, actor="system")
    return remove_second_factor(person=person, at=at, actor="system") or bool(passkeys)
