"""An agreement as it is drafted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

CLAUSE_KINDS = {
    "protected_prices": N_("protected lowest prices"),
    "suggested_prices": N_("suggested retail prices"),
}


@dataclass(frozen=True)
class AgreementDraft:
    """What is agreed. Rates from 0 to 1; prices in fen per base unit, by product code."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True, stays=True, wide=True)]
    starts_on: Annotated[date, Editable(N_("Starts on"), "day", called="from", needed=True)]
    ends_on: Annotated[date, Editable(N_("Ends on"), "day", called="to", needed=True)]
    basic_rate: Annotated[Decimal, Editable(N_("Basic profit"), "rate", needed=True)]
    fund_rate: Annotated[Decimal, Editable(N_("Fund"), "rate", needed=True)]
    product_rates: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    protected_prices: Mapping[str, int] = field(default_factory=dict)
    lead_lines: Sequence[str] = ()
    clause_kind: Annotated[
        str, Editable(N_("Clauses"), "choice", needed=True, choices=CLAUSE_KINDS, wide=True)
    ] = "protected_prices"
