"""A promotion as a manager allows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class PromotionDraft:
    """Retail prices in fen per base unit, by product code, and for whom: none named, for all."""

    starts_on: Annotated[
        date, Editable(N_("Starts on"), "day", called="from", needed=True, default=0)
    ]
    ends_on: Annotated[date, Editable(N_("Ends on"), "day", called="to", needed=True)]
    prices: Mapping[str, int] = field(default_factory=dict)
    clients: Sequence[str] = ()
