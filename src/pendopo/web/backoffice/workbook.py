"""Master data by workbook: look what a file would change, then import it; take the same cells out again."""

from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.accounts.models import User
from pendopo.appointments.refresh_line_day import refresh_line_days
from pendopo.catalogue.export_workbook import export_workbook
from pendopo.catalogue.import_workbook import Imported, import_workbook
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.catalogue.workbook.template import template as empty_workbook
from pendopo.directory.doors import EVERY_ROLE, may_found_mall, roles_to_give
from pendopo.directory.give_post import give_post
from pendopo.directory.models import Mall, Post, Role
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.kernel.transactions import one_transaction
from pendopo.privacy.models import Purpose, Screen
from pendopo.queue.sign_off import sign_off_who_left
from pendopo.web.audience import Audience, audience
from pendopo.web.backoffice.room import actor_of, mall_page, show
from pendopo.web.backoffice.staff_looks import look_at_staff

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEGABYTES = 10


class WorkbookForm(forms.Form):
    """The file, and whether only to look."""

    file = forms.FileField(
        label=_("Workbook (.xlsx) or one sheet (.csv)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > _MEGABYTES * 1024 * 1024:
            sentence = _("The file is larger than %(most)s MB. A workbook of a mall is far smaller.")
            raise forms.ValidationError(sentence, params={"most": _MEGABYTES})
        return file


@require_http_methods(["GET", "POST"])
@audience(Audience.SIGNED_IN)
def found(request: HttpRequest) -> HttpResponse:
    """The first mall of this installation, by the person who was invited to found it."""
    if not may_found_mall(request.user):
        raise NotFound
    return _work(request, mall=None, at=clock.now())


@require_http_methods(["GET", "POST"])
@mall_page
def update(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    return _work(request, mall=mall, at=at)


@require_safe
@mall_page
def export(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    everybody = Post.objects.filter(mall=mall).values_list("user", flat=True)
    look_at_staff(request, mall, Screen.WORKBOOK, Purpose.EXPORT, everybody, at)
    return _download(export_workbook(mall), f"{mall.code}.xlsx")


@require_safe
@audience(Audience.SIGNED_IN)
def template(request: HttpRequest) -> HttpResponse:
    return _download(empty_workbook(), "templat-mal.xlsx")


def _work(request: HttpRequest, *, mall: Mall | None, at: datetime) -> HttpResponse:
    form = WorkbookForm(request.POST or None, request.FILES or None)
    result, refusal = None, None
    if request.method == "POST" and form.is_valid():
        try:
            result = _import(request, form, mall=mall, at=at)
        except WorkbookRefused as error:
            refusal = error
        if result is not None and result.written and mall is None:
            return redirect("web:first_steps", mall=result.mall_code)
    context = {"form": form, "result": result, "refusal": refusal, "founding": mall is None}
    status = 422 if refusal or form.errors else 200
    return show(request, "workbook.html", context, mall=mall, at=at, status=status)


def _import(request: HttpRequest, form: WorkbookForm, *, mall: Mall | None, at: datetime) -> Imported:
    file, check_only = form.cleaned_data["file"], "check" in request.POST
    if mall is None and not check_only:
        return _found(request, file, at=at)
    result = import_workbook(
        content=file.read(), file_name=file.name, at=at, actor=actor_of(request), mall_code=mall.code if mall else "",
        check_only=check_only, may_give=roles_to_give(request.user, mall, at) if mall else EVERY_ROLE,
    )  # fmt: skip
    if mall is not None and result.written:
        # Read again: hours and time zone may be other ones now.
        changed = Mall.objects.get(pk=mall.pk)
        refresh_line_days(mall=changed, at=at, actor=actor_of(request))
        sign_off_who_left(mall=changed, at=at, actor=actor_of(request))
    return result


@one_transaction
def _found(request: HttpRequest, file: UploadedFile, *, at: datetime) -> Imported:
    """Mall and post together: a mall without its administrator would be closed to everybody. No hall runs beside it yet, so
    the file may be checked inside the transaction."""
    person = request.user
    if not isinstance(person, User) or not may_found_mall(person):
        raise NotFound
    result = import_workbook(
        content=file.read(), file_name=file.name or "", at=at, actor=actor_of(request), may_give=EVERY_ROLE
    )
    if result.written:
        founded = Mall.objects.get(code=result.mall_code)
        give_post(person=person, mall=founded, role=Role.ADMIN, at=at, actor=actor_of(request))
    return result


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
