"""What can be seen of a window by somebody whose eyes are weak: contrasts, and the keyboard."""

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from desktop.views.kit.scrolling import area_of
from tests.views.heard import path

LEAST_MARK = 3.0  # of a mark, and of large words (WCAG AA)
LEAST_WORDS = 4.5
_PAINTED = 3.5  # what is left of it where thin strokes are softened at their edges
_LEAST_PIXELS = 40  # of a ring; the caret of a line is less


def contrast(one: int, other: int) -> float:
    """The ratio of WCAG 2 between two colours (0xRRGGBB)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: int) -> float:
    parts = [(colour >> shift & 0xFF) / 255 for shift in (16, 8, 0)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def unseen_focus(stops: Sequence[QWidget]) -> Iterable[str]:
    """Of the stops of the Tab key those that look no different when the keyboard is on them."""
    for one in stops:
        there = (other for other in stops if isValid(other) and other.isVisible())
        elsewhere = next((other for other in there if other is not one), None)
        if elsewhere is None or not isValid(one) or not one.isVisible():
            continue
        elsewhere.setFocus()
        _scroll_to(one)
        before = picture(one)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        if not isValid(one):
            continue
        QApplication.sendPostedEvents()
        ringed = _changed(before, picture(one))
        if ringed < _LEAST_PIXELS:
            yield f"the keyboard isn't seen ({ringed} pixels): {path(one)}"


def _scroll_to(one: QWidget) -> None:
    """As the Tab key does when it comes there."""
    area = area_of(one)
    while area is not None:
        area.ensureWidgetVisible(one)
        area = area_of(area)


def picture(one: QWidget) -> QImage:
    """A widget as it stands in its window."""
    window = one.window()
    spot = one.mapTo(window, QPoint(0, 0))
    seen = window.rect().intersected(one.rect().translated(spot))
    return window.grab(seen).toImage().convertToFormat(QImage.Format.Format_RGB32)


def _changed(before: QImage, now: QImage) -> int:
    """How many pixels became another colour that stands out from what they were."""
    if before.size() != now.size():
        return 0
    pairs = zip(_pixels(before), _pixels(now), strict=True)
    return sum(contrast(one, other) >= LEAST_MARK for one, other in pairs if one != other)


def _pixels(image: QImage) -> memoryview:
    return memoryview(image.constBits() or b"").cast("I")


def unread_words(window: QWidget) -> Iterable[str]:
    """Words that, as they are painted, stand out too little from what is behind them."""
    shown = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    for one, words, rect in _written(window):
        colours = Counter(_pixels(shown.copy(rect)))
        if len(colours) < 2:
            continue
        ground = colours.most_common(1)[0][0]
        ratio = max(contrast(colour, ground) for colour in colours)
        if ratio < _PAINTED:
            yield f"{words[:20]} stands out by {ratio:.1f}: {path(one)}"


def _written(window: QWidget) -> Iterable[tuple[QWidget, str, QRect]]:
    """What is written, and where it is seen in the window."""
    for one in window.findChildren(QWidget):
        if not one.isVisible():
            continue
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            words = one.text() or (one.placeholderText() if isinstance(one, QLineEdit) else "")
            rect = one.visibleRegion().boundingRect().adjusted(2, 2, -2, -2)
            if words and rect.width() > 4 and rect.height() > 8:
                yield one, words, rect.translated(one.mapTo(window, QPoint(0, 0)))
        elif isinstance(one, QTableView):
            yield from _cells(window, one)
        else:
            spot = one.mapTo(window, QPoint(0, 0))
            seen = one.visibleRegion().boundingRect()
            for words, rect in _painted(one):
                inside = rect.adjusted(2, 2, -2, -2)
                if words and seen.contains(inside):
                    yield one, words, inside.translated(spot)


def _painted(one: QWidget) -> Iterable[tuple[str, QRect]]:
    """What a widget writes itself: tabs, headings, lines of a list, what was chosen or typed."""
    if isinstance(one, QTabBar):
        for place in range(one.count()):
            yield one.tabText(place), one.tabRect(place)
    elif isinstance(one, QHeaderView):
        across = one.orientation() == Qt.Orientation.Horizontal
        for place in range(one.count() if across else 0):
            words = one.model().headerData(place, one.orientation())
            spot, size = one.sectionViewportPosition(place), one.sectionSize(place)
            yield str(words or ""), QRect(spot, 0, size, one.height())
    elif isinstance(one, QListView):
        model = one.model()
        for row in range(model.rowCount() if model else 0):
            index = model.index(row, one.modelColumn())
            spot = one.viewport().mapTo(one, QPoint(0, 0))
            yield str(index.data() or ""), one.visualRect(index).translated(spot)
    elif isinstance(one, QComboBox):
        yield one.currentText() or one.placeholderText(), one.rect().adjusted(0, 0, -24, 0)
    elif isinstance(one, QPlainTextEdit):
        yield one.toPlainText() or one.placeholderText(), one.rect()


def _cells(window: QWidget, view: QTableView) -> Iterable[tuple[QWidget, str, QRect]]:
    inside, model = view.viewport(), view.model()
    spot = inside.mapTo(window, QPoint(0, 0))
    seen = inside.visibleRegion().boundingRect()
    for row in range(model.rowCount()):
        if view.rowViewportPosition(row) > seen.bottom():
            break
        for place in range(model.columnCount()):
            index = model.index(row, place)
            rect = view.visualRect(index).adjusted(2, 2, -2, -2)
            words = str(index.data() or "")
            if words and seen.contains(rect):
                yield view, words, rect.translated(spot)
