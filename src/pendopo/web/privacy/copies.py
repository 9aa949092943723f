"""A copy of a visit as a file to keep."""

from django.http import HttpResponse

from pendopo.privacy.copy_visit import VisitCopy


def as_file(copy: VisitCopy) -> HttpResponse:
    """JSON, named after the day; its form is told in docs/mechanisms/personal-data.md."""
    response = HttpResponse(copy.as_json(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="kunjungan-{copy.day}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
