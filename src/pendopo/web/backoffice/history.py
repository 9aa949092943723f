"""Who changed what by hand, for the auditor: to read, with nothing to press. Those who run the mall see it beside each thing."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.catalogue.changes.reads import changes_by_page
from pendopo.directory.doors import audited_mall_for
from pendopo.kernel import clock
from pendopo.web.audience import Audience, audience
from pendopo.web.backoffice.room import show
from pendopo.web.backoffice.told_changes import told_changes


@require_safe
@audience(Audience.AUDITOR)
def history(request: HttpRequest, mall: str) -> HttpResponse:
    at = clock.now()
    found = audited_mall_for(request.user, mall, at)
    written = request.GET.get("hal", "")
    page = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
    with timezone.override(clock.zone(found.time_zone)):
        cards, more = changes_by_page(found, page)
        # Without the menu of the back office, whose rooms are not there for an auditor.
        context = {
            "told": told_changes(cards), "page": page, "earlier": page + 1 if more else None, "audited": found.code, "mall_code": "",
            "person": {"name": str(request.user), "role": ""}, "home_url": "/pos",
        }  # fmt: skip
        return show(request, "history.html", context, mall=found, at=at)
