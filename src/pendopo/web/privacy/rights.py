"""The rights of a visitor, fulfilled at a counter: with the visitor's paper or phone in hand, its code is typed, all that is held is
shown, and given as a copy, corrected or erased. The code stands in no address: every step is posted.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.catalogue.models import PriorityClass
from pendopo.directory.models import Mall
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import readable_code
from pendopo.privacy.copy_visit import STAFF, copy_of, give_copy
from pendopo.privacy.correct_visit import correct_visit
from pendopo.privacy.erase_visit import erase_visit
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.privacy.record_look import record_look
from pendopo.queue.hall_doors import visit_in_hall
from pendopo.queue.models import Visit
from pendopo.web.privacy.copies import as_file
from pendopo.web.privacy.room import SERVING, actor_of, person_of, show, staff_page
from pendopo.web.privacy.words import VisitWords

PRIORITIES = tuple(str(name) for name in PriorityClass if name != PriorityClass.BOOKING)


class CodeUnknown(DomainError):
    code = "privacy.code_unknown"
    status = 404
    message = gettext_lazy("No visit of this mall has this code. Please compare it with the paper, sign by sign.")


@require_http_methods(["GET", "POST"])
@staff_page(SERVING)
def rights(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    """GET asks for the code, POST shows what is held of its visit."""
    if request.method != "POST":
        return show(request, "rights.html", {}, mall=mall, at=at)
    try:
        visit = _visit(mall, request.POST)
    except CodeUnknown as refusal:
        return show(request, "rights.html", {"refusal": refusal}, mall=mall, at=at, status=refusal.status)
    _looked(request, mall, visit, Purpose.COPY, at)
    return _held(request, mall, visit, at)


@require_POST
@staff_page(SERVING)
def fulfil(request: HttpRequest, mall: Mall, at: datetime, word: str) -> HttpResponse:
    """`salinan` gives the copy as a file, `koreksi` corrects, `hapus` erases."""
    if word not in _WORDS:
        raise NotFound
    try:
        return _WORDS[word](request, mall, _visit(mall, request.POST), at)
    except CodeUnknown as refusal:
        return show(request, "rights.html", {"refusal": refusal}, mall=mall, at=at, status=refusal.status)


def _copy(request: HttpRequest, mall: Mall, visit: Visit, at: datetime) -> HttpResponse:
    _looked(request, mall, visit, Purpose.COPY, at)
    return as_file(give_copy(visit=visit, given_by=STAFF, at=at, actor=actor_of(request)))


def _correct(request: HttpRequest, mall: Mall, visit: Visit, at: datetime) -> HttpResponse:
    _looked(request, mall, visit, Purpose.CORRECT, at)
    try:
        language, priority = request.POST.get("bahasa"), request.POST.get("prioritas")
        parts = correct_visit(
            visit=visit, language=language if language in dict(settings.LANGUAGES) else None,
            priority=priority if priority in PRIORITIES else None, notes=_notes(request.POST), at=at, actor=actor_of(request),
        )  # fmt: skip
    except NotFound:
        raise
    except DomainError as refusal:
        return _held(request, mall, visit, at, refusal=refusal)
    return _held(request, mall, visit, at, done=_("It was corrected.") if parts else _("Nothing was different."))


def _erase(request: HttpRequest, mall: Mall, visit: Visit, at: datetime) -> HttpResponse:
    _looked(request, mall, visit, Purpose.ERASE, at)
    try:
        erase_visit(visit=visit, at=at, actor=actor_of(request))
    except DomainError as refusal:
        return _held(request, mall, visit, at, refusal=refusal)
    return show(request, "rights.html", {"erased": True}, mall=mall, at=at)


_WORDS: dict[str, Callable[[HttpRequest, Mall, Visit, datetime], HttpResponse]] = {
    "salinan": _copy,
    "koreksi": _correct,
    "hapus": _erase,
}


def _visit(mall: Mall, form: QueryDict) -> Visit:
    try:
        return visit_in_hall(mall, form.get("kode", "")[:40])
    except NotFound:
        raise CodeUnknown from None


def _notes(form: QueryDict) -> dict[UUID, str]:
    """`catatan-<ticket>` fields. Raises NotFound for anything else behind the dash."""
    notes = {}
    for name, text in form.items():
        if name.startswith("catatan-"):
            try:
                notes[UUID(name.removeprefix("catatan-"))] = str(text)
            except ValueError:
                raise NotFound from None
    return notes


def _looked(request: HttpRequest, mall: Mall, visit: Visit, purpose: Purpose, at: datetime) -> None:
    record_look(
        mall=mall.pk, person=person_of(request), screen=Screen.RIGHTS, purpose=purpose, parts=[Part.EVERYTHING],
        subjects=[visit.pk], at=at,
    )  # fmt: skip


def _held(
    request: HttpRequest, mall: Mall, visit: Visit, at: datetime, *, refusal: DomainError | None = None, done: str = ""
) -> HttpResponse:
    context = {
        "copy": VisitWords(copy_of(visit)), "code": readable_code(visit.code), "refusal": refusal, "done": done,
        "languages": settings.LANGUAGES, "priorities": PRIORITIES,
    }  # fmt: skip
    return show(request, "held.html", context, mall=mall, at=at, status=refusal.status if refusal else 200)
