"""Signing in with a passkey: in place of the password, or as its second step. Without scripts the password and the code stay."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pendopo.accounts.models import User
from pendopo.accounts.passkeys import PasskeyRefused, ask_for_passkey, note_signed_in, person_by_passkey
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError
from pendopo.web.account.code import code_screen
from pendopo.web.account.passkey_site import asked_before, remember_asked, site_of
from pendopo.web.account.pending import forget_waiting, waited_for
from pendopo.web.audience import Audience, audience
from pendopo.web.desk.sign_in import ask, come_in

_PURPOSE = "sign in"
# A stranger's question is kept no longer than it may be answered.
_STRANGERS_SESSION_SECONDS = 600


@never_cache
@require_POST
@audience(Audience.PUBLIC)
def begin(request: HttpRequest) -> HttpResponse:
    """Who has given the password already is asked for the own passkeys only."""
    at, site = clock.now(), site_of(request)
    if site is None:
        raise PasskeyRefused
    waiting = waited_for(request, at)
    asked = ask_for_passkey(site=site, person=waiting[0] if waiting else None)
    if not request.user.is_authenticated and not waiting:
        request.session.set_expiry(_STRANGERS_SESSION_SECONDS)
    remember_asked(request, asked, purpose=_PURPOSE, at=at)
    return HttpResponse(asked.options, content_type="application/json")


@never_cache
@require_POST
@audience(Audience.PUBLIC)
def sign_in(request: HttpRequest) -> HttpResponse:
    at, site = clock.now(), site_of(request)
    waiting = waited_for(request, at)
    expected: User | None = waiting[0] if waiting else None
    try:
        if site is None:
            raise PasskeyRefused
        challenge = asked_before(request, purpose=_PURPOSE, at=at)
        answer = request.POST.get("jawaban", "")[:20_000]
        person = person_by_passkey(answer=answer, challenge=challenge, site=site, at=at, person=expected)
    except DomainError as refusal:
        return code_screen(request, refusal=refusal) if waiting else ask(request, refusal=refusal, status=refusal.status)
    if waiting is None:
        note_signed_in(person=person, way="passkey", at=at)
    forget_waiting(request)
    return come_in(request, person)
