"""The editors of a form's fields: each shows a value, reads one, and says when it changed."""

from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.basics import money
from desktop.basics.i18n import _
from desktop.views import theme
from desktop.views.desk import Desk
from desktop.views.editor import Editor
from desktop.views.fields import Field
from desktop.views.look_up_editor import LookUpEditor
from desktop.views.words_to_values import (
    read_day,
    read_decimal,
    read_money,
    read_percent,
    read_whole,
)


class LineEditor(Editor):
    """Anything typed on one line: text, secret, whole, money, rate, decimal, day."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._line = QLineEdit()
        if field.kind == "secret":
            self._line.setEchoMode(QLineEdit.EchoMode.Password)
        if field.kind in ("whole", "money", "rate", "decimal"):
            self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if field.limit:
            self._line.setMaxLength(field.limit)
        if field.locked:
            self._line.setReadOnly(True)
            self._line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line.textChanged.connect(self.changed)
        self._line.returnPressed.connect(self.entered)
        self._take(self._line)
        if field.kind == "rate":
            self._box.insertWidget(1, QLabel("%"))

    @property
    def control(self) -> QLineEdit:
        return self._line

    def value(self) -> Any:
        text = self._line.text()
        match self.field.kind:
            case "whole":
                return read_whole(text)
            case "money":
                return read_money(text)
            case "rate":
                return read_percent(text)
            case "decimal":
                return read_decimal(text)
            case "day":
                return read_day(text, self.desk.today)
            case "secret":
                return text
        return text.strip()

    def show_value(self, value: Any) -> None:
        self._line.setText(_text_of(self.field.kind, value))
        self._line.setCursorPosition(0)

    def raw(self) -> Any:
        # A password is nothing to keep in a file.
        return "" if self.field.kind == "secret" else self._line.text()

    def show_raw(self, raw: Any) -> None:
        self._line.setText(str(raw or ""))


def _text_of(kind: str, value: Any) -> str:
    if value is None:
        return ""
    if kind == "money":
        return money.yuan(value)
    if kind == "rate":
        return money.percent(value).removesuffix("%")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


class LongEditor(Editor):
    """Text of several lines, with what is left of its limit."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(66 if field.limit else 88)
        self._text.textChanged.connect(self._typed)
        self._take(self._text)
        self._left = QLabel()
        self._left.setProperty("kind", "label")
        if field.limit:
            self._box.addWidget(self._left, 0, Qt.AlignmentFlag.AlignBottom)
            self._typed()

    @property
    def control(self) -> QPlainTextEdit:
        return self._text

    def value(self) -> str:
        return self._text.toPlainText().strip()

    def show_value(self, value: Any) -> None:
        self._text.setPlainText(str(value or ""))

    def raw(self) -> Any:
        return self.value()

    def show_raw(self, raw: Any) -> None:
        self.show_value(raw)

    def _typed(self) -> None:
        if self.field.limit:
            length = len(self.value())
            self._left.setText(f"{length}/{self.field.limit}")
            theme.set_tone(self._left, "wrong" if length > self.field.limit else "quiet")
        self.changed.emit()


class ChoiceEditor(Editor):
    """One of a few words."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._list = QComboBox()
        choices = field.choices() if callable(field.choices) else field.choices or {}
        if not field.needed:
            self._list.addItem("", None)
        for value, words in choices.items():
            self._list.addItem(_(words), value)
        self._list.currentIndexChanged.connect(self.changed)
        self._take(self._list)

    @property
    def control(self) -> QComboBox:
        return self._list

    def value(self) -> Any:
        return self._list.currentData()

    def show_value(self, value: Any) -> None:
        self._list.setCurrentIndex(max(0, self._list.findData(value)))

    def raw(self) -> Any:
        return self.value()

    def show_raw(self, raw: Any) -> None:
        self.show_value(raw)


class TickEditor(Editor):
    """Yes or no."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._box_ = QCheckBox(_(field.hint) if field.hint else "")
        self._box_.toggled.connect(self.changed)
        self._take(self._box_)

    @property
    def control(self) -> QCheckBox:
        return self._box_

    def value(self) -> bool:
        return self._box_.isChecked()

    def show_value(self, value: Any) -> None:
        self._box_.setChecked(bool(value))

    def raw(self) -> Any:
        return self.value()

    def show_raw(self, raw: Any) -> None:
        self.show_value(raw)


