"""The Qt side of a grid: its cells as they stand, and what is written into them."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.files_typed import said_files
from desktop.views.kit.forms.grid.rows import Rows
from desktop.views.kit.terms import tip_of
from desktop.views.kit.words import heard_tone, with_state

Index = QModelIndex | QPersistentModelIndex
_DEEPER = "　"  # before the name of a row under another one


class GridTable(QAbstractTableModel):
    """Cells by row and column; ``written`` names the row in which something was typed."""

    written = Signal(str)

    def __init__(self, columns: Sequence[Field], rows: Rows) -> None:
        super().__init__()
        self.columns = columns
        self.rows = rows
        self.wrong: dict[tuple[str, str], str] = {}

    def key_at(self, place: int) -> str:
        """The key of the row at a place."""
        return self.rows.visible[place]

    def column_named(self, name: str) -> int:
        """The place of a column; 0 for none."""
        return next((at for at, one in enumerate(self.columns) if one.name == name), 0)

    def choices_at(self, index: Index) -> Mapping[str, str]:
        """What may be chosen in a cell: value and words."""
        return self.choices_of(self.key_at(index.row()), index.column())

    def choices_of(self, key: str, place: int) -> Mapping[str, str]:
        """What may be chosen in a row's cell: value and words."""
        column = self.columns[place]
        own = self.rows.row(key).choices.get(column.name)
        found = column.choices() if callable(column.choices) else column.choices
        return own or found or {}

    def is_open(self, place: int, column: int) -> bool:
        """Whether a cell takes what is typed."""
        return self.columns[column].kind != "files" and self.takes(place, column)

    def is_passed(self, place: int, column: int) -> bool:
        """Whether Enter goes past a cell that takes what is typed."""
        return self.columns[column].name in self.rows.row(self.key_at(place)).seldom

    def takes(self, place: int, column: int) -> bool:
        """Whether a cell takes what is typed, or files."""
        return self.columns[column].name in self.rows.row(self.key_at(place)).open

    def refill(self) -> None:
        """Rows were taken, opened or closed."""
        self.beginResetModel()
        self.endResetModel()

    def show_row(self, key: str) -> None:
        """What stands in a row is another."""
        if key in self.rows.visible:
            place = self.rows.visible.index(key)
            last = self.index(place, len(self.columns) - 1)
            self.dataChanged.emit(self.index(place, 0), last)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows.visible)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_open = self.is_open(index.row(), index.column())
        return flags | Qt.ItemFlag.ItemIsEditable if is_open else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation != Qt.Orientation.Horizontal:
            named = self.index(section, 0)  # unseen, and heard before the cells of the row
            return self._text(named, role) if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(column.words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(_(column.words)) or None
        return None

    def data(self, index: Index, role: int = 0) -> object:
        key, column = self.key_at(index.row()), self.columns[index.column()]
        row = self.rows.row(key)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(index, role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = f"{_(column.words)} {self._text(index, Qt.ItemDataRole.DisplayRole)}"
            why = self.wrong.get((key, column.name))
            shade = row.tones.get(column.name, "")
            return with_state(said, why) if why else heard_tone(said, shade)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.wrong.get((key, column.name)) or self._text(index, 0)
        if role == Qt.ItemDataRole.BackgroundRole and column.name in row.open:
            wrong = (key, column.name) in self.wrong
            return theme.colour("wrong_soft" if wrong else "ground")
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = "wrong" if (key, column.name) in self.wrong else row.tones.get(column.name)
            tone = tone or ("quiet" if row.under and column.name not in row.open else "")
            return theme.colour(tone) if tone else None
        if role == Qt.ItemDataRole.FontRole and key in self.rows.typed:
            font = QFont()
            font.setBold(column.name in self.rows.typed[key] and column.name in row.open)
            return font
        return None

    def _text(self, index: Index, role: int) -> str:
        key, column = self.key_at(index.row()), self.columns[index.column()]
        text = self.rows.text(key, column.name)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if column.kind == "files":
            return said_files(text)
        if column.kind == "choice" and column.name in self.rows.typed.get(key, {}):
            return _(self.choices_at(index).get(text, text))
        if index.column() == 1 and self.rows.row(key).under:
            return _DEEPER + text
        return text

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key, column = self.key_at(index.row()), self.columns[index.column()]
        self.wrong.pop((key, column.name), None)
        if self.rows.write(key, column.name, str(value).strip()):
            self.show_row(key)
            self.written.emit(key)
        return True


def _alignment(column: Field) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.at_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
