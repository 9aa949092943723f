"""Addresses of the master data that is changed by hand."""

from django.urls import path

from pendopo.web.backoffice import holidays, imports, things

urlpatterns = [
    path("kelola/<slug:mall>/data", things.data, name="data"),
    path("kelola/<slug:mall>/data/<slug:kind>", things.things, name="things"),
    path("kelola/<slug:mall>/data/<slug:kind>/<str:code>", things.thing, name="thing"),
    path("kelola/<slug:mall>/tambah/<slug:kind>", things.add, name="thing_add"),
    path("kelola/<slug:mall>/henti/<slug:kind>/<str:code>", things.end, name="thing_end"),
    path("kelola/<slug:mall>/perubahan/<uuid:change>/urungkan", things.undo, name="change_undo"),
    path("kelola/<slug:mall>/perubahan/<uuid:change>/batal", things.cancel, name="change_cancel"),
    path("kelola/<slug:mall>/impor", imports.imports, name="imports"),
    path("kelola/<slug:mall>/impor/<uuid:import_id>", imports.one_import, name="import"),
    path("kelola/<slug:mall>/impor/<uuid:import_id>/berkas", imports.file, name="import_file"),
    path("kelola/<slug:mall>/impor/<uuid:import_id>/urungkan", imports.undo, name="import_undo"),
    path("kelola/<slug:mall>/libur", holidays.holidays, name="holidays"),
    path("kelola/<slug:mall>/libur/tambah", holidays.add, name="holiday_add"),
    path("kelola/<slug:mall>/libur/khusus", holidays.special, name="special_day"),
    path("kelola/<slug:mall>/libur/<uuid:holiday>", holidays.correct, name="holiday"),
    path("kelola/<slug:mall>/libur/<uuid:holiday>/hapus", holidays.remove, name="holiday_remove"),
]
