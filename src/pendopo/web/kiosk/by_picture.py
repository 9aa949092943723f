"""Choosing by picture, for who cannot read: a pictogram for what it is about, then one for each service."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from pendopo.kernel.clock import zone
from pendopo.kernel.errors import NotFound
from pendopo.queue.reads.kiosk import kiosk_found, kiosk_names
from pendopo.web.audience import Audience, audience
from pendopo.web.kiosk.pages import _picks
from pendopo.web.kiosk.pictures import picture_of
from pendopo.web.kiosk.room import Kiosk, kiosk_page, show

_PER_PAGE: Final = 9
#: Icon → what it stands for, in a word or two that are also read aloud. In the order in which they are shown.
TOPICS: Final[dict[str, str | Promise]] = {
    "id-card": "KTP",
    "baby": _("Birth, children"),
    "users": _("Family, moving"),
    "heart-handshake": _("Marriage"),
    "flower-2": _("Death"),
    "heart-pulse": _("Health"),
    "car": _("Car, motorcycle"),
    "plane": _("Passport"),
    "shield-check": _("Police, law"),
    "house": _("House, land"),
    "store": _("Business"),
    "briefcase": _("Work"),
    "wallet": _("Tax, paying"),
    "hand-heart": _("Social help"),
    "accessibility": _("Disability"),
    "landmark": _("Court"),
    "file-text": _("Other letters"),
}


@dataclass(frozen=True, slots=True)
class Topic:
    icon: str
    name: str | Promise


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def by_picture(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """All topics of this mall; with `gambar` in the address the services of one. Raises NotFound."""
    about: dict[str, list[str]] = defaultdict(list)
    for named in kiosk_names(kiosk.mall, kiosk.at):
        about[picture_of(named.name, named.category)].append(named.code)
    chosen = request.GET.get("gambar")
    if chosen is None:
        topics = [Topic(icon, name) for icon, name in TOPICS.items() if icon in about]
        return show(request, kiosk, "by_picture.html", {"topics": topics})
    if chosen not in about:
        raise NotFound
    page = Paginator(about[chosen], _PER_PAGE).get_page(request.GET.get("page"))
    today = kiosk.at.astimezone(zone(kiosk.mall.time_zone)).date()
    picks = _picks(kiosk_found(kiosk.mall, list(page), kiosk.at), today)
    context = {"chosen": Topic(chosen, TOPICS[chosen]), "page": page, "picks": picks, "query": f"gambar={chosen}&"}
    return show(request, kiosk, "by_picture.html", context)
