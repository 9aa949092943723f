"""How full each line is, so that the greeter can send people where it goes faster."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from pendopo.kernel.clock import business_date
from pendopo.queue.reads.hall_now import hall_now
from pendopo.web.greeter.room import Greeter, greeter_page, show
from pendopo.web.issuing import why_not


@require_GET
@greeter_page
def lines(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    now, today = hall_now(greeter.mall, greeter.now), business_date(greeter.now, greeter.mall.time_zone)
    context = {"hall": now, "lines": [(line, why_not(line.issuing, today)) for line in now.lines]}
    return show(request, greeter, "lines.html", context)
