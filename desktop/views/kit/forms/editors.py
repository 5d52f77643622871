"""The editors of a form's fields: each shows a value, reads one, and says when it changed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop.basics.i18n import _
from desktop.basics.typed import figure_and_word
from desktop.views.kit import theme
from desktop.views.kit.choose_file import choose_files
from desktop.views.kit.desk import Desk
from desktop.views.kit.flow import Flow
from desktop.views.kit.forms.choice_list import ChoiceList
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.field_line import FieldLine, LongText
from desktop.views.kit.forms.fields import Field, said
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.line_editor import LineEditor
from desktop.views.kit.forms.look_up_editor import LookUpEditor
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.kit.forms.secret_editor import NewSecretEditor
from desktop.views.kit.forms.word_editor import WordEditor
from desktop.views.kit.parts import bind
from desktop.views.kit.pasted_files import pasted_files

if TYPE_CHECKING:
    from desktop.queries.products import ProductUnits

_MOST_NAMED = 3  # files chosen
_TICKS_APART_PX = 14
_OTHER_UNITS = object()  # like nothing that is typed


class UnitEditor(LineEditor):
    """A unit of the product that is looked up in the same line; empty is its base unit.

    One that is typed behind the line's quantity, as in 3箱, goes where it belongs.
    """

    def __init__(self, field: Field, desk: Desk) -> None:
        self._product: LookUpEditor | None = None
        self._code = ""
        self._units: ProductUnits | None = None  # those of ``_code``, once they are known
        self._asking = False
        self._move: Callable[[], object] | None = None  # waits for the answer
        super().__init__(field, desk)

    @property
    def _held(self) -> FieldLine:
        assert isinstance(self._line, FieldLine)
        return self._line

    def stand_in(self, line: Sequence[Editor]) -> None:
        self._product = next(one for one in line if isinstance(one, LookUpEditor))
        self._product.changed.connect(self._look)
        for one in line:
            if one.field.kind == "whole" and isinstance(one, LineEditor):
                one.changed.connect(partial(self._take_behind, one))

    def value(self) -> str:
        self._look()
        typed = str(super().value())
        if self._units is None:
            return typed
        if words := self._units.why_not(typed):
            raise ValueError(words)
        return self._units.unit(typed)

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._look()

    def show_raw(self, raw: Any) -> None:
        super().show_raw(raw)
        self._look()

    def _look(self) -> None:
        """Ask which units the product has, unless that is known."""
        code = self._product.taken if self._product is not None else ""
        if code == self._code:
            return
        self._code, self._units = code, None
        self._line.setPlaceholderText("")
        self._asking = bool(code and self.field.units)
        if code and (units := self.field.units):
            take = partial(self._take_units, code)
            self.desk.tasks.read(
                self, lambda _progress: units(code), take, self._failed, slot="units"
            )

    def _take_units(self, code: str, units: "ProductUnits | None") -> None:
        if code != self._code:
            return  # meanwhile the product was taken away
        self._asking = False
        self._units = units
        self._line.setPlaceholderText(units.unit("") if units else "")
        if self._wrong_raw is not None:
            self._wrong_raw = _OTHER_UNITS  # marked under another product: looked at anew
            self.changed.emit()
        move, self._move = self._move, None
        if move is not None:
            super()._go_on(move)
            self._held.release(forget=bool(self.trouble()))
        elif not self._line.hasFocus() and self._line.text() and (words := self.trouble()):
            self.refused.emit(words)

    def _take_behind(self, quantity: LineEditor) -> None:
        figure, word = figure_and_word(quantity.control.text())
        if word and self._units and not self._units.why_not(word):
            self.show_raw(self._units.unit(word))
            quantity.show_raw(figure)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self._code = ""  # asked again by the next look
        self._move = None
        self._held.release()
        self.desk.tasks.tell(error)

    def _go_on(self, move: Callable[[], object]) -> None:
        self._look()
        if self._asking:
            self._move = move
            self._held.wait()
        else:
            super()._go_on(move)


class LongEditor(Editor):
    """Text of several lines, with what is left of its limit."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._text = LongText()
        self._text.setTabChangesFocus(True)
        height = field.height or (66 if field.limit else 88)
        if not field.fills:
            self._text.setMaximumHeight(height)
        # The theme's own smallest height would win over the widget's.
        self._text.setStyleSheet(f"QPlainTextEdit {{ min-height: {height - 12}px; }}")
        self._text.textChanged.connect(self._typed)
        self._text.setPlaceholderText(said(field.hint, desk))
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
        self._list = ChoiceList()
        choices = field.choices() if callable(field.choices) else field.choices or {}
        if not field.needed or field.unset:
            self._list.addItem("", None)
        for value, words in choices.items():
            self._list.addItem(_(words), value)
        self._list.currentIndexChanged.connect(self.changed)
        self._list.entered.connect(self.entered)
        self._take(self._list)

    @property
    def control(self) -> ChoiceList:
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
        self._box_ = QCheckBox(said(field.hint, desk))
        self._box_.toggled.connect(self.changed)
        self._take(self._box_)
        self._box_.setAccessibleName(_called(field, self._box_.text()))

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
        rows = self._rows(field.limit)
        for place, (value, tick) in enumerate(self._ticks.items()):
            tick.setObjectName(f"{field.name}.{value}")
            tick.setAccessibleName(_called(field, tick.text()))
            tick.toggled.connect(self.changed)
            if isinstance(rows, QGridLayout):
                rows.addWidget(tick, place // field.limit, place % field.limit)
            else:
                rows.addWidget(tick)
        self.setFocusProxy(self.control)

    def _rows(self, in_a_row: int) -> QLayout:
        """Where they stand: so many in a row, or as many as there is room for."""
        if not in_a_row:
            flow = Flow(_TICKS_APART_PX)
            self._box.addLayout(flow, 1)
            return flow
        grid = QGridLayout()
        grid.setHorizontalSpacing(_TICKS_APART_PX)
        self._box.addLayout(grid)
        self._box.addStretch(1)
        return grid

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
    """Pictures or scans, chosen on this computer; the value is a list of their paths."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._desk = desk
        self._paths: list[Path] = []
        self._button = QPushButton(_("Choose files …"))
        self._button.clicked.connect(self._choose)
        self._button.setToolTip(_("Ctrl+V takes what was copied: files, or a picture"))
        paste = bind(self._button, "Ctrl+V", _("Paste files or a picture"), self._paste)
        paste.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._names = QLabel()
        self._names.setProperty("tone", "quiet")
        self._take(self._button)
        self._button.setAccessibleName(_called(field, self._button.text()))
        self._box.addWidget(self._names, 1)

    @property
    def control(self) -> QWidget:
        return self._button

    def value(self) -> list[Path]:
        return self._paths

    def show_value(self, value: Any) -> None:
        self.add([])

    def raw(self) -> Any:
        return [str(path) for path in self._paths]

    def show_raw(self, raw: Any) -> None:
        self.add([Path(path) for path in raw or ()])

    def add(self, paths: list[Path]) -> None:
        """Take these files in place of those chosen before."""
        self._paths = paths
        names = _(", ").join(path.name for path in paths[:_MOST_NAMED])
        if len(paths) > _MOST_NAMED:
            names = _("{names} … {number} files").format(names=names, number=len(paths))
        self._names.setText(names)
        self._button.setAccessibleDescription(names)
        self.changed.emit()

    def _paste(self) -> None:
        """Take what the clipboard holds beside what was chosen before."""
        if pasted := pasted_files(self._desk):
            self.add([*self._paths, *(one for one in pasted if one not in self._paths)])

    def _choose(self) -> None:
        kinds = _("Pictures and scans (*.jpg *.jpeg *.png *.pdf)")
        if self.field.kind == "pictures":
            kinds = _("Pictures (*.jpg *.jpeg *.png *.webp *.bmp)")
        if paths := choose_files(self._desk, self, _(self.field.words), kinds, "photos"):
            self.add(paths)


def _called(field: Field, words: str) -> str:
    """How what has words of its own is called: by the field, then by these."""
    named = _(field.words)
    return _("{label}: {words}").format(label=named, words=words) if words else named


_EDITORS: dict[str, type[Editor]] = {
    "long": LongEditor,
    "new_secret": NewSecretEditor,
    "choice": ChoiceEditor,
    "tick": TickEditor,
    "ticks": TicksEditor,
    "lookup": LookUpEditor,
    "word": WordEditor,
    "unit": UnitEditor,
    "files": FilesEditor,
    "pictures": FilesEditor,
    "grid": GridEditor,
}


def make_editor(field: Field, desk: Desk) -> Editor:
    """The editor of a field."""
    if field.kind == "rows":
        return RowsEditor(field, desk, make_editor)
    return _EDITORS.get(field.kind, LineEditor)(field, desk)
