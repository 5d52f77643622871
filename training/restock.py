"""What a shop sells of the products of its proposal, and what it orders of them then.

It orders as real shops do: what won't last until the next drop, by what it sold. Of what the
proposal expected it sells some more and some less. Its dice are its own.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from training.catalogue import Product
from training.sold import Line

_PER_MILLE = 1000
# Of what was expected, in thousandths: some products a shop sells well, some hardly.
_SELLS = (100, 200, 300, 400, 500, 550, 650, 850)
_MONTH_DAYS = 30
_FIRST_DAYS = 14  # what a first order covers (P3a)


@dataclass
class Place:
    """A product on the shelf: sold a day and lying there, in thousandths of a piece."""

    product: Product
    unit: str
    daily: int
    lies: int


class Shelf:
    """The shelf of a shop that took a proposal, from its first order on."""

    def __init__(self, code: str, lines: list[tuple[Line, int | None]], day: date) -> None:
        """``lines`` are those of the first order, with what was expected of each in a month."""
        dice = Random(f"restock {code}")
        self._day = day
        self._month = day.month
        self._places = [_place(line, month, dice) for line, month in lines]

    def wanted(self, segment: str, day: date, days: int, pushed: set[str]) -> list[Line]:
        """What is ordered on a day to last so many days; adopted suggestions (``pushed``) help.

        Nobody lets a driver come for nothing: when all lasts, what lasts shortest is ordered.
        """
        passed, self._day = max(0, (day - self._day).days), max(day, self._day)
        short = []
        for place in self._places:
            daily = self._sells(place, segment, day, place.product.code in pushed)
            place.lies = max(0, place.lies - daily * passed)
            short.append((daily * days - place.lies, place.product.code, place, daily))
        short.sort(key=lambda one: one[:2], reverse=True)
        found = [
            _refill(place, daily * days - place.lies)
            for lacks, _code, place, daily in short
            if lacks > 0
        ]
        return found or [_refill(short[0][2], _PER_MILLE)]

    def _sells(self, place: Place, segment: str, day: date, pushed: bool) -> int:
        """Its season against that of the proposal; a new product doesn't grow by half of it."""
        now, then = (place.product.sells(segment, month) for month in (day.month, self._month))
        daily = place.daily * min(now, then * 5 // 4) // then
        return daily * 3 // 2 if pushed else daily


def _place(line: Line, month: int | None, dice: Random) -> Place:
    pieces = line.ordered * line.size * _PER_MILLE
    expected = pieces // _FIRST_DAYS if month is None else month * _PER_MILLE // _MONTH_DAYS
    daily = expected * dice.choice(_SELLS) // _PER_MILLE
    return Place(line.product, line.unit, daily, pieces)


def _refill(place: Place, lacks: int) -> Line:
    """So many of its unit, in threes and sixes where there are many."""
    size = place.product.units[place.unit] * _PER_MILLE
    quantity = max(1, -(-lacks // size))
    step = 6 if quantity >= 12 else 3 if quantity >= 6 else 1
    quantity = -(-quantity // step) * step
    place.lies += quantity * size
    return Line.of(place.product, place.unit, quantity)
