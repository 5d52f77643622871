"""The shops of a map ready to be painted: their places as arrays, found by a grid."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import dist, floor, sqrt

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from desktop.basics.chart_drawing import Letters, Point
from desktop.basics.ground import Ground
from desktop.basics.map_drawing import (
    Name,
    Names,
    View,
    area_names,
    fitting,
    flat_of,
    mark_names,
    outline,
    pin,
    shop_names,
)
from desktop.basics.map_fitting import Edges
from desktop.basics.map_scene import Scene, Sign
from desktop.views.kit import theme
from desktop.views.kit.blocks.map_ground import GroundPainter

SIGN_PX = 5.5  # half as wide as a sign is
_STAMP_PX = 16  # a sign with its rim, painted once and stamped where shops are
_DOT_PX = 5  # a shop among very many
_DETAILED = 800  # more shops in sight are dots: nobody could tell their shapes
_NAMED = 400  # of more shops in sight none would find room for its name
_PIN_PX = 5.0
_A_CELL = 8  # shops that a cell of the grid holds, where they are spread evenly

Rectangle = tuple[float, float, float, float]


class Layer:
    """One scene laid flat, on a ``ground`` or none; made off the GUI thread, painted on it."""

    def __init__(self, scene: Scene, ground: Ground | None = None) -> None:
        self.scene = scene
        self._areas: list[tuple[str, QRectF]] = []  # where their names were painted, in metres
        self.flat = flat_of([spot.place for spot in scene.spots])
        self.points = [self.flat.metres(spot.place) for spot in scene.spots]
        marks = [self.flat.metres(mark.place) for mark in scene.marks]
        self.edges = Edges([*self.points, *marks])
        self._ways = [[self.flat.metres(one) for one in way.places] for way in scene.ways]
        self.place_of = {spot.id: place for place, spot in enumerate(scene.spots)}
        self._ground = GroundPainter(ground, self.flat) if ground else None
        by_sign: dict[int, list[QPointF]] = defaultdict(list)
        for spot, (x, y) in zip(scene.spots, self.points, strict=True):
            by_sign[spot.sign].append(QPointF(x, y))
        self._dots = {sign: QPolygonF(points) for sign, points in by_sign.items()}
        self._cell_m = self._cell_size()
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place, point in enumerate(self.points):
            self._cells[self._cell(point)].append(place)

    def _cell_size(self) -> float:
        view = fitting(self.points, 1, 1)
        return max(1.0, view.each_m * sqrt(_A_CELL / max(len(self.points), 1)))

    def _cell(self, point: Point) -> tuple[int, int]:
        return floor(point[0] / self._cell_m), floor(point[1] / self._cell_m)

    @property
    def has_ground(self) -> bool:
        """Whether a picture lies below the shops."""
        return self._ground is not None

    # --- finding ----------------------------------------------------------------------------------

    def between(self, one: Point, other: Point) -> Iterator[int]:
        """The shops between two corners (metres), by their places in the scene."""
        left, right = sorted((one[0], other[0]))
        top, bottom = sorted((one[1], other[1]))
        for cell in self._cells_between((left, top), (right, bottom)):
            for place in cell:
                x, y = self.points[place]
                if left <= x <= right and top <= y <= bottom:
                    yield place

    def _cells_between(self, upper: Point, lower: Point) -> Iterator[list[int]]:
        (left, top), (right, bottom) = self._cell(upper), self._cell(lower)
        if (right - left + 1) * (bottom - top + 1) <= len(self._cells):
            for i in range(left, right + 1):
                for j in range(top, bottom + 1):
                    if cell := self._cells.get((i, j)):
                        yield cell
            return
        for (i, j), cell in self._cells.items():
            if left <= i <= right and top <= j <= bottom:
                yield cell

    def inside(self, view: View) -> list[int]:
        """The shops in sight."""
        return sorted(self.between(view.metres((0, 0)), view.metres((view.wide, view.high))))

    def _is_crowded(self, view: View) -> bool:
        """Whether so many shops are in sight that each is but a dot; it counts no further."""
        number = 0
        corners = view.metres((0, 0)), view.metres((view.wide, view.high))
        for cell in self._cells_between(*corners):
            number += len(cell)
            if number > _DETAILED:
                return True
        return False

    def nearest(self, at: Point, reach: float) -> int | None:
        """The shop nearest to a point (metres), within reach of it."""
        found = self.between((at[0] - reach, at[1] - reach), (at[0] + reach, at[1] + reach))
        near = [(dist(self.points[place], at), place) for place in found]
        best = min(near, default=(reach + 1, None))
        return best[1] if best[0] <= reach else None

    def within(self, corners: Sequence[Point]) -> list[int]:
        """The shops that a line through these points (metres) goes round."""
        around = QPolygonF([QPointF(x, y) for x, y in corners])
        box = around.boundingRect()
        found = self.between((box.left(), box.top()), (box.right(), box.bottom()))
        rule = Qt.FillRule.OddEvenFill
        return [one for one in found if around.containsPoint(QPointF(*self.points[one]), rule)]

    @property
    def area_middles(self) -> dict[str, Point]:
        """The middles (metres) of the names of areas, as they were painted last."""
        return {words: box.center().toTuple() for words, box in self._areas}

    def area_at(self, at: Point) -> str:
        """The area whose name was painted at a point (metres); "" for none."""
        return next((words for words, box in self._areas if box.contains(QPointF(*at))), "")

    def beside(self, here: int, step: Point) -> int | None:
        """The next shop in a direction: near ones first, those aside later."""
        x, y = self.points[here]
        best: tuple[float, int] | None = None
        reach = self._cell_m
        while reach < self._cell_m * 4096:
            for place in self.between((x - reach, y - reach), (x + reach, y + reach)):
                east, south = self.points[place][0] - x, self.points[place][1] - y
                ahead = east * step[0] + south * step[1]
                aside = abs(east * step[1]) + abs(south * step[0])
                far = ahead + 2 * aside
                if place != here and ahead > 0 and aside <= 2 * ahead and far <= reach:
                    best = min(best or (far, place), (far, place))
            if best:
                return best[1]
            if reach > 1 and self._holds_all(x, y, reach):
                return None
            reach *= 2
        return None

    def _holds_all(self, x: float, y: float, reach: float) -> bool:
        view = fitting(self.points, 1, 1)
        return reach > 4 * (view.each_m + abs(view.x - x) + abs(view.y - y))

    def _counts(self, place: int) -> int:
        return self.scene.signs[self.scene.spots[place].sign].counts

    # --- painting ---------------------------------------------------------------------------------

    def painted(
        self, view: View, letters: Letters | None, taken: Iterable[Rectangle] = ()
    ) -> QPixmap:
        """What the view shows, without its ground; with names only where ``letters`` are given.

        No name stands in a rectangle that is ``taken`` (left, top, width, height).
        """
        pixmap = QPixmap(round(view.wide), round(view.high))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        if self._ground is not None:
            self._ground.paint(painter, view, finely=letters is not None)
        self._paint_ways(painter, view)
        seen: Sequence[int] = ()
        if self._is_crowded(view):
            self._paint_dots(painter, view)
        else:
            seen = sorted(self.inside(view), key=self._counts)
            self._paint_signs(painter, view, seen)
        self._paint_marks(painter, view)
        if letters is not None:
            names = Names(letters, view.wide, view.high)
            for one in taken:
                names.keep(*one)
            self._paint_names(painter, view, seen, letters, names)
        painter.end()
        return pixmap

    def _paint_ways(self, painter: QPainter, view: View) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        links = QPainterPath()
        for one, other in self.scene.links:
            links.moveTo(QPointF(*view.point(self.flat.metres(one))))
            links.lineTo(QPointF(*view.point(self.flat.metres(other))))
        painter.setPen(QPen(theme.colour("wrong"), 2))
        painter.drawPath(links)
        for way, stops in zip(self.scene.ways, self._ways, strict=True):
            points = [QPointF(*view.point(point)) for point in stops]
            painter.setPen(QPen(theme.colour(way.tone), 2))
            # Leg by leg: crossing itself, a polyline is stroked ten times slower than its parts.
            painter.drawLines([QLineF(*ends) for ends in pairwise(points)])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_dots(self, painter: QPainter, view: View) -> None:
        to_view = QTransform.fromTranslate(*view.point((0, 0))).scale(
            1 / view.each_m, 1 / view.each_m
        )
        for sign, dots in sorted(
            self._dots.items(), key=lambda one: self.scene.signs[one[0]].counts
        ):
            pen = QPen(theme.colour(self.scene.signs[sign].tone), _DOT_PX)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            painter.setPen(pen)
            painter.drawPoints(to_view.map(dots))

    def _paint_signs(self, painter: QPainter, view: View, seen: Iterable[int]) -> None:
        stamps: dict[int, QPixmap] = {}
        for place in seen:
            number = self.scene.spots[place].sign
            if number not in stamps:
                stamps[number] = _stamp(self.scene.signs[number])
            x, y = view.point(self.points[place])
            painter.drawPixmap(QPointF(x - _STAMP_PX / 2, y - _STAMP_PX / 2), stamps[number])

    def _paint_marks(self, painter: QPainter, view: View) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().surface), 1))
        for mark in self.scene.marks:
            at = view.point(self.flat.metres(mark.place))
            if view.holds(at, 4 * _PIN_PX):
                painter.setBrush(theme.colour(mark.tone))
                around = [QPointF(x, y) for x, y in pin(at, _PIN_PX)]
                painter.drawPolygon(QPolygonF(around))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_names(
        self,
        painter: QPainter,
        view: View,
        seen: Sequence[int],
        letters: Letters,
        names: Names,
    ) -> None:
        font = painter.font()
        font.setPixelSize(round(letters.size))
        painter.setFont(font)
        points = [view.point(self.points[one]) for one in seen]
        marks = mark_names(self.scene, self.flat, view, names, letters, _PIN_PX, points)
        areas = area_names(self.scene, self.flat, view, names, letters, points)
        self._areas = [(name.text, _in_metres(_box(name, letters), view)) for name in areas]
        shops: list[Name] = []
        if 0 < len(seen) <= _NAMED:
            spots = [(self.scene.spots[one], at) for one, at in zip(seen, points, strict=True)]
            spots.sort(key=lambda one: -self.scene.signs[one[0].sign].counts)
            shops = list(shop_names(names, spots, letters, SIGN_PX))
        grounds = {"accent": theme.colours().accent_soft, "text": theme.colours().surface}
        for tone, some, has_ground in (
            ("text", shops, self._ground is not None),
            ("accent", areas, True),
            ("text", marks, True),
        ):
            for name in some:
                if has_ground:
                    ground = QColor(grounds[tone])
                    ground.setAlpha(210)
                    painter.fillRect(_box(name, letters), ground)
                painter.setPen(theme.colour(tone))
                painter.drawText(QPointF(name.x, name.y + letters.size * 0.36), name.text)


def _stamp(sign: Sign) -> QPixmap:
    """A sign painted once."""
    stamp = QPixmap(_STAMP_PX, _STAMP_PX)
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.colours().surface), 1))
    painter.setBrush(theme.colour(sign.tone))
    around = outline(sign, (_STAMP_PX / 2, _STAMP_PX / 2), SIGN_PX)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in around]))
    painter.end()
    return stamp


def _box(name: Name, letters: Letters) -> QRectF:
    """What a name covers, in the view in which it stands."""
    high = letters.size * 1.25
    return QRectF(name.x - 3, name.y - high / 2, letters.measure(name.text) + 6, high)


def _in_metres(box: QRectF, view: View) -> QRectF:
    left, top = view.metres((box.left(), box.top()))
    return QRectF(left, top, box.width() * view.each_m, box.height() * view.each_m)
