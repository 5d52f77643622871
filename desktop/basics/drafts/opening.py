"""What a client brings from before, as it is entered."""

from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class OpeningDraft:
    """What a client owes, and what stands in its fund, in fen."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True)]
    receivable_fen: Annotated[
        int,
        Editable(
            N_("Owes us"),
            "money",
            called="receivable",
            needed=True,
            hint=N_("minus when we owe the client"),
            default=0,
            balance=True,
        ),
    ]
    fund_fen: Annotated[
        int,
        Editable(N_("In the fund"), "money", called="fund", needed=True, default=0, balance=True),
    ]
