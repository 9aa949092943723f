"""Why a line gives no numbers now, in the words of every screen that offers one."""

from collections.abc import Mapping
from datetime import date

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from pendopo.appointments.reads import IssuingKind, IssuingState
from pendopo.web.components.formats import day_and_clock, written_language
from pendopo.web.components.templatetags.components import own


def why_not(issuing: IssuingState, today: date) -> SafeString:
    """With when numbers are given again, if that is known; empty while they are. HTML: a reason in the mall's own words is marked
    where the page speaks another language."""
    again = day_and_clock(issuing.until, today=today, language=written_language(get_language())) if issuing.until else ""
    facts = {"reason": conditional_escape(own(issuing.reason)), "again": again, "limit": issuing.limit}
    return mark_safe(_words(issuing, facts, again))  # noqa: S308 - our sentences; the reason is escaped


def _words(issuing: IssuingState, facts: Mapping[str, object], again: str) -> str:
    match issuing.kind:
        case IssuingKind.GIVING:
            return ""
        case IssuingKind.NOT_YET:
            return gettext("Numbers are given from %(again)s") % facts
        case IssuingKind.STOPPED:
            return gettext("No numbers until %(again)s: %(reason)s") % facts
        case IssuingKind.FULL:
            full = gettext("All %(limit)s numbers of today are taken") % facts
            return f"{full}. {gettext('Open again %(again)s') % facts}" if again else full
    return gettext("Open again %(again)s: %(reason)s") % facts if again else gettext("Closed: %(reason)s") % facts