class TicksEditor(Editor):
    """Several of a few words."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        choices = field.choices() if callable(field.choices) else field.choices or {}
        self._ticks = {value: QCheckBox(_(words)) for value, words in choices.items()}
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        in_a_row = field.limit or max(1, len(self._ticks))
        for place, (value, tick) in enumerate(self._ticks.items()):
            tick.setObjectName(f"{field.name}.{value}")
            tick.toggled.connect(self.changed)
            grid.addWidget(tick, place // in_a_row, place % in_a_row)
        self._box.addLayout(grid)
        self._box.addStretch(1)
        self.setFocusProxy(self.control)

    @property
    def control(self) -> QWidget:
        return next(iter(self._ticks.values()))

    def value(self) -> list[str]:
        return [value for value, tick in self._ticks.items() if tick.isChecked()]

    def show_value(self, value: Any) -> None:
        for name, tick in self._ticks.items():
            tick.setChecked(name in (value or ()))

    def raw(self) -> Any:
        return self.value()

    def show_raw(self, raw: Any) -> None:
        self.show_value(raw)


class FilesEditor(Editor):
    """Pictures or scans, chosen on this computer; the value is a list of (name, bytes)."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._paths: list[Path] = []
        self._button = QPushButton(_("Choose files …"))
        self._button.clicked.connect(self._choose)
        self._names = QLabel()
        self._names.setProperty("tone", "quiet")
        self._take(self._button)
        self._box.addWidget(self._names, 1)

    @property
    def control(self) -> QWidget:
        return self._button

    def value(self) -> list[tuple[str, bytes]]:
        try:
            return [(path.name, path.read_bytes()) for path in self._paths]
        except OSError as error:
            raise ValueError(
                _("{file} cannot be read: {reason}").format(
                    file=error.filename, reason=error.strerror
                )
            ) from error

    def show_value(self, value: Any) -> None:
        self.add([])

    def raw(self) -> Any:
        return [str(path) for path in self._paths]

    def show_raw(self, raw: Any) -> None:
        self.add([Path(path) for path in raw or ()])

    def add(self, paths: list[Path]) -> None:
        """Take these files in place of those chosen before."""
        self._paths = paths
        self._names.setText("、".join(path.name for path in paths))
        self.changed.emit()

    def _choose(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(
            self, _(self.field.words), "", _("Pictures and scans (*.jpg *.jpeg *.png *.pdf)")
        )
        if names:
            self.add([Path(name) for name in names])


class RowsEditor(Editor):
    """Several lines of fields; a fresh one stands at the end, Enter goes on to it."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._lines: list[_Line] = []
        column = QVBoxLayout()
        column.setSpacing(4)
        self._box.addLayout(column, 1)
        self._column = column
        column.addLayout(self._headings())
        self._add()

    @property
    def control(self) -> QWidget:
        return self._lines[0].editors[0].control

    def setFocus(self, *_reason: Any) -> None:
        """Go to its first line; lines come and go, so no proxy can."""
        self.control.setFocus()

    def value(self) -> list[dict[str, Any]]:
        found = []
        for number, line in enumerate(self._lines, 1):
            if line.blank:
                continue
            try:
                found.append(line.value())
            except ValueError as error:
                raise ValueError(
                    _("Line {number}: {reason}").format(number=number, reason=error)
                ) from error
        return found

    def show_value(self, value: Any) -> None:
        self._clear()
        for row in value or ():
            line = self._add()
            # While a line is filled it must not ask for the next fresh one.
            line.blockSignals(True)
            line.show_value(row)
            line.blockSignals(False)
        self._add()

    def raw(self) -> Any:
        return [line.raw() for line in self._lines if not line.blank]

    def show_raw(self, raw: Any) -> None:
        self._clear()
        for row in raw or ():
            line = self._add()
            line.blockSignals(True)
            line.show_raw(row)
            line.blockSignals(False)
        self._add()

    def mark(self, wrong: bool) -> None:
        """The words below it say which line is wrong."""

    def _headings(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for field in self.field.rows:
            label = QLabel(_(field.words))
            label.setProperty("kind", "label")
            if field.width:
                sign = QLabel("%").sizeHint().width() + 6 if field.kind == "rate" else 0
                label.setFixedWidth(field.width + sign)
            row.addWidget(label, 0 if field.width else 1)
        row.addSpacing(30)
        return row

    def _add(self) -> "_Line":
        line = _Line(self.field, self.desk, len(self._lines) + 1)
        line.changed.connect(self._typed)
        line.finished.connect(lambda: self._go_on(line))
        line.removed.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._column.addWidget(line)
        return line

    def _typed(self) -> None:
        if not self._lines[-1].blank:
            self._add()
        self.changed.emit()

    def _go_on(self, line: "_Line") -> None:
        place = self._lines.index(line) + 1
        if place < len(self._lines):
            self._lines[place].editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, line: "_Line") -> None:
        if line is self._lines[-1]:
            return
        self._lines.remove(line)
        line.hide()
        line.deleteLater()
        self._lines[0].editors[0].setFocus()
        self.changed.emit()

    def _clear(self) -> None:
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []


class _Line(QWidget):
    changed = Signal()
    finished = Signal()
    removed = Signal()

    def __init__(self, field: Field, desk: Desk, number: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.editors = [make_editor(one, desk) for one in field.rows]
        for one, editor in zip(field.rows, self.editors, strict=True):
            editor.show_value(one.default)
            editor.changed.connect(self.changed)
            editor.control.setAccessibleName(
                _("{field}, line {number}").format(field=_(one.words), number=number)
            )
            row.addWidget(editor, 0 if one.width else 1)
        for editor, after in pairwise(self.editors):
            editor.entered.connect(partial(after.setFocus, Qt.FocusReason.TabFocusReason))
        self.editors[-1].entered.connect(self.finished)
        away = QPushButton("×")
        away.setFixedWidth(24)
        away.setProperty("kind", "link")
        away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        away.setAccessibleName(_("Take out line {number}").format(number=number))
        away.setToolTip(_("Take this line out (Ctrl+Delete)"))
        away.clicked.connect(self.removed)
        row.addWidget(away)
        for editor in self.editors:
            editor.control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and event.key() == Qt.Key.Key_Delete:
                self.removed.emit()
                return True
        return super().eventFilter(watched, event)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed into it."""
        return all(
            editor.field.kind == "choice"
            or editor.raw() in ("", None, False, {"value": None, "text": ""})
            or editor.raw() == _text_of(editor.field.kind, editor.field.default)
            for editor in self.editors
        )

    def value(self) -> dict[str, Any]:
        values = {}
        for editor in self.editors:
            values[editor.field.name] = value = editor.value()
            if editor.field.needed and value in (None, ""):
                raise ValueError(_("“{field}” is missing.").format(field=_(editor.field.words)))
        return values

    def show_value(self, row: dict[str, Any]) -> None:
        for editor in self.editors:
            editor.show_value(row.get(editor.field.name))

    def raw(self) -> dict[str, Any]:
        return {editor.field.name: editor.raw() for editor in self.editors}

    def show_raw(self, row: dict[str, Any]) -> None:
        for editor in self.editors:
            editor.show_raw(row.get(editor.field.name))


_EDITORS: dict[str, type[Editor]] = {
    "long": LongEditor,
    "choice": ChoiceEditor,
    "tick": TickEditor,
    "ticks": TicksEditor,
    "lookup": LookUpEditor,
    "files": FilesEditor,
    "rows": RowsEditor,
}


def make_editor(field: Field, desk: Desk) -> Editor:
    """The editor of a field."""
    return _EDITORS.get(field.kind, LineEditor)(field, desk)
