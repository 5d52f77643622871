"""The shelf drawn to scale: what stands where, and what room is left."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.proposals import ProposalDetail, ProposedLine
from desktop.views.kit import theme
from desktop.views.kit.blocks.block import Block

_LEVEL_PX = 44
_UNKNOWN_MM = 60  # a front of unknown width is drawn as wide as a tube


class ShelfView(QWidget):
    """Levels from the top down; each product a block as wide as its facings."""

    def __init__(self) -> None:
        super().__init__()
        self._levels: list[list[ProposedLine]] = []
        self._width_mm = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Shelf"))

    def show_shelf(self, lines: Sequence[ProposedLine], widths_cm: Sequence[int]) -> bool:
        """Draw these lines on a shelf with levels of these widths, as far as they are known.

        Gives whether there is anything to draw.
        """
        count = max([len(widths_cm), *(line.level for line in lines)], default=0)
        self._levels = [[line for line in lines if line.level == n + 1] for n in range(count)]
        used = [sum(_mm(line) for line in level) for level in self._levels]
        self._width_mm = max([*(width_cm * 10 for width_cm in widths_cm), *used], default=0)
        self.setAccessibleDescription(
            "；".join(
                f"{number}: " + "、".join(f"{line.name}×{line.facings}" for line in level)
                for number, level in enumerate(self._levels, 1)
            )
        )
        self.setFixedHeight(count * _LEVEL_PX + 2)
        self.update()
        return bool(count and self._width_mm)

    def sizeHint(self) -> QSize:
        return QSize(400, len(self._levels) * _LEVEL_PX + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = theme.colours()
        scale = (self.width() - 2) / self._width_mm if self._width_mm else 0
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        for number, level in enumerate(self._levels):
            left = 1.0
            bottom = (number + 1) * _LEVEL_PX
            for line in level:
                wide = _mm(line) * scale
                block = QRectF(left, bottom - _LEVEL_PX + 6, max(2.0, wide - 2), _LEVEL_PX - 8)
                painter.setPen(QColor(chosen.accent))
                painter.setBrush(QColor(chosen.accent_soft))
                painter.drawRect(block)
                for facing in range(1, line.facings):
                    x = left + facing * (wide - 2) / line.facings
                    painter.drawLine(int(x), int(block.top()), int(x), int(block.top() + 5))
                painter.setPen(QColor(chosen.text))
                inner = block.adjusted(3, 2, -3, -2)
                words = painter.fontMetrics().elidedText(
                    line.name, Qt.TextElideMode.ElideRight, int(inner.width())
                )
                painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, words)
                left += wide
            painter.setPen(QColor(chosen.quiet))
            painter.drawLine(0, bottom, self.width(), bottom)


class Shelf(Block[ProposalDetail]):
    """The shelf of a proposal, as wide and high as the survey found it."""

    def __init__(self) -> None:
        self._view = ShelfView()
        super().__init__(self._view, N_("The shelf"))

    def fill(self, item: ProposalDetail) -> bool:
        levels = item.survey.levels if item.survey else ()
        return self._view.show_shelf(item.lines, [level.width_cm for level in levels])


def _mm(line: ProposedLine) -> int:
    return line.facings * (line.width_mm or _UNKNOWN_MM)
