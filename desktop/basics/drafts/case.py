"""A violation as it is reported."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class CaseDraft:
    """A price in fen that was seen under the protected one; who reports it is told apart (V2)."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True, wide=True)]
    product: Annotated[str, Editable(N_("Product"), "lookup", needed=True, wide=True)]
    price_fen: Annotated[
        int,
        Editable(
            N_("Price seen"),
            "money",
            called="price",
            needed=True,
            hint=N_("the retail price of a piece"),
        ),
    ]
    seen_on: Annotated[date, Editable(N_("Seen on"), "day", needed=True, default=0)]
    place: Annotated[
        str, Editable(N_("Where"), wide=True, hint=N_("such as the shelf by the door"))
    ] = ""
    evidence: Annotated[str, Editable(N_("Description"), "long")] = ""
