"""Words in a window that have less room than they need."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QWidget,
)

from desktop.views.kit.parts import OneLine
from desktop.views.kit.tables.record_table import RecordView
from tests.views.heard import Names

LEAST_NAME = 60  # three signs, and the dots


def shown(inside: QWidget, kind: type[QWidget] = QWidget) -> list[QWidget]:
    return [one for one in inside.findChildren(kind) if one.isVisible()]


def cut(desktop: QWidget) -> list[str]:
    """Labels, buttons and headings whose words have less room than they need."""
    found, names = [], Names(desktop)
    for one in shown(desktop):
        if isinstance(one, QLabel | QPushButton) and not fits(one):
            found.append(f"cut: {one.text()}")
        elif isinstance(one, QHeaderView) and isinstance(one.parent(), QTableView):
            found += cut_headings(one)
        elif isinstance(one, RecordView):
            found += cut_states(one) + cut_cells(one)
        elif isinstance(one, QComboBox | QTabBar | QLineEdit) and one.height() < 18:
            found.append(f"flat: {names.of(one)}")
    return found


def fits(one: QLabel | QPushButton) -> bool:
    if isinstance(one, QPushButton):
        return one.sizeHint().width() <= one.width() + 1
    if isinstance(one, OneLine) and one.toolTip() == one.text():
        return True  # cut with …, and whole in its tip
    if one.wordWrap():
        return one.heightForWidth(one.width()) <= one.height() + 2
    return one.fontMetrics().horizontalAdvance(one.text()) <= one.contentsRect().width() + 1


def cut_states(view: RecordView) -> list[str]:
    """States and flags: cut, they say something else."""
    words = view.fontMetrics()
    return [
        f"cut state: {text}"
        for place, column in enumerate(view.table.columns)
        if column.is_state and not view.isColumnHidden(place)
        for text in {part for row in view.table.rows for part in column.text(row).split("\n")}
        if words.horizontalAdvance(text) > view.columnWidth(place) - 8
    ]


def cut_cells(view: RecordView) -> list[str]:
    """Figures that aren't whole, and names of which fewer than three signs are left."""
    words, found = view.fontMetrics(), []
    for place, column in enumerate(view.table.columns):
        if view.isColumnHidden(place) or column.wraps:
            continue
        room = view.columnWidth(place) - 8
        texts = {part for row in view.table.rows for part in column.text(row).split("\n")}
        if column.right:
            found += [f"cut figure: {one}" for one in texts if words.horizontalAdvance(one) > room]
        elif column.stretch:
            found += [
                f"cut to nothing: {one}"
                for one in texts
                if words.horizontalAdvance(one) > room and room < LEAST_NAME
            ]
    return found


def cut_headings(head: QHeaderView) -> list[str]:
    if head.orientation() != Qt.Orientation.Horizontal:
        return []
    found = []
    for section in range(head.count()):
        if head.isSectionHidden(section):
            continue
        words = str(head.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if head.fontMetrics().horizontalAdvance(words) > head.sectionSize(section) - 8:
            found.append(f"cut heading: {words}")
    return found
