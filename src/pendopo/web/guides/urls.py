"""Addresses of the guides."""

from django.urls import path

from pendopo.web.guides import views

urlpatterns = [
    path("panduan/", views.guides, name="guides"),
    path("panduan/<slug:code>", views.one_guide, name="guide"),
]
