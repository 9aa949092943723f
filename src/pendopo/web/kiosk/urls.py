"""Addresses of the kiosk and of pairing."""

from django.urls import path

from pendopo.web.kiosk import assistance, by_picture, check_in, pages, pairing, paper, take_number

urlpatterns = [
    path("k/nomor", take_number.take, name="kiosk_take"),
    path("k/tampil", take_number.confirm_shown, name="kiosk_shown"),
    path("k/cetak", paper.print_number, name="kiosk_print"),
    path("k/kertas", paper.paper_fares, name="kiosk_paper"),
    path("k/", pages.start, name="kiosk"),
    path("k/mulai", pages.begin_again, name="kiosk_begin_again"),
    path("k/cari", pages.search, name="kiosk_search"),
    path("k/gambar", by_picture.by_picture, name="kiosk_by_picture"),
    path("k/instansi", pages.agencies, name="kiosk_agencies"),
    path("k/instansi/<slug:code>", pages.agency, name="kiosk_agency"),
    path("k/layanan/<slug:code>", pages.service, name="kiosk_service"),
    path("k/bantuan", pages.help_page, name="kiosk_help"),
    path("k/bantuan/minta", assistance.ask, name="kiosk_ask"),
    path("k/denah", pages.map_page, name="kiosk_map"),
    path("k/datang", check_in.ask_code, name="kiosk_check_in"),
    path("k/datang/kode", check_in.arrive, name="kiosk_arrive"),
    path("k/atur", pages.choose, name="kiosk_choose"),
    path("k/detak", pages.heartbeat, name="kiosk_heartbeat"),
    path("pasang", pairing.ask_pairing_code, name="pairing"),
    path("pasang/<slug:code>", pairing.pair, name="pair"),
]
