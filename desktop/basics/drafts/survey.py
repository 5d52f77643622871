"""A survey of a shop as it is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

SPENDING = {"low": N_("low"), "middle": N_("middle"), "high": N_("high")}


@dataclass(frozen=True)
class LevelDraft:
    """One level of a shelf: what of its width can be used, and its height where it was measured."""

    width_cm: int
    height_cm: int | None = None


@dataclass(frozen=True)
class SurveyDraft:
    """What a survey found (P1): buyers by groups with their shares, the shelf from its top."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True)]
    shop_type: Annotated[str, Editable(N_("Kind of shop"), "word", needed=True)]
    area_m2: Annotated[int, Editable(N_("Area in m²"), "whole", needed=True)]
    households: Annotated[int, Editable(N_("Households"), "whole", needed=True)]
    groups: Mapping[str, Decimal]
    spending: Annotated[
        str, Editable(N_("Spending power"), "choice", needed=True, choices=SPENDING)
    ]
    rivals: Annotated[int, Editable(N_("Rivals near by"), "whole", needed=True, default=0)]
    levels: Sequence[LevelDraft] = ()
    surveyed_on: Annotated[
        date | None, Editable(N_("Surveyed on"), "day", called="dated", default=0)
    ] = None
    brands: Annotated[str, Editable(N_("Brands now"), wide=True)] = ""
    notes: Annotated[str, Editable(N_("Notes"), "long")] = ""
