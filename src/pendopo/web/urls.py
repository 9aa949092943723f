"""Addresses of the screens, a list per room."""

from django.urls import path

app_name = "web"
urlpatterns: list = []
