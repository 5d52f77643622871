"""Where a shelf's levels and packs are drawn, both directions to one scale."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from desktop.basics.shelf import Shelf, Spot

_USUAL_MM = 250  # a level whose height nobody measured
_HIGHEST_PX = 360
_LOWEST_LEVEL_PX = 30
_BOARD_PX = 5
WORDS_PX = 132  # beside the shelf: each level's number and room
_GRIP_PX = 5


@dataclass(frozen=True)
class Drawing:
    """A shelf on so many pixels; ``scale`` is in pixels a millimetre."""

    shelf: Shelf
    scale: float
    tops: tuple[float, ...]
    wide: float
    high: float

    @classmethod
    def fitting(cls, shelf: Shelf, wide: float) -> "Drawing":
        """As large as a width allows, and not so high that its levels can't be seen at once."""
        widest = max((level.width_mm for level in shelf.levels), default=0)
        taken = [sum(pack.taken_mm for pack in row) for row in shelf.packs]
        across_mm = max([widest, *taken, 1])
        heights_mm = [level.height_mm or _USUAL_MM for level in shelf.levels]
        room = _HIGHEST_PX - _BOARD_PX * len(heights_mm)
        scale = min((wide - WORDS_PX) / across_mm, room / max(sum(heights_mm), 1))
        scale = max(scale, 0.05)
        tops, top = [], 0.0
        for height_mm in heights_mm:
            tops.append(top)
            top += max(height_mm * scale, _LOWEST_LEVEL_PX) + _BOARD_PX
        return cls(shelf, scale, tuple(tops), across_mm * scale, top)

    def level(self, number: int) -> QRectF:
        """The clear space of a level, above its board."""
        ends = (*self.tops[1:], self.high)
        top, wide = self.tops[number], self.shelf.levels[number].width_mm * self.scale
        return QRectF(0, top, wide, ends[number] - top - _BOARD_PX)

    def board(self, number: int) -> QRectF:
        """What a level's packs stand on."""
        space = self.level(number)
        return QRectF(0, space.bottom(), space.width(), _BOARD_PX)

    def packs(self) -> Iterator[tuple[Spot, QRectF]]:
        """Where each pack stands with all its facings."""
        for number, row in enumerate(self.shelf.packs):
            space, left = self.level(number), 0.0
            for place, pack in enumerate(row):
                wide = pack.taken_mm * self.scale
                high = pack.height_mm * self.scale if pack.height_mm else space.height() * 0.6
                high = min(max(high, 10.0), space.height())
                yield Spot(number, place), QRectF(left, space.bottom() - high, wide, high)
                left += wide

    def rect_of(self, code: str) -> QRectF | None:
        """Where a product stands."""
        spot = self.shelf.spot_of(code)
        return next((rect for at, rect in self.packs() if at == spot), None)

    def pack_under(self, point: QPointF) -> Spot | None:
        """What stands under a point; above a low pack counts as on it."""
        level = self.level_under(point)
        for spot, rect in self.packs():
            if spot.level == level and rect.left() <= point.x() < rect.right():
                return spot
        return None

    def grip_under(self, point: QPointF) -> Spot | None:
        """The pack whose right edge lies under a point: by it its facings are drawn out."""
        level = self.level_under(point)
        for spot, rect in self.packs():
            if spot.level == level and abs(point.x() - rect.right()) <= _GRIP_PX:
                return spot
        return None

    def level_under(self, point: QPointF) -> int:
        """The level that a point lies on, or the nearest."""
        for number in reversed(range(len(self.tops))):
            if point.y() >= self.tops[number]:
                return number
        return 0

    def place_for(self, point: QPointF, code: str) -> Spot:
        """Where a product goes that is let go at a point, counted as if it stood nowhere yet."""
        level, place = self.level_under(point), 0
        for spot, rect in self.packs():
            if spot.level == level and self.shelf.pack_at(spot).code != code:
                place += point.x() > rect.center().x()
        return Spot(level, place)
