"""Addresses of the master data that is changed by hand."""

from django.urls import path

from pendopo.web.backoffice import things

urlpatterns = [
    path("kelola/<slug:mall>/data", things.data, name="data"),
    path("kelola/<slug:mall>/data/<slug:kind>", things.things, name="things"),
    path("kelola/<slug:mall>/data/<slug:kind>/<str:code>", things.thing, name="thing"),
    path("kelola/<slug:mall>/tambah/<slug:kind>", things.add, name="thing_add"),
    path("kelola/<slug:mall>/henti/<slug:kind>/<str:code>", things.end, name="thing_end"),
    path("kelola/<slug:mall>/perubahan/<uuid:change>/urungkan", things.undo, name="change_undo"),
    path("kelola/<slug:mall>/perubahan/<uuid:change>/batal", things.cancel, name="change_cancel"),
]
