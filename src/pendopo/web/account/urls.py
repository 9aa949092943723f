"""Addresses of trusting this installation."""

from django.urls import path

from pendopo.web.account import trust

urlpatterns = [
    path("percaya", trust.trust, name="trust"),
    path("percaya/pendopo.crt", trust.root, name="root_certificate"),
]
