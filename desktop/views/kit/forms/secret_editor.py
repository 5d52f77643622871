"""Passwords as they are typed: hidden, seen on demand, and new ones typed twice."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QToolButton

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.fields import Field, said
from desktop.views.kit.forms.shown_hint import ShownHint
from desktop.views.kit.parts import bind, is_held_enter

_EYE_KEYS = "Alt+F8"
_EYE = 16
EYE_PX = _EYE + 10  # of a line's end


class SecretLine(QLineEdit):
    """A line whose signs are hidden until the eye at its end is pressed, or Alt+F8 (as elsewhere on
    Windows); it stands in the line's menu too.
    """

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = self.addAction(_eye(), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setCheckable(True)
        self._eye.setText(_("Show what is typed"))
        self._eye.setToolTip(f"{_('Show what is typed')} ({_EYE_KEYS})")
        keys = bind(self, _EYE_KEYS, _("Show what is typed"), self._eye.toggle)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)  # two such lines may stand together
        self._eye.toggled.connect(self.show_signs)
        if name:
            self.setAccessibleName(name)

    def setAccessibleName(self, name: str) -> None:
        """Its eye is named by it: a second such line stands beside it."""
        super().setAccessibleName(name)
        words = _("{label}: {words}").format(label=name, words=_("Show what is typed"))
        for eye in self.findChildren(QToolButton):
            eye.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_held_enter(event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The eye is a picture: dressed anew, as in dark, it is drawn anew."""
        super().changeEvent(event)
        eye: QAction | None = getattr(self, "_eye", None)  # a style may be told before it is there
        if event.type() == QEvent.Type.StyleChange and eye is not None:
            eye.setIcon(_eye())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu, with the eye in it: the menu key leads there."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        menu.addAction(self._eye)
        menu.popup(event.globalPos())

    def show_signs(self, shown: bool) -> None:
        """Show what is typed, or hide it again."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)

    def forget(self) -> None:
        """Hold nothing any more, and hide what comes next."""
        self.clear()
        self._eye.setChecked(False)


class NewSecretEditor(Editor):
    """A new password, typed twice."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._once, self._again = SecretLine(), SecretLine()
        self._take(self._once)
        if field.hint:
            ShownHint(self._once, said(field.hint, desk), EYE_PX)
        self._again.setAccessibleName(_("Once more"))
        self._again.setPlaceholderText(_("once more"))
        self._box.addWidget(self._again, 1)
        for one in (self._once, self._again):
            one.textChanged.connect(self.changed)
        self._once.returnPressed.connect(self._again.setFocus)
        self._again.returnPressed.connect(self.entered)

    @property
    def control(self) -> SecretLine:
        return self._once

    def value(self) -> str:
        return same_twice(self._once, self._again)

    def show_value(self, value: Any) -> None:
        for one in (self._once, self._again):
            one.setText(str(value or ""))

    def raw(self) -> Any:
        return ""  # a password is nothing to keep in a file

    def show_raw(self, raw: Any) -> None:
        self.show_value(raw)


def same_twice(once: QLineEdit, again: QLineEdit) -> str:
    """The password that was typed twice; ValueError when the two differ."""
    if once.text() != again.text():
        raise ValueError(_("The two are not the same: type the password twice."))
    return once.text()


def _eye() -> QIcon:
    sharp = 2
    picture = QPixmap(_EYE * sharp, _EYE * sharp)
    picture.setDevicePixelRatio(sharp)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("quiet"))
    painter.drawEllipse(QRectF(1.5, 4.5, 13, 7.5))
    painter.setBrush(theme.colour("quiet"))
    painter.drawEllipse(QPointF(8, 8.2), 2, 2)
    painter.end()
    return QIcon(picture)
