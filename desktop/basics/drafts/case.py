"""A violation as it is reported."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

CASE_KINDS = {
    "price": N_("under the protected price"),
    "diversion": N_("goods diverted"),
    "display": N_("display not kept"),
}


@dataclass(frozen=True, kw_only=True)
class CaseDraft:
    """What was seen, prices in fen; who reports it is told apart (V2).

    Only one of kind ``price`` needs a product and the price that was seen (V1, V1a).
    """

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True, wide=True)]
    product: Annotated[str | None, Editable(N_("Product"), "lookup", wide=True)] = None
    price_fen: Annotated[
        int | None,
        Editable(
            N_("Price seen"),
            "money",
            called="price",
            hint=N_("the retail price of a piece"),
        ),
    ] = None
    seen_on: Annotated[date, Editable(N_("Seen on"), "day", needed=True, default=0)]
    kind: Annotated[str, Editable(N_("Kind"), "choice", needed=True, choices=CASE_KINDS)] = "price"
    place: Annotated[
        str, Editable(N_("Where"), wide=True, hint=N_("such as the shelf by the door"))
    ] = ""
    lot: Annotated[
        str, Editable(N_("Lot"), hint=N_("of diverted goods, where it could be read"))
    ] = ""
    evidence: Annotated[str, Editable(N_("Description"), "long")] = ""
