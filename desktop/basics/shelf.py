"""A shelf as somebody arranges it: levels from the top, packs on them, and what that is worth (P3).

Arranging may overfill a level for a moment; what is wrong is told, and nothing is refused here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.basics.i18n import _
from desktop.basics.money import part

UNKNOWN_MM = 60  # a pack of unknown width is taken to be as wide as a tube
MOST_FACINGS = 6
MONTH_DAYS = 30


@dataclass(frozen=True)
class Level:
    """A level's usable width and its clear height; None wasn't measured."""

    width_mm: int
    height_mm: int | None = None


@dataclass(frozen=True)
class Pack:
    """A product with all its facings, which stand side by side.

    ``values`` are what it earns the shop with 1, 2, 3 … facings, in thousandths of a fen a day;
    empty where nobody reckoned it. ``group`` is what has one colour, such as its line.
    """

    code: str
    name: str
    facings: int
    width_mm: int | None = None
    height_mm: int | None = None
    group: str = ""
    values: tuple[int, ...] = ()
    picture: bytes = b""

    @property
    def facing_mm(self) -> int:
        """How wide one of it stands."""
        return self.width_mm or UNKNOWN_MM

    @property
    def taken_mm(self) -> int:
        """How wide all of it stands."""
        return self.facings * self.facing_mm

    def faced(self, facings: int) -> "Pack":
        """The same with another number of facings."""
        return replace(self, facings=facings)

    @property
    def month_fen(self) -> int:
        """What it earns the shop in a month as it stands."""
        return month_fen(self.value)

    @property
    def value(self) -> int:
        """What it earns as it stands."""
        return self.values[min(self.facings, len(self.values)) - 1] if self.values else 0


@dataclass(frozen=True)
class Spot:
    """Where a pack stands: its level, and its place there from the left, both from 0."""

    level: int
    place: int


@dataclass(frozen=True)
class Shelf:
    """Levels, and from left to right the packs on each; as many rows of packs as levels."""

    levels: tuple[Level, ...]
    packs: tuple[tuple[Pack, ...], ...]

    @classmethod
    def of(cls, levels: Sequence[Level], placed: Sequence[tuple[int, Pack]]) -> "Shelf":
        """A shelf with these packs, each with its level from 1, in their order.

        A pack below the lowest level gets one of its own, as wide as what stands there.
        """
        count = max([len(levels), *(level for level, _pack in placed)], default=0)
        packs = tuple(
            tuple(pack for level, pack in placed if level == number)
            for number in range(1, count + 1)
        )
        widest = max((level.width_mm for level in levels), default=0)
        more = [
            Level(max(widest, sum(pack.taken_mm for pack in row))) for row in packs[len(levels) :]
        ]
        return cls((*levels, *more), packs)

    def __iter__(self) -> Iterator[tuple[Spot, Pack]]:
        """Every pack with its spot, in reading order."""
        for level, row in enumerate(self.packs):
            for place, pack in enumerate(row):
                yield Spot(level, place), pack

    def spot_of(self, code: str) -> Spot | None:
        """Where a product stands."""
        return next((spot for spot, pack in self if pack.code == code), None)

    def pack_at(self, spot: Spot) -> Pack:
        """What stands at a spot."""
        return self.packs[spot.level][spot.place]

    @property
    def month_fen(self) -> int:
        """What all of it earns the shop in a month, product by product."""
        return sum(pack.month_fen for _spot, pack in self)

    @property
    def uncounted(self) -> tuple[Pack, ...]:
        """What stands there and nobody could reckon, as its prices aren't known."""
        return tuple(pack for _spot, pack in self if not pack.values)

    def free_mm(self, level: int) -> int:
        """What width is left on a level; below 0 it is overfilled."""
        return self.levels[level].width_mm - sum(pack.taken_mm for pack in self.packs[level])

    def too_high(self, level: int) -> tuple[Pack, ...]:
        """What is higher than its level, where both are known."""
        high = self.levels[level].height_mm
        return tuple(
            pack for pack in self.packs[level] if high and pack.height_mm and pack.height_mm > high
        )

    def faults(self) -> list[str]:
        """What is wrong as it stands, in words."""
        found = []
        for level in range(len(self.levels)):
            over_mm = -self.free_mm(level)
            if over_mm > 0:
                words = _("Level {level} is overfilled by {over} cm.")
                found.append(words.format(level=level + 1, over=_cm(over_mm)))
            for pack in self.too_high(level):
                words = _("{product} is higher than level {level}.")
                found.append(words.format(product=pack.name, level=level + 1))
        return found

    # --- arranging ----------------------------------------------------------------------

    def moved(self, code: str, to: Spot) -> "Shelf":
        """With a product at another spot, counted as if it stood nowhere yet."""
        spot = self.spot_of(code)
        if spot is None or not 0 <= to.level < len(self.levels):
            return self
        pack = self.pack_at(spot)
        rows = [[one for one in row if one.code != code] for row in self.packs]
        row = rows[to.level]
        row.insert(min(max(to.place, 0), len(row)), pack)
        return replace(self, packs=tuple(tuple(row) for row in rows))

    def faced(self, code: str, facings: int, most: int = MOST_FACINGS) -> "Shelf":
        """With another number of a product's facings, from 1 to the most."""
        wanted = min(max(facings, 1), most)
        return self._each(lambda pack: pack.faced(wanted) if pack.code == code else pack)

    def _each(self, change: Callable[[Pack], Pack]) -> "Shelf":
        return replace(self, packs=tuple(tuple(map(change, row)) for row in self.packs))


def month_fen(value: int) -> int:
    """Thousandths of a fen a day as whole fen a month, rounded half up."""
    return part(value, MONTH_DAYS, 1000)


def _cm(millimetres: int) -> str:
    """Centimetres with the part that a shelf is measured by."""
    whole, part = divmod(millimetres, 10)
    return f"{whole}.{part}" if part else str(whole)


def room_words(free_mm: int) -> str:
    """What is left on a level, or by how much it is too narrow."""
    if free_mm < 0:
        return _("{over} cm too much").format(over=_cm(-free_mm))
    return _("{free} cm free").format(free=_cm(free_mm))
