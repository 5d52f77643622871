"""Where everything stands on the drawn runs of a day: rows, hours, stops; without painting."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from desktop.queries.day_rows import TourLine

HEAD_PX = 22
ROW_PX = 40
NAME_PX = 136
LOAD_PX = 92
COST_PX = 104
STOP_PX = 17
_LEAST_PX = 2
_HOUR = 60
_USUAL = (7 * _HOUR, 19 * _HOUR)


def minute(clock: str) -> int:
    """The minute of the day of a time such as ``25:10``."""
    hours, minutes = clock.split(":")
    return int(hours) * _HOUR + int(minutes)


@dataclass(frozen=True)
class Drawing:
    """Runs below each other, their stops along the hours."""

    lines: Sequence[TourLine]
    wide: float

    @property
    def high(self) -> int:
        """How high all of it is."""
        return HEAD_PX + ROW_PX * max(1, len(self.lines))

    @property
    def left(self) -> float:
        """Where the hours begin."""
        return NAME_PX + LOAD_PX

    @property
    def right(self) -> float:
        """Where the hours end."""
        return max(self.left + 60, self.wide - COST_PX)

    @cached_property
    def hours(self) -> tuple[int, int]:
        """From which minute to which all runs last, in whole hours."""
        first = [minute(one.departs) for one in self.lines if one.departs]
        last = [minute(one.returns) for one in self.lines if one.returns]
        begins = min([*first, _USUAL[0]]) // _HOUR * _HOUR
        return begins, -(-max([*last, _USUAL[1]]) // _HOUR) * _HOUR

    def x(self, at: float) -> float:
        """Where a minute of the day stands."""
        begins, ends = self.hours
        return self.left + (at - begins) * (self.right - self.left) / (ends - begins)

    def row(self, at: int) -> QRectF:
        """A run's row."""
        return QRectF(0, HEAD_PX + at * ROW_PX, self.wide, ROW_PX)

    @cached_property
    def stops(self) -> Sequence[Sequence[QRectF]]:
        """The boxes of all stops, row by row."""
        return [self._boxes(at, line) for at, line in enumerate(self.lines)]

    def _boxes(self, row: int, line: TourLine) -> list[QRectF]:
        top = self.row(row).top() + 4
        each_s = (self.right - self.left) / ((self.hours[1] - self.hours[0]) * 60)
        boxes: list[QRectF] = []
        for at, stop in enumerate(line.stops):
            if stop.arrives:
                left = self.x(minute(stop.arrives))
            else:
                left = self.left + at * (self.right - self.left) / len(line.stops)
            if boxes:  # of two at one place both are seen
                left = max(left, boxes[-1].left() + _LEAST_PX + 1)
                boxes[-1].setRight(min(boxes[-1].right(), left - 1))
            wide = max(_LEAST_PX, stop.drop.service_s * each_s)
            boxes.append(QRectF(left, top, wide, STOP_PX))
        return boxes

    def row_at(self, y: float) -> int | None:
        """The row at a height."""
        at = int((y - HEAD_PX) // ROW_PX)
        return at if 0 <= at < len(self.lines) else None

    def stop_under(self, point: QPointF) -> tuple[int, int] | None:
        """Row and place of the stop at a point."""
        row = self.row_at(point.y())
        if row is None:
            return None
        boxes = self.stops[row]
        near = [
            (abs(box.center().x() - point.x()), at)
            for at, box in enumerate(boxes)
            if box.left() - 2 <= point.x() <= box.right() + 2
        ]
        return (row, min(near)[1]) if near else None

    def place_for(self, point: QPointF) -> tuple[int, int] | None:
        """Before which stop of which row something would come that is let go at a point.

        −1 outside of the hours: where it costs least.
        """
        row = self.row_at(point.y())
        if row is None:
            return None
        if not self.left <= point.x() <= self.right:
            return row, -1
        return row, sum(box.center().x() < point.x() for box in self.stops[row])
