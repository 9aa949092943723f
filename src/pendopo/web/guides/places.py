"""Where the help of each screen leads: the guide of its role, at the right place."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse

#: By the name of the screen's address; a room's own guide for what is not named.
PLACES: Mapping[str, tuple[str, str]] = {
    "sign_in": ("loket", "masuk"), "invitation": ("loket", "masuk"), "posts": ("loket", "buka"), "desk": ("loket", "panggil"),
    "switchboard": ("kelola", "hari-ini"), "rehearsal_begin": ("kelola", "gladi"), "live_hall": ("kelola", "aula"),
    "backoffice": ("admin", "hari-pertama"), "first_day": ("admin", "hari-pertama"), "first_steps": ("admin", "hari-pertama"),
    "found_mall": ("admin", "buku-kerja"), "workbook": ("admin", "buku-kerja"), "data": ("admin", "data"),
    "things": ("admin", "data"), "thing": ("admin", "mengubah"), "thing_add": ("admin", "mengubah"), "people": ("admin", "petugas"),
    "invite_person": ("admin", "petugas"), "screens": ("ti", "layar"), "screen_offer": ("ti", "layar"), "printers": ("ti", "printer"),
    "voice": ("ti", "suara"), "roster": ("kelola", "jaga"), "greeter": ("sambut", "pindai"), "greeter_number": ("sambut", "nomor"),
    "greeter_paper": ("sambut", "bloknot"), "greeter_pad": ("sambut", "bloknot"),
    "greeter_lines": ("sambut", "antrean"), "greeter_requests": ("sambut", "bantuan"),
}  # fmt: skip
_OF_ROOM: Mapping[str, str] = {"desk": "loket", "greeter": "sambut", "oversight": "kelola", "backoffice": "admin"}


def help_address(request: HttpRequest) -> str:
    """The address of the fitting place in a guide; the list of guides where none fits."""
    match = getattr(request, "resolver_match", None)
    name = (match.url_name or "") if match else ""
    guide, anchor = PLACES.get(name, ("", ""))
    if not guide and match:
        parts = match.func.__module__.split(".")
        guide = next((_OF_ROOM[part] for part in parts if part in _OF_ROOM), "")
    if not guide:
        return reverse("web:guides")
    return reverse("web:guide", args=[guide]) + (f"#{anchor}" if anchor else "")
