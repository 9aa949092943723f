"""Signing in and out, and setting the first password with an invitation."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.accounts.accept_invitation import PasswordTooEasy, accept_invitation, person_invited
from pendopo.accounts.models import User
from pendopo.accounts.passkeys import has_passkey
from pendopo.accounts.second_factor import has_second_factor
from pendopo.accounts.sessions import coarse, note_lease, note_place
from pendopo.accounts.sign_in import sign_in
from pendopo.directory.agency_doors import LEADING
from pendopo.directory.doors import MANAGING, posts_of
from pendopo.directory.models import Role
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError
from pendopo.web.account.device_words import device_words
from pendopo.web.account.passkey_site import site_of
from pendopo.web.account.pending import note_whether_due, wait_for_code
from pendopo.web.audience import Audience, audience
from pendopo.web.desk.demo_people import demo_people
from pendopo.web.desk.fields import wants_json
from pendopo.web.desk.forms import PasswordForm, SignInForm
from pendopo.web.desk.known_browser import known_browser, remember_person
from pendopo.web.desk.lease import desk_of_person, forget_lease
from pendopo.web.network import network_of


class DeskStillOpen(DomainError):
    code = "desk.still_open"
    message = _("Counter %(counter)s is still open in this browser. Close it first, then sign out.")


class CodeNeeded(DomainError):
    code = "accounts.code_needed"
    status = 401
    message = _("The password is right. Please type the code from your phone as well.")


@never_cache
@sensitive_post_parameters("sandi")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PUBLIC)
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Signs in with a session and goes on to where one wanted to be; with `lagi` also who is signed in already proves it anew."""
    if request.method != "POST":
        if request.user.is_authenticated and "lagi" not in request.GET:
            return redirect(_wanted(request, _wanted_by(request)))
        return ask(request)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return ask(request, form=form, status=422)
    email = form.cleaned_data["surel"]
    try:
        user = sign_in(
            email=email, password=form.cleaned_data["sandi"], at=clock.now(), network=network_of(request),
            browser=known_browser(request, email),
        )  # fmt: skip
    except DomainError as refusal:
        if wants_json(request):
            raise
        return ask(request, form=form, status=refusal.status, refusal=refusal)
    return go_on(request, user)


def ask(
    request: HttpRequest, *, form: SignInForm | None = None, status: int = 200, refusal: DomainError | None = None
) -> HttpResponse:
    """The page for signing in, with every way that is open here."""
    context = {
        "form": form or SignInForm(), "passkeys": site_of(request) is not None, "service": settings.OIDC.name if settings.OIDC else "",
        "refusal": refusal, "next": _wanted_by(request),
        "people": demo_people() if settings.DEMO else (), "demo_password": settings.DEMO_PASSWORD,
    }  # fmt: skip
    return render(request, "desk/sign_in.html", context, status=status)


def go_on(request: HttpRequest, user: User, *, wanted: str | None = None) -> HttpResponse:
    """In, or to the second step: who it is has been said, by password or from outside. `wanted` where the request does not say it."""
    wanted = _wanted_by(request) if wanted is None else wanted
    if not (has_second_factor(user) or has_passkey(user)):
        return come_in(request, user, wanted=wanted)
    wait_for_code(request, user, wanted=wanted[:500], at=clock.now())
    if wants_json(request):
        raise CodeNeeded
    return redirect("web:sign_in_code")


def come_in(request: HttpRequest, user: User, *, wanted: str | None = None) -> HttpResponse:
    """Make the session, once everything that is asked for was given."""
    at = clock.now()
    wanted = _wanted_by(request) if wanted is None else wanted
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    # A stranger's session, in which a passkey was asked for, is a short one.
    request.session.set_expiry(None)
    device = device_words(request.META.get("HTTP_USER_AGENT", "")[:400])
    note_place(request.session, device=device, network=coarse(network_of(request)), at=at)
    note_whether_due(request, user, at)
    response = HttpResponse(status=204) if wants_json(request) else redirect(_wanted(request, wanted))
    held = desk_of_person(request, user, at)
    if held is None:
        # Whoever sat here before left a desk open: the new one must not call visitors in that name.
        forget_lease(response)
    else:
        note_lease(request.session, held.id)
    remember_person(request, response, user.email)
    return response


def _wanted_by(request: HttpRequest) -> str:
    return str(request.POST.get("next") or request.GET.get("next", ""))


def _wanted(request: HttpRequest, wanted: str) -> str:
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    posts = posts_of(request.user, clock.now())
    if posts and all(post.role in (*MANAGING, *LEADING) for post in posts):
        return reverse("web:backoffice")
    if posts and all(post.role == Role.GREETER for post in posts):
        return reverse("web:greeter_entrance")
    if len(posts) == 1 and posts[0].role == Role.EXECUTIVE:
        return reverse("web:figures", args=[posts[0].mall.code])
    return reverse("web:posts")


@require_POST
@audience(Audience.SIGNED_IN)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Refused while this browser holds a counter, so that nobody walks away from waiting visitors unawares."""
    held = desk_of_person(request, request.user, clock.now())
    if held is not None:
        raise DeskStillOpen(counter=held.counter.number)
    logout(request)
    response = redirect("web:sign_in")
    forget_lease(response)
    return response


@never_cache
@sensitive_post_parameters("sandi", "ulangi")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.INVITED)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Sets the password and signs in."""
    at = clock.now()
    try:
        person = person_invited(token, at)
    except DomainError as refusal:
        return render(request, "desk/invitation_over.html", {"refusal": refusal}, status=refusal.status)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(token=token, password=form.cleaned_data["sandi"], at=at)
        except PasswordTooEasy as refusal:
            form.add_error("sandi", str(refusal))
        else:
            return go_on(request, user)
    status = 422 if form.errors else 200
    return render(request, "desk/invitation.html", {"form": form, "invited": person}, status=status)
