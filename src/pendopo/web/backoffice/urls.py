"""Addresses of the back office."""

from django.urls import path

from pendopo.web.backoffice import first_day, people, plans, printers, screens, start, switchboard, thing_urls, voice, workbook

urlpatterns = [
    *thing_urls.urlpatterns,
    path("kelola/", start.malls, name="backoffice"),
    path("kelola/mulai", first_day.first_day, name="first_day"),
    path("kelola/buku", workbook.found, name="found_mall"),
    path("kelola/templat", workbook.template, name="workbook_template"),
    path("kelola/<slug:mall>/", first_day.first_steps, name="first_steps"),
    path("kelola/<slug:mall>/buku", workbook.update, name="workbook"),
    path("kelola/<slug:mall>/ekspor", workbook.export, name="workbook_export"),
    path("kelola/<slug:mall>/layar", screens.screens, name="screens"),
    path("kelola/<slug:mall>/layar/<uuid:device>/pasang", screens.offer, name="screen_offer"),
    path("kelola/<slug:mall>/layar/<uuid:device>/cabut", screens.revoke, name="screen_revoke"),
    path("kelola/<slug:mall>/suara", voice.voice, name="voice"),
    path("kelola/<slug:mall>/suara/contoh", voice.sample, name="voice_sample"),
    path("kelola/<slug:mall>/suara/layar/<uuid:device>", voice.display, name="voice_display"),
    path("kelola/<slug:mall>/suara/<slug:language>/<str:phrase>", voice.record, name="voice_record"),
    path("kelola/<slug:mall>/suara/<slug:language>/<str:phrase>/hapus", voice.remove, name="voice_remove"),
    path("kelola/<slug:mall>/printer", printers.printers, name="printers"),
    path("kelola/<slug:mall>/printer/<uuid:device>/ubah", printers.change, name="printer_change"),
    path("kelola/<slug:mall>/printer/<uuid:device>/coba", printers.test_page, name="printer_test"),
    path("kelola/<slug:mall>/printer/<uuid:device>/cabut", printers.take_away, name="printer_revoke"),
    path("kelola/<slug:mall>/printer/kios/<uuid:device>", printers.choose, name="paper_choice"),
    path("kelola/<slug:mall>/denah", plans.plans, name="plans"),
    path("kelola/<slug:mall>/denah/<uuid:plan>", plans.plan, name="plan"),
    path("kelola/<slug:mall>/denah/<uuid:plan>/<slug:word>", plans.change, name="plan_change"),
    path("kelola/<slug:mall>/petugas", people.people, name="people"),
    path("kelola/<slug:mall>/petugas/<uuid:person>/undang", people.invite_person, name="invite_person"),
    path("kelola/<slug:mall>/petugas/<uuid:person>/berhenti", people.dismiss_person, name="dismiss_person"),
    path("kelola/<slug:mall>/hari-ini", switchboard.today, name="switchboard"),
    path("kelola/<slug:mall>/hari-ini/jeda", switchboard.pause, name="hall_pause"),
    path("kelola/<slug:mall>/hari-ini/jeda/<uuid:pause_id>/akhiri", switchboard.end_hall_pause, name="hall_pause_end"),
    path("kelola/<slug:mall>/hari-ini/jalur/<slug:line>/henti", switchboard.stop, name="issuing_stop"),
    path("kelola/<slug:mall>/hari-ini/jalur/<slug:line>/buka", switchboard.resume, name="issuing_resume"),
    path("kelola/<slug:mall>/gladi/mulai", switchboard.begin, name="rehearsal_begin"),
    path("kelola/<slug:mall>/gladi/akhiri", switchboard.end, name="rehearsal_end"),
]
