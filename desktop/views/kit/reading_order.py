"""The Tab key goes where the eye goes: from left to right and down, pane after pane.

Worked out when the key is pressed, for parts come and go: lines of a form, offers, steps.
"""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

_ROW_PX = 14  # controls whose tops are nearer than this stand in one row


def stops(inside: QWidget) -> list[QWidget]:
    """What the Tab key stops at inside a widget, in reading order."""
    found = []
    for child in _read(_visible(inside)):
        if _is_stop(child):
            found.append(child)
        else:
            found += stops(child)
    return found


def step(inside: QWidget, forward: bool) -> bool:
    """Give the next stop (or the one before) the keyboard; False when there is none."""
    places = stops(inside)
    if not places:
        return False
    here = QApplication.focusWidget()
    by = 1 if forward else -1
    if here in places:
        target = places[(places.index(here) + by) % len(places)]
    else:
        target = places[0 if forward else -1]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    return True


def _visible(inside: QWidget) -> Iterable[QWidget]:
    return (
        child
        for child in inside.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()
    )


def _is_stop(widget: QWidget) -> bool:
    tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tab) and widget.isEnabled() and widget.focusProxy() is None


def _read(widgets: Iterable[QWidget]) -> list[QWidget]:
    """Widgets row by row, each row from the left."""
    rows: list[list[QWidget]] = []
    for one in sorted(widgets, key=lambda widget: widget.y()):
        if rows and one.y() - rows[-1][0].y() < _ROW_PX:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows for one in sorted(row, key=lambda widget: widget.x())]
