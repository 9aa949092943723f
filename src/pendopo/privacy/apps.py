from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    name = "pendopo.privacy"
    label = "privacy"

    def ready(self) -> None:
        # After every migrate, since SQLite silently drops the triggers of a table it rebuilds.
        from pendopo.privacy.protection import protect_after_migrate

        post_migrate.connect(protect_after_migrate, sender=self)
