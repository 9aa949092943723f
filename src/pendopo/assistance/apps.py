from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "pendopo.assistance"
    label = "assistance"
