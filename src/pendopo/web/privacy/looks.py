"""Who looked at whose record, for the auditor: by day, by person, by record; on the page and as a file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pendopo.accounts.models import User
from pendopo.directory.models import Mall, Post
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.errors import DomainError
from pendopo.privacy.looks import LookRow, Wanted, looks_of
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.queue.doors import NoSuchNumber
from pendopo.queue.hall_doors import ticket_by_number
from pendopo.web.privacy.room import auditor_page, show

_SHOWN = 200


class RecordUnknown(DomainError):
    code = "privacy.record_unknown"
    status = 404
    message = _("There was no number %(number)s on that day. Please choose the day of the visit too.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, and the words of the form it came from. `refusal` says why the record was not found."""

    wanted: Wanted
    day: date
    person: str
    record: str
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True)
class LookLine:
    """A look as it is read. `references` name the records, never what stands in them."""

    at: datetime
    person: UUID
    name: str
    screen: str | Promise
    purpose: str | Promise
    parts: tuple[str | Promise, ...]
    references: tuple[UUID, ...]
    of_staff: bool


@require_safe
@auditor_page
def looks(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    asked = _asked(mall, request.GET, at)
    rows = () if asked.refusal else looks_of(mall, asked.wanted, limit=_SHOWN + 1)
    context = {
        "asked": asked, "lines": _lines(rows[:_SHOWN]), "more": len(rows) > _SHOWN, "shown": _SHOWN, "people": _people(mall),
        "query": request.GET.urlencode(), "today": business_date(at, mall.time_zone),
    }  # fmt: skip
    return show(request, "looks.html", context, mall=mall, at=at, status=asked.refusal.status if asked.refusal else 200)


@require_safe
@auditor_page
def looks_csv(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    """All of what is looked for. Words are the stable ones of the tables, so that two files can be compared."""
    asked = _asked(mall, request.GET, at)
    rows = () if asked.refusal else looks_of(mall, asked.wanted)
    response = HttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="lihat-{mall.code}-{asked.day}.csv"'
    return response


def _asked(mall: Mall, form: QueryDict, at: datetime) -> Asked:
    """A record is a visit's reference, on any day, or a number of the day ("A-047")."""
    day = _day(form.get("hari", "")) or business_date(at, mall.time_zone)
    person, record = _uuid(form.get("orang", "")), form.get("rekaman", "").strip()[:60]
    visit, on_day, refusal = _uuid(record), day, None
    if record and visit is None:
        try:
            noon = datetime.combine(day, time(12), tzinfo=zone(mall.time_zone))
            visit = ticket_by_number(mall, record, noon).visit_id
        except NoSuchNumber:
            refusal = RecordUnknown(number=record[:12])
    return Asked(Wanted(day=None if visit else on_day, person=person, visit=visit), day, str(person or ""), record, refusal)


def _lines(rows: tuple[LookRow, ...]) -> list[LookLine]:
    names = dict(User.objects.filter(pk__in={row.person for row in rows}).values_list("pk", "name"))
    return [
        LookLine(
            row.at, row.person, names.get(row.person, ""), Screen(row.screen).label, Purpose(row.purpose).label,
            tuple(Part(part).label for part in row.parts), row.subjects, row.of_staff,
        )
        for row in rows
    ]  # fmt: skip


def _people(mall: Mall) -> list[tuple[str, str]]:
    """Everybody who ever had a post here, by name."""
    people = User.objects.filter(pk__in=Post.objects.filter(mall=mall).values("user")).order_by("name", "pk")
    return [(str(person.pk), person.name) for person in people]


def _csv(rows: tuple[LookRow, ...]) -> str:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(["at", "person", "name", "screen", "purpose", "parts", "kind", "records"])
    writer.writerows(_cells(rows))
    return file.getvalue()


def _cells(rows: tuple[LookRow, ...]) -> Iterator[list[str]]:
    names = dict(User.objects.filter(pk__in={row.person for row in rows}).values_list("pk", "name"))
    for row in rows:
        kind, records = ("staff" if row.of_staff else "visit"), " ".join(map(str, row.subjects))
        name = _harmless(names.get(row.person, ""))
        yield [row.at.isoformat(), str(row.person), name, row.screen, row.purpose, " ".join(row.parts), kind, records]


def _harmless(text: str) -> str:
    """No spreadsheet takes a name for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
