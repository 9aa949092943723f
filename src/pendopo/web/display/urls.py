"""Addresses of the displays."""

from django.urls import path

from pendopo.web.display import views, voice

urlpatterns = [
    path("layar/", views.display, name="display"),
    path("layar/isi", views.board, name="display_board"),
    path("layar/suara", voice.speech, name="display_voice"),
]
