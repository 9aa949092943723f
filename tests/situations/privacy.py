"""Personal data: breaches in the register, and what people send about them."""

from datetime import datetime
from typing import Any

from pendopo.directory.models import Mall
from pendopo.kernel.identifiers import uuid7
from pendopo.privacy.breaches import BreachFacts, enter_breach
from pendopo.privacy.models import Breach
from tests.situations.times import NINE, minutes


def facts_of_a_breach(**fields: Any) -> BreachFacts:
    defaults = {
        "noticed_at": NINE - minutes(90), "happened": "Laptop loket 3 hilang dari meja.", "kinds": "Catatan kunjungan.",
        "persons": "Pengunjung zona A pada hari itu.", "persons_count": 40, "measures": "Perangkat dicabut, sandi diganti.",
    }  # fmt: skip
    return BreachFacts(**{**defaults, **fields})


def a_breach(mall: Mall, *, at: datetime = NINE, **fields: Any) -> Breach:
    """A laptop was lost at half past seven."""
    return enter_breach(mall=mall, facts=facts_of_a_breach(**fields), person=uuid7(), at=at)
