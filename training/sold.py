"""An order of the story with its lines: what was asked for, given, posted and returned."""

from dataclasses import dataclass, field
from datetime import date

from training.branch import Client
from training.catalogue import Product
from training.diary import FIRST_DAY
from training.warehouse import Lot


@dataclass
class Line:
    """A product in one of its units, with the price of the order's day and what was posted.

    ``loaded`` lies on a run for it, ``taken`` is what the client got, by lot in base units.
    """

    product: Product
    unit: str
    ordered: int
    unit_fen: int
    free: bool = False
    accepted: int = 0
    basic_fen: int = 0
    fund_fen: int = 0
    loaded: list[tuple[Lot, int]] = field(default_factory=list)
    taken: list[tuple[Lot, int]] = field(default_factory=list)

    @classmethod
    def of(cls, product: Product, unit: str, quantity: int) -> "Line":
        """A line that is paid for, at today's price."""
        return cls(product, unit, quantity, product.prices_fen[unit])

    @property
    def size(self) -> int:
        """How many base units its unit holds."""
        return self.product.units[self.unit]

    @property
    def fields(self) -> dict[str, object]:
        """What ``order.add`` says of it."""
        said = {"product": self.product.code, "unit": self.unit, "quantity": self.ordered}
        return said | ({"free": True} if self.free else {})


@dataclass
class Order:
    """An order, and the day on which it goes out."""

    ref: str
    client: Client
    goes_on: date
    lines: list[Line]
    delivery: str = ""
    delivered_on: date = field(default=FIRST_DAY)
