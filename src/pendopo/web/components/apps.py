from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "pendopo.web.components"
    label = "components"
