"""What a window shows only in part, or out of line, at any size and in any language."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from desktop.basics.i18n import _
from desktop.views.kit.doing.edit_panel import EditPanel
from desktop.views.kit.forms.field_grid import SHORT
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.view import Grid
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.kit.tables.headings import heading_px
from desktop.views.kit.tables.record_table import RecordView
from tests.views.heard import Names

_CELL_PX = 8  # around the words of a cell that are just whole
_NAME = 12  # signs; longer ones are sentences, whose beginning tells them
_SPARE_PX = 40  # of a column, that another could have
_LAID_OVER_PX = 3  # of two words that touch
_AROUND_VALUE_PX = 20  # of the edges and paddings of a field
_DAY = "2026-12-30"
_SHOWN = (QLabel, QAbstractButton, QLineEdit, QComboBox)


def misfits(window: QWidget) -> Iterator[str]:
    """What is cut, covered or out of line in what is shown now."""
    names = Names(window)
    seen = [one for one in window.findChildren(QWidget) if one.isVisible()]
    yield from _cut_at_the_side(seen, names)
    yield from _covered(seen, names)
    for one in seen:
        if isinstance(one, QScrollArea):
            yield from _hidden_beside(one, names)
            if isinstance(one.parentWidget(), EditPanel) and one.horizontalScrollBar().maximum():
                yield f"a form scrolls sideways: {names.of(one)}"
        elif isinstance(one, QListView):
            yield from _list_cut(one, names)
        elif isinstance(one, QTableView):
            yield from _headings_cut(one, names)
            yield from _cells_cut(one, names)
        elif isinstance(one, Form):
            yield from _out_of_line(one)
            yield from _days_cut(one)
        elif isinstance(one, RowsEditor):
            yield from _told_twice(one)
        elif isinstance(one, QPushButton) and one.width() < one.minimumSizeHint().width():
            yield f"narrower than its words: {names.of(one)}"
        elif isinstance(one, QComboBox):
            yield from _choice_cut(one, names)


def _within(one: QWidget, other: QWidget) -> QRect:
    return QRect(one.mapTo(other, QPoint(0, 0)), one.size())


def _cut_at_the_side(seen: list[QWidget], names: Names) -> Iterator[str]:
    """What reaches beyond the left or right edge of something that it stands in."""
    for one in seen:
        if not isinstance(one, _SHOWN) or one.property("kind") == "shade":
            continue
        parent = one.parentWidget()
        while parent is not None and not one.isWindow():
            spot = _within(one, parent)
            if spot.left() < -1 or spot.right() > parent.width():
                if isinstance(parent.parentWidget(), QAbstractScrollArea):
                    area = parent.parentWidget()
                    assert isinstance(area, QAbstractScrollArea)
                    if area.horizontalScrollBar().maximum():
                        bar = area.horizontalScrollBarPolicy()
                        if bar != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                            break
                yield f"cut at the side: {names.of(one)}"
                break
            parent = None if parent.isWindow() else parent.parentWidget()


def _covered(seen: list[QWidget], names: Names) -> Iterator[str]:
    """Labels, buttons and fields of one window of which one lies on another."""
    by_window: dict[QWidget, list[tuple[QWidget, QRect]]] = {}
    for one in seen:
        if isinstance(one, _SHOWN) and not one.isWindow() and one.property("kind") != "shade":
            spot = one.visibleRegion().boundingRect()
            spot.moveTopLeft(one.mapTo(one.window(), spot.topLeft()))
            by_window.setdefault(one.window(), []).append((one, spot))
    for shown in by_window.values():
        for (one, spot), (other, place) in combinations(shown, 2):
            both = spot.intersected(place)
            if both.width() <= _LAID_OVER_PX or both.height() <= _LAID_OVER_PX:
                continue
            if not (one.isAncestorOf(other) or other.isAncestorOf(one)):
                yield f"on each other: {names.of(one)}, {names.of(other)}"


def _hidden_beside(area: QScrollArea, names: Names) -> Iterator[str]:
    """A part that is wider than what scrolls it, without a bar."""
    bars = (
        (area.horizontalScrollBar(), area.horizontalScrollBarPolicy()),
        (area.verticalScrollBar(), area.verticalScrollBarPolicy()),
    )
    for bar, policy in bars:
        if bar.maximum() > 1 and policy == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            yield f"scrolls by {bar.maximum()} without a bar: {names.of(area)}"


def _list_cut(view: QListView, names: Names) -> Iterator[str]:
    words, model = view.fontMetrics(), view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        text, room = str(index.data() or ""), view.visualRect(index).width()
        wide = words.horizontalAdvance(text)
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        if wide > room and not view.wordWrap() and not tip and view.itemDelegate(index) is None:
            yield f"cut in a list without a tip: {text}"


def _headings_cut(view: QTableView, names: Names) -> Iterator[str]:
    """Headings that are cut while another column has room to spare."""
    head = view.horizontalHeader()
    if not head.isVisible():
        return
    cut, spare = [], {}
    for place in range(head.count()):
        whole = head.sectionResizeMode(place) == QHeaderView.ResizeMode.ResizeToContents
        if head.isSectionHidden(place) or whole:
            continue
        words = str(view.model().headerData(place, Qt.Orientation.Horizontal) or "")
        wide = heading_px(head, words) if words else 0
        need = max(wide, _widest(view, place))
        if wide > head.sectionSize(place):
            cut.append(words)
            if head.textElideMode() == Qt.TextElideMode.ElideNone:
                yield f"heading cut without dots: {words} in {names.of(view)}"
        elif head.sectionSize(place) - need > _SPARE_PX:
            spare[words] = head.sectionSize(place) - need
    blank = view.viewport().width() - head.length()
    if blank > _SPARE_PX:
        spare["after the last"] = blank
    if cut and spare:
        yield f"headings cut beside room: {cut}, {spare} in {names.of(view)}"


def _widest(view: QTableView, place: int) -> int:
    model, words = view.model(), view.fontMetrics()
    lines = [
        line
        for row in range(min(model.rowCount(), 200))
        for line in str(model.index(row, place).data() or "").split("\n")
    ]
    return max((words.horizontalAdvance(one) for one in lines), default=0) + 2 * _CELL_PX


def _cells_cut(view: QTableView, names: Names) -> Iterator[str]:
    """Cells whose words are cut and in no tip, and words cut beside a column with room."""
    head, words, model = view.horizontalHeader(), view.fontMetrics(), view.model()
    if isinstance(view, RecordView):
        return
    for place in range(model.columnCount()):
        if head.isSectionHidden(place):
            continue
        for row in range(model.rowCount()):
            index = model.index(row, place)
            room = head.sectionSize(place) - _CELL_PX
            for text in str(index.data() or "").split("\n"):
                if words.horizontalAdvance(text) > room and not view.wordWrap():
                    tip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
                    told = text in tip or len(tip) > len(text)  # what is summed up is told there
                    kind = "" if told else ", and in no tip"
                    if kind or (isinstance(view, Grid) and len(text) <= _NAME):
                        yield f"cut cell{kind}: {text} in {names.of(view)}"
                        break
            else:
                continue
            break


def _choice_cut(one: QComboBox, names: Names) -> Iterator[str]:
    room = one.width() - 33
    for place in range(one.count()):
        text = one.itemText(place)
        if one.fontMetrics().horizontalAdvance(text) > room:
            yield f"choice cut: {text} in {names.of(one)}"
            return


def _told_twice(lines: RowsEditor) -> Iterator[str]:
    """Headings of lines that only repeat what stands above them."""
    above = _(lines.field.words)
    for one in lines.findChildren(QLabel):
        if one.isVisible() and one.text() == above:
            yield f"told twice: {above}"


def _days_cut(form: Form) -> Iterator[str]:
    """Fields in which a day, or what stands in them now, isn't seen whole."""
    for name in form.names:
        editor = form.editor(name)
        control = editor.control
        if not isinstance(control, QLineEdit) or not control.isVisible():
            continue
        text = _DAY if editor.field.kind == "day" else control.text()
        room = control.width() - _AROUND_VALUE_PX
        if editor.field.kind in SHORT and control.fontMetrics().horizontalAdvance(text) > room:
            yield f"value cut: {name}, {control.width()} wide"


def _out_of_line(form: Form) -> Iterator[str]:
    """Fields of a form whose left edges differ by a little: meant to be in line, and aren't."""
    lefts: dict[int, str] = {}
    for name in form.names:
        editor = form.editor(name)
        if editor.isVisible():
            lefts.setdefault(_within(editor, form).left(), name)
    for one, other in combinations(sorted(lefts), 2):
        if 0 < other - one < 24:
            yield f"out of line by {other - one}: {lefts[one]}, {lefts[other]}"
