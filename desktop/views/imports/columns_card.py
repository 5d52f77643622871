"""The columns of a file and what each is taken for; a column's line is changed by Enter."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.basics.i18n import N_, _
from desktop.views.kit.parts import button, column, label, line
from desktop.views.kit.tables.record_table import Column, RecordTable, RecordView

if TYPE_CHECKING:
    from desktop.services.imports.look import FileColumn, Look

_OPENING = (Qt.Key.Key_Space, Qt.Key.Key_F4)
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_TAKEN_AS = 3


class ColumnsView(RecordView["FileColumn"]):
    """One line for each column of the file; tells what a person takes one for."""

    chosen = Signal(int, str)

    def __init__(self) -> None:
        self._words: Mapping[str, str] = {}
        self._missing: tuple[tuple[str, ...], ...] = ()
        super().__init__(
            RecordTable(self._columns(), fixed="as in the file"), _("Columns of the file")
        )
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.activated_key.connect(self.open_choice)
        self.clicked.connect(self._on_click)

    def _columns(self) -> "tuple[Column[FileColumn], ...]":
        return (
            Column(N_("Col."), lambda one: one.letter, 40, tone=lambda _one: "quiet"),
            Column(N_("Heading"), lambda one: one.heading or "–", 110),
            Column(
                N_("Values"),
                lambda one: " · ".join(one.samples) or "–",
                120,
                stretch=True,
                tone=lambda _one: "quiet",
            ),
            Column(N_("Taken as"), self._taken_as, 120, tone=_tone),
        )

    def _taken_as(self, one: "FileColumn") -> str:
        words = _(self._words[one.field]) if one.field else _("not used")
        return f"{words}  ▾"

    def show_columns(self, look: "Look") -> None:
        """Show the columns of a list; the line that was worked on stays chosen."""
        from desktop.services.imports.look import field_words

        self._words, self._missing = field_words(look.kind), look.missing
        here = self.key
        self.table.set_ids(
            [one.place for one in look.columns], {one.place: one for one in look.columns}
        )
        if not self.pick(here, silent=True):
            self.pick(self.table.id_at(0), silent=True)

    def begin(self) -> None:
        """Stand on the first column; while something is missing, on one that isn't used."""
        unused = (one for one in self.table.ids if self._missing and not self._at(one).field)
        self.pick(next(unused, self.table.id_at(0)), silent=True)

    def open_choice(self, place: int) -> None:
        """Offer all fields for a column; of one that isn't used, what is missing stands chosen."""
        here = self._at(place)
        held = {
            one.field: _("column {column}").format(column=one.letter)
            for one in self.table.rows
            if one.field and one.place != place
        }
        missing = {name for group in self._missing for name in group}
        held |= dict.fromkeys(missing, _("still missing"))
        nearest = here.field or next((one for one in self._words if one in missing), "")
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("What column {column} is taken for").format(column=here.letter))
        for field, words in {"": N_("not used"), **self._words}.items():
            # Qt sets what stands after a tab at the right, in the place of a shortcut.
            told = "\t".join(part for part in (_(words), held.get(field)) if part)
            offered = menu.addAction(told, partial(self._choose, place, field))
            offered.setCheckable(True)
            offered.setChecked(field == here.field)
            if field == nearest:
                menu.setActiveAction(offered)
        row = self.table.index(self.table.place_of(place) or 0, _TAKEN_AS)
        spot = self.visualRect(row).bottomLeft()
        menu.popup(self.viewport().mapToGlobal(spot), menu.activeAction())

    def _at(self, place: int) -> "FileColumn":
        found: FileColumn | None = self.table.row_of(place)
        assert found is not None
        return found

    def _choose(self, place: int, field: str) -> None:
        if field != self._at(place).field:
            self.chosen.emit(place, field)

    def _on_click(self, index: QModelIndex) -> None:
        place = self.table.id_at(index.row())
        if index.column() == _TAKEN_AS and place is not None:
            self.open_choice(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.key
        if place is not None and event.key() in _OPENING:
            self.open_choice(place)
        elif place is not None and event.key() in _CLEARING:
            self._choose(place, "")
        else:
            super().keyPressEvent(event)


def _tone(one: "FileColumn") -> str:
    return "accent" if one.field else "quiet"


class ColumnsCard(QWidget):
    """The columns with what is missing above them, and below them whether it is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.view = ColumnsView()
        self._missing = label(tone="wrong", wrap=True)
        self.forget = button(_("Forget it"), lambda: None, "link")
        self._note = label(kind="label", wrap=True)
        foot = line(self._note, self.forget)
        foot.setStretch(0, 1)
        head = label(_("Columns of the file"), "heading")
        self.setLayout(column(head, self._missing, self.view, foot))

    @property
    def missing(self) -> str:
        """What it says to be missing; empty when nothing is."""
        return "" if self._missing.isHidden() else self._missing.text()

    @property
    def note(self) -> str:
        """What it says below the columns."""
        return self._note.text()

    def show_look(self, look: "Look", *, by_hand: bool) -> None:
        """Show how a list is understood; ``by_hand`` when somebody chose it just now."""
        self.view.show_columns(look)
        words = missing_words(look)
        self._missing.setText(_("No column is taken for {fields} yet.").format(fields=words))
        self._missing.setVisible(bool(words))
        self._note.setText(_note(look, by_hand=by_hand))
        self.forget.setVisible(look.known or (by_hand and bool(look.key)))


def _note(look: "Look", *, by_hand: bool) -> str:
    if by_hand and look.key:
        return _("Remembered for the next file with these headings.")
    if by_hand:
        return _("Not remembered: without headings no other file can be known to be alike.")
    if look.known:
        return _("As you chose for an earlier file with these headings.")
    return _("Enter changes what a column is taken for, Delete leaves it out.")


def missing_words(look: "Look") -> str:
    """The fields that are needed and have no column, in words."""
    from desktop.services.imports.look import field_words

    words = field_words(look.kind)
    groups = (_(" or ").join(f"“{_(words[name])}”" for name in group) for group in look.missing)
    return _(", ").join(groups)
