"""Addresses of the screens, a list per room."""

from django.urls import include, path

from pendopo.web import plans, sounds

app_name = "web"
urlpatterns = [
    # The hot addresses stand first: they are looked up hundreds of times an hour.
    path("", include("pendopo.web.kiosk.urls")),
    path("", include("pendopo.web.desk.urls")),
    path("", include("pendopo.web.display.urls")),
    path("", include("pendopo.web.public.urls")),
    path("", include("pendopo.web.ticket.urls")),
    path("", include("pendopo.web.greeter.urls")),
    path("", include("pendopo.web.oversight.urls")),
    path("", include("pendopo.web.backoffice.urls")),
    path("", include("pendopo.web.account.urls")),
    path("", include("pendopo.web.privacy.urls")),
    path("denah/<str:sha256>", plans.serve_picture, name="plan_picture"),
    path("", include("pendopo.web.guides.urls")),
    path("suara/<str:sha256>.wav", sounds.serve_recording, name="recording"),
]
