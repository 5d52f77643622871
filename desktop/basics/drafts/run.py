"""A run as it is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class RunDraft:
    """Which vehicle goes when; ``orders`` are the ids of its stops, in their order."""

    vehicle: Annotated[str, Editable(N_("Vehicle"), "lookup", needed=True)]
    day: Annotated[date, Editable(N_("Day"), "day", called="date", needed=True, default=1)]
    orders: Sequence[int]
    departs: Annotated[str, Editable(N_("Departs"), "time", hint=N_("such as 08:00"))] = ""
