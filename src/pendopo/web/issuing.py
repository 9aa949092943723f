"""Why a line gives no numbers now, in the words of every screen that offers one."""

from datetime import date

from django.utils.translation import get_language, gettext

from pendopo.appointments.reads import IssuingKind, IssuingState
from pendopo.web.components.formats import day_and_clock, written_language


def why_not(issuing: IssuingState, today: date) -> str:
    """With when numbers are given again, if that is known; empty while they are."""
    again = day_and_clock(issuing.until, today=today, language=written_language(get_language())) if issuing.until else ""
    facts = {"reason": issuing.reason, "again": again, "limit": issuing.limit}
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
