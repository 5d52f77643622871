"""An order as it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class OrderedLine:
    """A product by its code, in one of its units; ``free`` ones are a benefit (M3a)."""

    product: str
    unit: str
    quantity: int
    free: bool = False


@dataclass(frozen=True)
class OrderDraft:
    """What a client asks for."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True, stays=True)]
    lines: Sequence[OrderedLine]
    wanted: Annotated[date | None, Editable(N_("Wished for"), "day", stays=True)] = None
