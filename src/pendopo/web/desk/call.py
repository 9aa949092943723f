"""Calling the next visitor: the one hot address of this room.

For a script (Accept: application/json) nothing happens but the verb's own statement, which checks the lease itself. A person's
page then reads the desk.
"""

from datetime import datetime
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pendopo.kernel import clock
from pendopo.queue.call_next import Called, NobodyWaiting, call_next
from pendopo.queue.holding import DeskPaused
from pendopo.queue.models import DeskLease
from pendopo.web.audience import Audience, audience
from pendopo.web.desk.fields import the_key, wants_json
from pendopo.web.desk.lease import desk_in, lease_shown
from pendopo.web.desk.screen import answer


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.DESK)
def call(request: HttpRequest) -> HttpResponse:
    at, key = clock.now(), the_key(request.POST)
    if request.method != "POST":
        # Without JavaScript this address stands in the browser after a call: asked for again, it shows the desk.
        return answer(request, at, lambda _desk: None)
    if not wants_json(request):
        return answer(request, at, lambda desk: call_for(request, desk, at, key))
    called = call_for(request, None, at, key)
    document = {
        "ticket": called.ticket, "number": called.label, "state": "called", "counter": called.counter,
        "waited_seconds": called.waited_seconds, "repeated": called.repeated,
    }  # fmt: skip
    return HttpResponse(orjson.dumps(document), content_type="application/json", headers={"Cache-Control": "no-store"})


def call_for(request: HttpRequest, desk: DeskLease | None, at: datetime, key: UUID | None) -> Called:
    """Call next; a desk whose pause is over by the clock is open again, even if nobody has looked since."""
    lease, secret_hash = lease_shown(request)
    try:
        return call_next(lease=lease, secret_hash=secret_hash, at=at, command_key=key)
    except NobodyWaiting:
        # Whoever waits for visitors in vain is there all the same; a call that succeeds shows it by its visitor.
        if desk is None:
            desk_in(request, at)
        raise
    except DeskPaused:
        if desk is not None or desk_in(request, at).state == "paused":
            raise
        return call_next(lease=lease, secret_hash=secret_hash, at=at, command_key=key)
