"""Addresses of tickets, of taking a number by phone, and of the QR of the day."""

from django.urls import path

from pendopo.web.ticket import add_service, assistance, commands, floor_map, hall, own_data, state, take_number

urlpatterns = [
    path("t/<str:code>", state.ticket, name="ticket"),
    path("t/<str:code>/keadaan", state.state, name="ticket_state"),
    path("t/<str:code>/datang", commands.arrive, name="ticket_arrive"),
    path("t/<str:code>/kembali", commands.come_back, name="ticket_rejoin"),
    path("t/<str:code>/batal", commands.give_up, name="ticket_cancel"),
    path("t/<str:code>/layanan", add_service.add, name="ticket_add_service"),
    path("t/<str:code>/denah", floor_map.show_map, name="ticket_map"),
    path("t/<str:code>/bantuan", assistance.assistance, name="ticket_assistance"),
    path("t/<str:code>/data", own_data.own_data, name="ticket_data"),
    path("t/<str:code>/data/salinan", own_data.copy, name="ticket_data_copy"),
    path("t/<str:code>/data/koreksi", own_data.correct, name="ticket_data_correct"),
    path("t/<str:code>/data/hapus", own_data.erase, name="ticket_data_erase"),
    path("m/<slug:mall_code>/layanan/<slug:service_code>/nomor", take_number.take, name="take_from_home"),
    path("m/<slug:mall_code>/aula", hall.hall, name="hall"),
    path("m/<slug:mall_code>/aula/<str:token>", hall.enter, name="enter_hall"),
]
