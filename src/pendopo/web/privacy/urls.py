"""Addresses of personal data (pelindungan data pribadi)."""

from django.urls import path

from pendopo.web.privacy import breaches, keeping, looks, rights, room

urlpatterns = [
    path("pdp/<slug:mall>/", room.entrance, name="privacy"),
    path("pdp/<slug:mall>/lihat", looks.looks, name="looks"),
    path("pdp/<slug:mall>/lihat/berkas", looks.looks_csv, name="looks_csv"),
    path("pdp/<slug:mall>/hak", rights.rights, name="rights"),
    path("pdp/<slug:mall>/hak/<slug:word>", rights.fulfil, name="rights_fulfil"),
    path("pdp/<slug:mall>/simpan", keeping.keeping, name="keeping"),
    path("pdp/<slug:mall>/simpan/<slug:code>", keeping.change, name="keeping_change"),
    path("pdp/<slug:mall>/kejadian", breaches.breaches, name="breaches"),
    path("pdp/<slug:mall>/kejadian/<uuid:breach>", breaches.breach, name="breach"),
    path("pdp/<slug:mall>/kejadian/<uuid:breach>/surat/<slug:whom>", breaches.letter, name="breach_letter"),
    path("pdp/<slug:mall>/kejadian/<uuid:breach>/<slug:word>", breaches.act, name="breach_act"),
]
