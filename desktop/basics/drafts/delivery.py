"""What happened at the shop, as it is recorded from the paper that came back."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class DeliveryDraft:
    """The paper's day (L5) and what is said of the stop; the money is a collection of its own.

    ``difference`` says why the money taken is not what is due.
    """

    dated: Annotated[date | None, Editable(N_("Paper's day"), "day", needed=True, default=0)] = None
    arrived: Annotated[str, Editable(N_("Arrived"), "time", hint=N_("such as 10:30"))] = ""
    difference: Annotated[
        str,
        Editable(
            N_("Why it differs"),
            hint=N_("a short word when the money taken isn't what is due; kept with the delivery"),
        ),
    ] = ""
    refused_because: Annotated[
        str,
        Editable(
            N_("Refused because"),
            hint=N_("a short word when goods were not accepted; kept with the delivery"),
        ),
    ] = ""
    collected_fen: int = 0
    means: str = "cash"
