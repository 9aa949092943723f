"""Visitors who ask for somebody to come."""

from datetime import datetime
from typing import Any

from pendopo.assistance.ask import ask_for_assistance
from pendopo.assistance.models import AskedFrom, Assistance, AssistanceKind
from pendopo.directory.models import Mall
from tests.situations.times import NINE


def a_request_for_help(mall: Mall, *, at: datetime = NINE, **fields: Any) -> Assistance:
    """Somebody at the entrance asks for a wheelchair."""
    defaults = {"kind": AssistanceKind.WHEELCHAIR, "asked_from": AskedFrom.GREETER, "actor": "officer:ayu"}
    return ask_for_assistance(mall=mall, at=at, **{**defaults, **fields})
