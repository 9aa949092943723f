from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "pendopo.directory"
    label = "directory"
