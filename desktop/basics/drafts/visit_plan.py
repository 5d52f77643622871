"""A visit plan as it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class VisitPlanDraft:
    """Whom a rep visits on a day: the clients by code, in their order."""

    rep: Annotated[str, Editable(N_("Rep"), "lookup", needed=True)]
    day: Annotated[date, Editable(N_("Day"), "day", called="date", needed=True, default=1)]
    clients: Sequence[str]
