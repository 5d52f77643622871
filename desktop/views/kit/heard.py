"""What a screen reader is told of what we paint ourselves, and of what is said by itself."""

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLE = "heardAs"


def hear_as(widget: QWidget, role: QAccessible.Role) -> None:
    """Say what kind of thing a painted widget is; Qt knows only that it is some part of a window.

    Its name and description are those of any widget.
    """
    _install()
    widget.setProperty(_ROLE, role.value)


def announce(widget: QWidget, words: str) -> None:
    """Have said what came by itself, away from where the keyboard is."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


@cache
def _install() -> None:
    QAccessible.installFactory(_interface)


def _interface(_kind: str, one: QObject) -> QAccessibleInterface | None:
    role = one.property(_ROLE) if isinstance(one, QWidget) else None
    if role is None:
        return None
    assert isinstance(one, QWidget)
    return QAccessibleWidget(one, QAccessible.Role(role))
