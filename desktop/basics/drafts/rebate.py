"""A rebate plan as it is drafted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

BASES = {"amount": N_("amount"), "quantity": N_("base units")}
MODES = {
    "exceeding": N_("each part at its own rate"),
    "whole": N_("all at the highest rate reached"),
}


@dataclass(frozen=True)
class Band:
    """From which base on (fen, or base units) which rate, or how many fen for each, holds."""

    threshold: int
    rate: Decimal | None = None
    each_fen: int | None = None


# What a plan names of goods, of which any counts; and of clients, of which each must hold.
GOODS = ("products", "lines", "categories")
CLIENTS = ("clients", "segments", "classes")


@dataclass(frozen=True)
class RebateDraft:
    """What counts, for whom, and in which bands; products and clients by their codes (B3)."""

    name: Annotated[str, Editable(N_("Name"), needed=True)]
    starts_on: Annotated[date, Editable(N_("Starts on"), "day", called="from", needed=True)]
    ends_on: Annotated[date, Editable(N_("Ends on"), "day", called="to", needed=True)]
    base: Annotated[str, Editable(N_("What counts"), "choice", needed=True, choices=BASES)]
    mode: Annotated[str, Editable(N_("How it rises"), "choice", needed=True, choices=MODES)]
    bands: Sequence[Band]
    products: Sequence[str] = ()
    lines: Sequence[str] = ()
    categories: Sequence[str] = ()
    clients: Sequence[str] = ()
    segments: Sequence[str] = ()
    classes: Sequence[str] = ()
