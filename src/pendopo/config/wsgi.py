"""The server's entry. Granian runs it with 2 workers of 4 threads on PostgreSQL, 1 worker of 4 threads on SQLite."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 - settings must be named first

application = get_wsgi_application()
