"""Addresses of the greeter."""

from django.urls import path

from pendopo.web.greeter import hall, new_visit, paper, paper_numbers, requests, scan

urlpatterns = [
    path("sambut/", scan.entrance, name="greeter_entrance"),
    path("sambut/<slug:mall>/", scan.start, name="greeter"),
    path("sambut/<slug:mall>/periksa", scan.check, name="greeter_check"),
    path("sambut/<slug:mall>/kembali", scan.back_in_line, name="greeter_rejoin"),
    path("sambut/<slug:mall>/detak", scan.heartbeat, name="greeter_heartbeat"),
    path("sambut/<slug:mall>/nomor", new_visit.new_visit, name="greeter_number"),
    path("sambut/<slug:mall>/cetak", paper.print_number, name="greeter_print"),
    path("sambut/<slug:mall>/kertas", paper_numbers.paper_number, name="greeter_paper"),
    path("sambut/<slug:mall>/kertas/bloknot", paper_numbers.pad, name="greeter_pad"),
    path("sambut/<slug:mall>/antrean", hall.lines, name="greeter_lines"),
    path("sambut/<slug:mall>/bantuan", requests.requests, name="greeter_requests"),
    path("sambut/<slug:mall>/bantuan/minta", requests.ask, name="greeter_ask"),
    path("sambut/<slug:mall>/bantuan/loket/<uuid:alert>/<slug:word>", requests.help_counter, name="greeter_help_counter"),
    path("sambut/<slug:mall>/bantuan/<uuid:made>/<slug:word>", requests.attend, name="greeter_attend"),
]
