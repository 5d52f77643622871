"""An assortment rule as the office writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from desktop.basics.drafts.survey import SPENDING
from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

HEAVIEST = 5  # weights go from this below zero to this above


@dataclass(frozen=True)
class AssortmentDraft:
    """What suits which shop (P2): each condition may be left open, all that are given must hold.

    ``months`` are those of the year from 1; none: all. It speaks of a category or of one product.
    ``reason`` is for the shop owner; ``{group}``, ``{share}`` and ``{segment}`` are filled in.
    """

    code: Annotated[str, Editable(N_("Code"), "code", needed=True, stays=True)]
    weight: Annotated[
        int, Editable(N_("Weight"), "whole", needed=True, least=-HEAVIEST, hint=N_("-5 to 5"))
    ]
    reason: Annotated[
        str,
        Editable(
            N_("Why, for the shop owner"),
            needed=True,
            wide=True,
            hint=N_("in braces, filled in for each shop: Group, Share, Segment"),
        ),
    ]
    months: Sequence[int] = ()
    must: bool = False
    category: Annotated[str, Editable(N_("Category"), "word")] = ""
    product: Annotated[str | None, Editable(N_("Product"), "lookup")] = None
    segment: Annotated[str, Editable(N_("Segment"), "word")] = ""
    group: Annotated[str, Editable(N_("Group"), "word")] = ""
    least_share: Annotated[Decimal | None, Editable(N_("Least share"), "rate", called="share")] = (
        None
    )
    spending: Annotated[
        str, Editable(N_("Spending power"), "choice", choices={"": N_("any"), **SPENDING})
    ] = ""
