"""Every address. Each room of `web` keeps its own list."""

from django.urls import include, path

urlpatterns = [path("", include("pendopo.web.urls"))]
