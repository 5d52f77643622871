"""A shelf as it is searched: whole numbers only, and nothing that can't be on it anyway."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.planning.facings import worth
from desktop.planning.shelves.form import Level, Product, fits

Filling = tuple[tuple[tuple[int, int], ...], ...]  # by level: the items with their facings


@dataclass(frozen=True)
class Item:
    """A product: ``number`` is its place in the problem; ``worths`` are those of 1, 2, … facings.

    ``worths`` go as far as the widest level that takes it has room.
    """

    number: int
    width: int
    must: bool
    worths: tuple[int, ...]


@dataclass(frozen=True)
class Rack:
    """Levels and what may stand on them.

    ``items`` stand in the order of height, of which each level ``takes`` the first so many; at
    most ``most`` of them in all, and just ``musts`` of those that are musts.
    """

    widths: tuple[int, ...]
    takes: tuple[int, ...]
    items: tuple[Item, ...]
    most: int
    musts: int = 0

    @property
    def others(self) -> int:
        """How many that are no musts there may be."""
        return self.most - self.musts

    @property
    def size(self) -> int:
        """How many facings of products there are to choose from, on all levels."""
        return sum(len(item.worths) for takes in self.takes for item in self.items[:takes])

    def only(self, kept: Iterable[int]) -> "Rack":
        """The same with these items alone, named by their places, in rising order."""
        places = list(kept)
        takes = tuple(sum(at < takes for at in places) for takes in self.takes)
        return replace(self, takes=takes, items=tuple(self.items[at] for at in places))


def rack_of(levels: Sequence[Level], products: Sequence[Product], most: int, facings: int) -> Rack:
    """The shelf of a problem, without what fits nowhere."""
    order = sorted(range(len(products)), key=lambda at: (products[at].height_mm or 0, at))
    items, kept = [], []
    for at in order:
        product = products[at]
        wide = max((level.width_mm for level in levels if fits(product, level)), default=0)
        if number := min(wide // product.width_mm, facings):
            worths = tuple(worth(product.value, many + 1) for many in range(number))
            items.append(Item(at, product.width_mm, product.must, worths))
            kept.append(product)
    takes = tuple(sum(fits(product, level) for product in kept) for level in levels)
    room = sum(level.width_mm for level in levels)
    widths = sorted(item.width for item in items)
    while most and sum(widths[:most]) > room:
        most -= 1
    return Rack(
        tuple(level.width_mm for level in levels), takes, tuple(items), min(most, len(items))
    )


def worth_considering(rack: Rack) -> Rack:
    """The same without what can't be missed: as many as there is room for are better in all.

    Better is what is no wider, no higher, worth no less, and a must if the other is one: it could
    stand in its place.
    """
    import numpy as np

    if not rack.items:
        return rack
    width = np.array([item.width for item in rack.items])
    ranks = _ranks(rack.items)
    worths = np.array([ranks[item.worths[0]] for item in rack.items])
    must = np.array([item.must for item in rack.items])
    steps = sorted(set(rack.takes))
    height = np.searchsorted(steps, np.arange(len(rack.items)), side="right")
    kept = []
    for at in range(len(rack.items)):
        no_worse = (width <= width[at]) & (height <= height[at]) & (worths >= worths[at])
        no_worse &= must if must[at] else True
        same = no_worse & (width == width[at]) & (height == height[at]) & (worths == worths[at])
        same &= must == must[at]
        same[:at] = False  # of equals the first goes before
        if int(no_worse.sum()) - int(same.sum()) < rack.most:
            kept.append(at)
    return rack.only(kept)


def _ranks(items: Iterable[Item]) -> dict[int, int]:
    """The rank of what one facing is worth, which is small enough for numpy."""
    return {value: rank for rank, value in enumerate(sorted({item.worths[0] for item in items}))}


def stands(rack: Rack, filling: Filling) -> bool:
    """Whether a filling is one of this rack: no level too full, no item twice, as many musts."""
    placed = [at for row in filling for at, _many in row]
    musts = sum(rack.items[at].must for at in placed)
    return (
        len(set(placed)) == len(placed)
        and musts == rack.musts
        and len(placed) - musts <= rack.others
        and all(
            sum(many * rack.items[at].width for at, many in row) <= width
            and all(at < takes for at, _many in row)
            for row, width, takes in zip(filling, rack.widths, rack.takes, strict=True)
        )
    )


def total(rack: Rack, filling: Filling) -> int:
    """What all that stands there is worth."""
    return sum(rack.items[at].worths[many - 1] for row in filling for at, many in row)
