"""How a refusal says a day and a time, in the language of the screen that shows it."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import pgettext


def _moment(at: datetime) -> str:
    # Translators: Django's date format letters; the Indonesian one writes the time with a dot.
    return date_format(at, pgettext("date format", "l j F Y, H:i"))


#: The instant as people say it, "Senin 30 November 2026, 08.00"; takes an instant in the mall's time zone. Lazy.
moment_words = lazy(_moment, str)
