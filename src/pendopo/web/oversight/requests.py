"""What visitors ask for (a wheelchair, an interpreter, a companion), as whoever runs the hall sees it and sees to it."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from pendopo.accounts.models import User
from pendopo.assistance.attend import finish_assistance, hand_assistance_back, take_assistance
from pendopo.assistance.doors import request_in
from pendopo.directory.models import Mall
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.errors import NotFound
from pendopo.web.oversight.room import actor_of, hall_page


@require_POST
@hall_page
def attend(request: HttpRequest, mall: Mall, at: datetime, made: UUID, word: str) -> HttpResponse:
    """`ambil` I go there, `lepas` I cannot after all, `selesai` the visitor was helped. A colleague who was quicker has done it."""
    asked = request_in(mall, made, at)
    if not isinstance(request.user, User):
        raise NotFound
    try:
        if word == "ambil":
            take_assistance(request=asked, person=request.user, at=at)
        elif word == "lepas":
            hand_assistance_back(request=asked, actor=actor_of(request), at=at)
        elif word == "selesai":
            finish_assistance(request=asked, actor=actor_of(request), at=at)
        else:
            raise NotFound
    except AlreadyMoved:
        pass  # The hall shows who was quicker.
    return redirect("web:live_hall", mall=mall.code)
