"""A benefit as it is promised, and as it is delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
# How several are paid at once: goods are named one by one.
PAID_IN_MONEY = {name: words for name, words in PAID_BY.items() if name != "goods"}

_Client = Annotated[str, Editable(N_("Client"), "lookup", needed=True)]
_Kind = Annotated[str, Editable(N_("Kind"), "choice", needed=True, choices=BENEFIT_KINDS)]
_Cost = Annotated[int, Editable(N_("Cost"), "money", called="cost", needed=True)]
_PaidBy = Annotated[str, Editable(N_("How it is paid"), "choice", needed=True, choices=PAID_BY)]


@dataclass(frozen=True)
class GivenGoods:
    """A product by its code, and how many base units of it are given (B2a)."""

    product: str
    quantity: int


@dataclass(frozen=True)
class PromiseDraft:
    """What a client is promised, at what it will cost in fen, and by when (B1)."""

    client: _Client
    kind: _Kind
    cost_fen: _Cost
    due: Annotated[date | None, Editable(N_("To be kept by"), "day")] = None


@dataclass(frozen=True)
class BenefitDraft:
    """What a client is given without a promise before it, at what it costs in fen."""

    client: _Client
    kind: _Kind
    cost_fen: _Cost
    paid_by: _PaidBy = "cash"
    goods: Sequence[GivenGoods] = ()


@dataclass(frozen=True)
class HandoverDraft:
    """How a promise is kept; without a cost it costs what was promised."""

    cost_fen: Annotated[int | None, Editable(N_("Cost"), "money", called="cost")] = None
    paid_by: _PaidBy = "cash"
    goods: Sequence[GivenGoods] = ()
