"""One line of several alike, such as a product of an order with its quantity."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.parts import Remark
from desktop.views.kit.words_to_values import typed_text

_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
# What makes the editors of a line's fields.
Make = Callable[[Field, Desk], Editor]


class RowLine(QWidget):
    """The editors of one line, and the cross that takes it out."""

    changed = Signal()
    finished = Signal()
    removed = Signal()
    moved = Signal(int)
    refused = Signal(object, str)

    def __init__(self, field: Field, desk: Desk, make: Make) -> None:
        super().__init__()
        row = QHBoxLayout()
        row.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(row)
        self.editors = [make(one, desk) for one in field.rows]
        self.read = self.editors[0]  # the one that was read last
        for one, editor in zip(field.rows, self.editors, strict=True):
            editor.show_value(one.default)
            editor.changed.connect(self.changed)
            editor.refused.connect(partial(self.refused.emit, editor))
            row.addWidget(editor, 0 if one.width else 1)
            if one.locked:
                editor.control.setProperty("kind", "reckoned")
            editor.stand_in(self.editors)
        # Enter goes over what is typed; a tick is reached by Tab.
        typed = [one for one in self.editors if not (one.field.locked or one.field.kind == "tick")]
        for editor, after in pairwise(typed):
            editor.entered.connect(partial(after.setFocus, Qt.FocusReason.TabFocusReason))
        typed[-1].entered.connect(self.finished)
        row.addStretch(int(all(one.width for one in field.rows)))  # none of them is elastic
        away = QPushButton("×")
        away.setFixedWidth(24)
        away.setProperty("kind", "link")
        away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        away.setToolTip(_("Take this line out (Ctrl+Delete)"))
        away.clicked.connect(self.removed)
        row.addWidget(away)
        self._away = away
        self._remark = Remark()
        self.say = self._remark.say
        whole.addWidget(self._remark)
        for editor in self.editors:
            editor.control.installEventFilter(self)

    def call(self, number: int, within: str) -> None:
        """Name its editors by its number; ``within`` are the words of its lines, "" for none."""
        for editor in self.editors:
            words = _("{field}, line {number}").format(field=_(editor.field.words), number=number)
            editor.control.setAccessibleName(_within(within, words))
        words = _("Take out line {number}").format(number=number)
        self._away.setAccessibleName(_within(within, words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and event.key() == Qt.Key.Key_Delete:
                self.removed.emit()
                return True
            step = _STEPS.get(event.key())
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.moved.emit(step)
                return True
        return super().eventFilter(watched, event)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed into it."""
        return all(
            editor.field.kind == "choice"
            or editor.field.locked
            or editor.raw() in ("", None, False, {"value": None, "text": ""})
            or editor.raw() == typed_text(editor.field.kind, editor.field.default)
            for editor in self.editors
        )

    def value(self) -> dict[str, Any]:
        values = {}
        for editor in self.editors:
            self.read = editor
            values[editor.field.name] = value = editor.value()
            if editor.field.needed and value in (None, ""):
                raise ValueError(_("“{field}” is missing.").format(field=_(editor.field.words)))
        return values

    def show_locked(self, words: Mapping[str, str]) -> None:
        for editor in self.editors:
            if editor.field.locked and editor.raw() != words.get(editor.field.name, ""):
                editor.blockSignals(True)
                editor.show_value(words.get(editor.field.name))
                editor.blockSignals(False)

    def editor(self, column: str) -> Editor:
        """The editor of a column; the first one where there is none."""
        named = (one for one in self.editors if one.field.name == column)
        return next(named, self.editors[0])

    def holds(self, value: str) -> bool:
        """Whether this was typed or chosen into it."""
        return value in [_said(editor.raw()) for editor in self.editors]

    def show_value(self, row: dict[str, Any]) -> None:
        for editor in self.editors:
            editor.show_value(row.get(editor.field.name))

    def show_pasted(self, row: dict[str, Any]) -> None:
        for editor in self.editors:
            if row.get(editor.field.name) and not editor.field.locked:
                editor.show_pasted(row[editor.field.name])

    def raw(self) -> dict[str, Any]:
        return {editor.field.name: editor.raw() for editor in self.editors}

    def show_raw(self, row: dict[str, Any]) -> None:
        for editor in self.editors:
            editor.show_raw(row.get(editor.field.name))


def _within(within: str, words: str) -> str:
    return _("{label}: {words}").format(label=within, words=words) if within else words


def _said(raw: Any) -> str:
    """What stands in an editor: the code of what was looked up, else the words."""
    return str((raw.get("value") if isinstance(raw, dict) else raw) or "").strip()
