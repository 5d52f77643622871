"""How a shelf is painted: boards, packs with their pictures or names, and each level's room."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.basics.shelf import Pack, Spot, room_words
from desktop.views.kit import theme
from desktop.views.kit.blocks.shelf_drawing import WORDS_PX, Drawing

_TINTS = ("accent_soft", "careful_soft", "good_soft", "ground")
_NAME_PX = 12


class ShelfPainting:
    """Paints shelves; a picture is unpacked once."""

    def __init__(self) -> None:
        self._pictures: dict[bytes, QPixmap] = {}

    def paint(self, onto: QWidget, drawing: Drawing, chosen: str, drop: Spot | None) -> None:
        """Paint a shelf; ``drop`` is where the chosen product would go if it were let go now."""
        painter = QPainter(onto)
        font = painter.font()
        font.setPixelSize(_NAME_PX)
        painter.setFont(font)
        shelf = drawing.shelf
        for level in range(len(shelf.levels)):
            self._paint_level(painter, drawing, level)
        groups = list(dict.fromkeys(pack.group for _spot, pack in shelf))
        for number, (spot, rect) in enumerate(drawing.packs(), 1):
            pack = shelf.pack_at(spot)
            tint = _TINTS[groups.index(pack.group) % len(_TINTS)]
            self._paint_pack(painter, pack, rect, tint)
            if pack.code == chosen or self._picture(pack) is None:
                _paint_name(painter, pack, rect, number)
            if pack.code == chosen:
                painter.setPen(QPen(theme.colour("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        if drop is not None:
            _paint_drop(painter, drawing, chosen, drop)

    def _paint_level(self, painter: QPainter, drawing: Drawing, level: int) -> None:
        space, free = drawing.level(level), drawing.shelf.free_mm(level)
        painter.fillRect(space, theme.colour("ground"))
        painter.fillRect(drawing.board(level), theme.colour("line"))
        beside = QRectF(drawing.wide + 12, space.top(), WORDS_PX - 12, space.height())
        high = painter.fontMetrics().height()
        flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme.colour("quiet"))
        number = _("Level {level}").format(level=level + 1)
        painter.drawText(beside.adjusted(0, 0, 0, -high), flags, number)
        too_high = bool(drawing.shelf.too_high(level))
        painter.setPen(theme.colour("wrong" if free < 0 or too_high else "text"))
        words = _("too low") if too_high and free >= 0 else room_words(free)
        painter.drawText(beside, flags, words)

    def _paint_pack(self, painter: QPainter, pack: Pack, rect: QRectF, tint: str) -> None:
        one = rect.width() / max(pack.facings, 1)
        picture = self._picture(pack)
        for facing in range(pack.facings):
            box = QRectF(rect.left() + facing * one, rect.top(), one, rect.height())
            box = box.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.colour("edge"), 1))
            painter.setBrush(theme.colour(tint))
            painter.drawRect(box)
            if picture is not None:
                _paint_within(painter, picture, box.adjusted(1, 1, -1, -1))

    def _picture(self, pack: Pack) -> QPixmap | None:
        if not pack.picture:
            return None
        if pack.picture not in self._pictures:
            shown = QPixmap()
            shown.loadFromData(pack.picture)
            self._pictures[pack.picture] = shown
        shown = self._pictures[pack.picture]
        return None if shown.isNull() else shown


def _paint_name(painter: QPainter, pack: Pack, rect: QRectF, number: int) -> None:
    """Its name as far as there is room, else its number in reading order."""
    metrics = painter.fontMetrics()
    words = metrics.elidedText(pack.name, Qt.TextElideMode.ElideRight, int(rect.width()) - 6)
    if len(words) < min(4, len(pack.name)):
        words = str(number)
    high = min(float(metrics.height()), rect.height())
    strip = QRectF(rect.left() + 1, rect.bottom() - high - 1, rect.width() - 2, high)
    ground = QColor(theme.colours().surface)
    ground.setAlpha(210)
    painter.fillRect(strip, ground)
    painter.setPen(theme.colour("text"))
    painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, words)


def _paint_drop(painter: QPainter, drawing: Drawing, chosen: str, drop: Spot) -> None:
    """A bar where the pack would go."""
    shelf = drawing.shelf
    others = [
        rect
        for spot, rect in drawing.packs()
        if spot.level == drop.level and shelf.pack_at(spot).code != chosen
    ]
    space = drawing.level(drop.level)
    x = others[drop.place].left() if drop.place < len(others) else space.left()
    if others and drop.place >= len(others):
        x = others[-1].right()
    painter.fillRect(QRectF(x - 1.5, space.top(), 3, space.height()), theme.colour("accent"))


def _paint_within(painter: QPainter, picture: QPixmap, box: QRectF) -> None:
    """The middle of a picture, as much of it as fills its box: pictures have wide margins."""
    if box.width() <= 2 or box.height() <= 2:
        return
    scale = max(box.width() / picture.width(), box.height() / picture.height())
    wide, high = box.width() / scale, box.height() / scale
    part = QRectF((picture.width() - wide) / 2, (picture.height() - high) / 2, wide, high)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(box, picture, part)
