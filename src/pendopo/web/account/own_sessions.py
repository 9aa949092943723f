"""Where one is signed in: end one place, or all but this browser."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pendopo.accounts.sessions import places_of
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.queue.end_sessions import end_sessions
from pendopo.web.account.own import person_of
from pendopo.web.audience import Audience, audience


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def end_one(request: HttpRequest, place: UUID) -> HttpResponse:
    """One's own only. Of this very browser it is signing out, which the page does not offer here."""
    person, at = person_of(request), clock.now()
    if all(one.id != place for one in places_of(person, here=None, at=at)):
        raise NotFound
    end_sessions(person=person, at=at, actor=f"officer:{person.pk}", only=place)
    return redirect("web:account")


@never_cache
@require_POST
@audience(Audience.SIGNED_IN)
def end_others(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    end_sessions(person=person, at=clock.now(), actor=f"officer:{person.pk}", but=request.session.session_key)
    return redirect("web:account")
