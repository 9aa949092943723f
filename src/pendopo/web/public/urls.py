"""Addresses of the public room. The words in them are Indonesian: people read them aloud."""

from django.urls import path

from pendopo.web.public import seals, site_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("m/<slug:mall>/", views.portal, name="portal"),
    path("m/<slug:mall>/cari", views.search, name="search"),
    path("m/<slug:mall>/layanan", views.services, name="services"),
    path("m/<slug:mall>/layanan/<slug:code>", views.service, name="service"),
    path("m/<slug:mall>/instansi", views.agencies, name="agencies"),
    path("m/<slug:mall>/instansi/<slug:code>", views.agency, name="agency"),
    path("m/<slug:mall>/peristiwa", views.life_events, name="life_events"),
    path("m/<slug:mall>/peristiwa/<slug:code>", views.life_event, name="life_event"),
    path("m/<slug:mall>/fasilitas", views.facilities, name="facilities"),
    path("m/<slug:mall>/perkiraan", views.estimates, name="estimates"),
    path("m/<slug:mall>/segel", seals.seals, name="seals"),
    path("m/<slug:mall>/segel.json", seals.seals_file, name="seals_file"),
    path("nomor", site_views.find_ticket, name="find_ticket"),
    path("bahasa", site_views.language, name="language"),
    path("sehat", site_views.health, name="health"),
    path("favicon.ico", site_views.favicon, name="favicon"),
    path("robots.txt", site_views.robots, name="robots"),
]
