"""Addresses of the live hall."""

from django.urls import path

from pendopo.web.oversight import acts, day_end, figures, hall, requests, roster

urlpatterns = [
    path("aula/<slug:mall>/", hall.live, name="live_hall"),
    path("aula/<slug:mall>/angka", figures.figures, name="figures"),
    path("aula/<slug:mall>/jaga", roster.roster, name="roster"),
    path("aula/<slug:mall>/jaga/<uuid:duty>/hapus", roster.remove, name="roster_remove"),
    path("aula/<slug:mall>/pesan", hall.message, name="hall_message"),
    path("aula/<slug:mall>/pesan/kirim", acts.say, name="hall_say"),
    path("aula/<slug:mall>/jeda", acts.pause, name="hall_break"),
    path("aula/<slug:mall>/internet/<slug:word>", acts.say_outside, name="hall_outside"),
    path("aula/<slug:mall>/hari", day_end.hall, name="hall_day"),
    path("aula/<slug:mall>/hari/akhiri", day_end.end_hall, name="hall_day_end"),
    path("aula/<slug:mall>/hari/buka", day_end.open_hall, name="hall_day_open"),
    path("aula/<slug:mall>/lihat/<slug:kind>/<uuid:about>", acts.see, name="hall_see"),
    path("aula/<slug:mall>/bantuan/<uuid:made>/<slug:word>", requests.attend, name="hall_attend"),
    path("aula/<slug:mall>/loket/<slug:counter>", hall.counter, name="hall_counter"),
    path("aula/<slug:mall>/loket/<slug:counter>/tutup", acts.close_counter, name="hall_counter_close"),
    path("aula/<slug:mall>/loket/<slug:counter>/tunggu", acts.expect_counter, name="hall_counter_expect"),
    path("aula/<slug:mall>/loket/<slug:counter>/petugas", acts.send_officer, name="hall_counter_officer"),
    path("aula/<slug:mall>/loket/<slug:counter>/bantuan-selesai", acts.end_help, name="hall_help_over"),
    path("aula/<slug:mall>/jalur/<slug:line>", hall.line, name="hall_line"),
    path("aula/<slug:mall>/jalur/<slug:line>/henti", acts.stop_numbers, name="hall_line_stop"),
    path("aula/<slug:mall>/jalur/<slug:line>/buka", acts.give_numbers, name="hall_line_give"),
    path("aula/<slug:mall>/jalur/<slug:line>/hari", day_end.line, name="hall_line_day"),
    path("aula/<slug:mall>/jalur/<slug:line>/hari/akhiri", day_end.end_line, name="hall_line_day_end"),
    path("aula/<slug:mall>/jalur/<slug:line>/hari/buka", day_end.open_line, name="hall_line_day_open"),
    path("aula/<slug:mall>/jalur/<slug:line>/pindah", acts.move_people, name="hall_line_move"),
    path("aula/<slug:mall>/jalur/<slug:line>/batas", acts.threshold, name="hall_line_threshold"),
]
