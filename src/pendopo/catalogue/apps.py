from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "pendopo.catalogue"
    label = "catalogue"
