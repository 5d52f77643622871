"""A benefit as it is written down."""

from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_

BENEFIT_KINDS = {
    "sign": N_("storefront sign"),
    "rack": N_("display rack"),
    "rebate": N_("rebate"),
    "grant": N_("product grant"),
    "promotion": N_("promotion"),
}
PAID_BY = {"cash": N_("cash"), "setoff": N_("set off"), "goods": N_("goods")}


@dataclass(frozen=True)
class BenefitDraft:
    """What a client is given, at what it costs in fen."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True)]
    kind: Annotated[str, Editable(N_("Kind"), "choice", needed=True, choices=BENEFIT_KINDS)]
    cost_fen: Annotated[int, Editable(N_("Cost"), "money", called="cost", needed=True)]
    paid_by: Annotated[
        str, Editable(N_("How it is paid"), "choice", needed=True, choices=PAID_BY)
    ] = "cash"
