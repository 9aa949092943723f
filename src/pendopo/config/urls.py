"""Every address. Each room of `web` keeps its own list."""

from django.urls import include, path

handler500 = "pendopo.web.problems.failed"
urlpatterns = [path("", include("pendopo.web.urls"))]
