"""The roles a lane may be owned by: what somebody does for a case, in whichever agency serves it (DOMAIN: typical processes).

Which person of which agency holds a role is said by posts, above this package. `applicant` is whoever applies: a case whose
step is his waits for him, and the agency's clock stands still.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

ROLES: Final[Mapping[str, str | Promise]] = {
    "applicant": _("Applicant"),
    "front_office": _("Front office"),
    "back_office": _("Back office"),
    "validator": _("Validator"),
    "section_head": _("Head of section"),
    "agency_head": _("Head of the agency"),
    "technical_agency": _("Technical agency"),
    "spatial_agency": _("Agency for public works and spatial planning"),
    "environment_agency": _("Environment agency"),
    "health_agency": _("Health agency"),
    "inspector": _("Field inspector"),
    "treasurer": _("Fee assessor"),
    "licensing_agency": _("Licensing agency"),
    "neighbourhood": _("Heads of neighbourhood (RT/RW)"),
    "village": _("Village office"),
    "district": _("District office"),
    "insurance": _("Health insurance (BPJS)"),
    "vertical_agency": _("Agency with a system of its own"),
}


def role_named(text: str) -> str:
    """The role a lane means, by its key or by its name in Indonesian or English; else the text itself, for the check to name."""
    wanted = " ".join(text.split()).casefold()
    if wanted in ROLES:
        return wanted
    for language in ("id", "en"):
        with override(language):
            for key, name in ROLES.items():
                if str(name).casefold() == wanted:
                    return key
    return text.strip()


def role_name(key: str) -> str:
    """How the role is called in the language of the reader; an unknown one by its own text."""
    return str(ROLES.get(key, key))
