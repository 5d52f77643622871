"""Which lots goods are taken from and go back to (D3): from what lies there to what is taken.

All quantities are base units. Nothing here knows of a database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Lying:
    """What lies of a lot in one place."""

    lot: int
    code: str
    expires: date
    quantity: int


@dataclass(frozen=True)
class Taking:
    """So much of one lot."""

    lot: int
    quantity: int


@dataclass(frozen=True)
class Wanted:
    """A line to be loaded: so many whole units of a product, each of ``size`` base units.

    ``picked`` is what the picker named for it: then only that is loaded, and nothing when he
    ``left`` it out.
    """

    product: int
    units: int
    size: int
    picked: tuple[Taking, ...] = ()
    left: bool = False

    @property
    def is_named(self) -> bool:
        """Whether the picker said what it gets."""
        return self.left or bool(self.picked)

    @property
    def pieces(self) -> int:
        """In base units."""
        return self.units * self.size


@dataclass(frozen=True)
class Loading:
    """What each line gets, in their order; ``missing`` is by product."""

    lines: tuple[tuple[Taking, ...], ...]
    missing: Mapping[int, int]


def first_expired(lots: Iterable[Lying]) -> list[Lying]:
    """The lots in the order in which they are used up: of one expiry the lower code first."""
    return sorted(lots, key=lambda one: (one.expires, one.code))


def good_on(lots: Iterable[Lying], day: date) -> list[Lying]:
    """The lots that aren't expired on a day; through its expiry day a lot is good."""
    return [one for one in lots if one.expires >= day]


def take(lots: Iterable[Lying], wanted: int) -> list[Taking]:
    """At most ``wanted`` of the lots in this order; less when less lies there."""
    taken = []
    for one in lots:
        quantity = min(one.quantity, wanted)
        if quantity > 0:
            taken.append(Taking(one.lot, quantity))
            wanted -= quantity
    return taken


def total(goods: Iterable[Lying] | Iterable[Taking]) -> int:
    """How much it is in all."""
    return sum(one.quantity for one in goods)


def without(lots: Iterable[Lying], taken: Iterable[Taking]) -> list[Lying]:
    """What is left of the lots."""
    gone: dict[int, int] = {}
    for one in taken:
        gone[one.lot] = gone.get(one.lot, 0) + one.quantity
    return [
        Lying(one.lot, one.code, one.expires, one.quantity - gone.get(one.lot, 0)) for one in lots
    ]


def load(lines: Sequence[Wanted], lying: Mapping[int, Sequence[Lying]], day: date) -> Loading:
    """Load lines in their order from what lies in the warehouse, by product, first-expired first.

    What was picked is taken before the others get theirs. Each of these gets whole units of its
    own as far as they go; what all of them lack together is ``missing``.
    """
    picked = [taking for line in lines for taking in line.picked]
    left = {product: good_on(without(lots, picked), day) for product, lots in lying.items()}
    missing = _missing(lines, left)
    loaded = []
    for line in lines:
        taken = list(line.picked)
        if not line.is_named:
            there = left.get(line.product, [])
            whole = min(line.pieces, total(there) // line.size * line.size)
            taken = take(there, whole)
            left[line.product] = without(there, taken)
        loaded.append(tuple(taken))
    return Loading(tuple(loaded), missing)


def _missing(lines: Sequence[Wanted], left: Mapping[int, Sequence[Lying]]) -> dict[int, int]:
    wanted: dict[int, int] = {}
    for line in lines:
        if not line.is_named:
            wanted[line.product] = wanted.get(line.product, 0) + line.pieces
    lacking = {product: pieces - total(left.get(product, ())) for product, pieces in wanted.items()}
    return {product: pieces for product, pieces in lacking.items() if pieces > 0}


def share_out(
    lines: Sequence[tuple[int, int]], picked: Sequence[Lying]
) -> tuple[list[list[Taking]], list[Lying]]:
    """Give what was picked of a product to lines in their order, and what is left of it.

    A line is what it may have at most and the size of its unit: it gets whole units.
    """
    left, given = list(picked), []
    for most, size in lines:
        whole = min(most, total(left)) // size * size
        taken = take(left, whole)
        left = without(left, taken)
        given.append(taken)
    return given, [one for one in left if one.quantity]


def still_out(takings: Sequence[Taking], out: Mapping[int, int]) -> list[Taking]:
    """What of a line's takings is still out, by how much of each lot is: the first taken stays."""
    left = dict(out)
    held = []
    for one in takings:
        quantity = min(one.quantity, left.get(one.lot, 0))
        left[one.lot] = left.get(one.lot, 0) - quantity
        if quantity > 0:
            held.append(Taking(one.lot, quantity))
    return held


def come_back(takings: Sequence[Taking], out: Mapping[int, int], quantity: int) -> list[Taking]:
    """Which lots come back: in the reverse order of taking."""
    back = []
    for one in reversed(still_out(takings, out)):
        part = min(one.quantity, quantity)
        if part > 0:
            back.append(Taking(one.lot, part))
            quantity -= part
    return back


def fair_shares(wants: Mapping[int, int], there: int) -> dict[int, int]:
    """What each may have of goods that don't go round: its part of them, rounded down.

    What is left over goes one each to the earliest that wants more (D3a, as amounts by M6).
    """
    asked = sum(wants.values())
    if asked <= there:
        return dict(wants)
    shares = {key: want * max(there, 0) // asked for key, want in wants.items()}
    left = max(there, 0) - sum(shares.values())
    for key, want in wants.items():
        if left and shares[key] < want:
            shares[key] += 1
            left -= 1
    return shares
