"""What lies in the warehouse by lot, as the program keeps it: first-expired goes first (D3)."""

from dataclasses import dataclass
from datetime import date

from training.catalogue import Product


@dataclass(eq=False)
class Lot:
    """Goods of a product made at once, in base units; ``known`` once the office wrote it down."""

    product: Product
    code: str
    expires: date
    pieces: int = 0
    known: bool = False


class Warehouse:
    """The lots on the shelves; what is on a run or sold has left it."""

    def __init__(self) -> None:
        self._lots: dict[tuple[str, str], Lot] = {}

    def lot(self, product: Product, code: str, expires: date) -> Lot:
        """The lot of a code."""
        return self._lots.setdefault((product.code, code), Lot(product, code, expires))

    def lots(self, product: Product, day: date | None = None) -> list[Lot]:
        """A product's lots that lie here, first-expired first; on a day, those still good."""
        there = [one for one in self._lots.values() if one.product is product and one.pieces]
        good = [one for one in there if day is None or day <= one.expires]
        return sorted(good, key=lambda one: (one.expires, one.code))

    def total(self, product: Product) -> int:
        """How much of a product lies here."""
        return sum(one.pieces for one in self.lots(product))

    def take(self, product: Product, pieces: int, day: date) -> list[tuple[Lot, int]]:
        """Take goods out, not expired on a day; the story never runs short."""
        taken = []
        for lot in self.lots(product, day):
            part = min(lot.pieces, pieces)
            if part:
                lot.pieces -= part
                pieces -= part
                taken.append((lot, part))
        if pieces:
            raise ValueError(f"{pieces} of {product.code} are missing on {day}")
        return taken
