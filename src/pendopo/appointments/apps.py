from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "pendopo.appointments"
    label = "appointments"
