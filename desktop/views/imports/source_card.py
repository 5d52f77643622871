"""Where a list comes from: what it holds, its file, its sheet, and the row of its headings."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QPushButton, QWidget

from desktop.basics.datums import DATUMS
from desktop.basics.i18n import _
from desktop.views.imports.kind_check import KindCheck
from desktop.views.kit.desk import Desk
from desktop.views.kit.flow import Flow
from desktop.views.kit.lists.to_edit import take_out_to_edit
from desktop.views.kit.parts import button, column, label, line

if TYPE_CHECKING:
    from desktop.services.imports.look import ListFile, Look

_PLACES = {"lat", "lon", "place"}  # fields that hold coordinates
_AROUND_PX = 48  # of the words in a choice: its edges and its arrow
_WIDTH = 34  # letters of a row of headings that are always seen


class SourceCard(QWidget):
    """The head of the page; its second line is there only while a file is open."""

    kind_chosen = Signal()
    sheet_chosen = Signal(str)
    row_chosen = Signal(int)
    datum_chosen = Signal()

    def __init__(self, desk: Desk, choose: QPushButton) -> None:
        super().__init__()
        self._look: Look | None = None
        self.kinds = QButtonGroup(self)
        self.missing = QCheckBox(_("add clients and products that aren't here yet"))
        self._name = label(kind="heading")
        self._sheet_words = label(_("Sheet of the file"), "label")
        self.sheet = _choice(_("Sheet of the file"))
        self.row = _choice(_("Row of the headings"))
        self.row.setMinimumContentsLength(_WIDTH)
        self._datum_words = label(_("Coordinates are"), "label")
        self.datums = _choice(_("Coordinates are"))
        for datum, words in DATUMS.items():
            self.datums.addItem(_(words), datum)
        self.known = button(
            _("Check with a shop you know"),
            self._check,
            "link",
            "",
            _("Shows where it would lie under each kind"),
        )
        self.check = KindCheck(desk)
        self.check.chosen.connect(self._on_checked)
        self._second = QWidget()
        second = line(
            self._name,
            self._sheet_words,
            self.sheet,
            label(_("Headings"), "label"),
            self.row,
            self._datum_words,
            self.datums,
            self.known,
            self.missing,
            None,
            spacing=10,
        )
        second.setStretchFactor(self.row, 100)  # the blank at the end has what its words leave
        self._second.setLayout(second)
        self.edit = button(
            _("Excel to edit"),
            lambda: take_out_to_edit(desk, self, self.kind, self.words_of(self.kind)),
            "link",
            "",
            _("What is here of this sort, to be changed in Excel; without any, a form to fill in"),
        )
        pills = Flow(spacing=6)
        for pill in self._pills():
            pills.addWidget(pill)
        # Each a part of its own, so that the Tab key takes all pills first, in two rows too.
        kinds, ways = QWidget(), QWidget()
        kinds.setLayout(pills)
        ways.setLayout(line(self.edit, choose, spacing=6))
        first = line(label(_("The list holds"), "label"), kinds, ways, spacing=6)
        first.setStretch(1, 1)
        first.setAlignment(ways, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(column(first, self._second, self.check, spacing=10))
        self.sheet.textActivated.connect(self.sheet_chosen)
        self.row.activated.connect(lambda place: self.row_chosen.emit(self.row.itemData(place)))
        self.datums.activated.connect(lambda _place: self.datum_chosen.emit())
        self._show_kind()

    def _pills(self) -> list[QPushButton]:
        from desktop.services.imports.registry import KINDS

        for kind, one in KINDS.items():
            pill = QPushButton(_(one.listed.words))
            pill.setProperty("kind", "pill")
            pill.setCheckable(True)
            pill.setObjectName(kind)
            pill.setChecked(kind == "clients")
            self.kinds.addButton(pill)
        self.kinds.buttonClicked.connect(lambda pill: self.choose_kind(pill.objectName()))
        return list(self.kinds.buttons())  # type: ignore[arg-type]

    def words_of(self, kind: str) -> str:
        """What is said of a kind of list."""
        return next(pill.text() for pill in self.kinds.buttons() if pill.objectName() == kind)

    @property
    def kind(self) -> str:
        """What the list holds."""
        chosen = self.kinds.checkedButton()
        assert chosen is not None
        return chosen.objectName()

    def choose_kind(self, kind: str) -> None:
        """Say what the list holds."""
        for pill in self.kinds.buttons():
            pill.setChecked(pill.objectName() == kind)
        self._show_kind()
        self.kind_chosen.emit()

    def _show_kind(self) -> None:
        from desktop.services.imports.registry import KINDS

        kind = KINDS[self.kind]
        self.missing.setVisible(kind.makes_others)
        self.edit.setEnabled(kind.edited is not None)

    def show_nothing(self) -> None:
        """No file is open."""
        self._second.hide()
        self.check.hide()

    def show_file(self, file: "ListFile", look: "Look | None") -> None:
        """Show which file is open, and which of its sheets."""
        self._name.setText(file.path.name)
        self._name.setToolTip(str(file.path))
        several = len(file.sheets) > 1
        self.sheet.clear()
        self.sheet.addItems(list(file.sheets))
        self.sheet.setCurrentIndex(self.sheet.findText(file.sheet) if file.sheet else -1)
        for one in (self._sheet_words, self.sheet):
            one.setVisible(several)
        self.row.setEnabled(look is not None)
        self._second.show()

    def show_look(self, look: "Look") -> None:
        """Show where the headings stand, and where else they may."""
        from desktop.services.imports.look import NO_HEADINGS

        self.row.clear()
        for number, words in look.heading_rows:
            self.row.addItem(_("row {row}: {words}").format(row=number, words=words), number)
        self.row.addItem(_("no headings, the list begins at once"), NO_HEADINGS)
        self.row.setCurrentIndex(self.row.findData(look.header.row))
        self.row.setMaximumWidth(self._row_px())
        self._look = look
        places = self.has_places
        for one in (self._datum_words, self.datums):
            one.setVisible(places)
        self.known.setVisible(places and self.kind == "clients")
        if not places:
            self.check.hide()

    def _row_px(self) -> int:
        """What the longest row of headings needs."""
        words = self.row.fontMetrics()
        texts = [self.row.itemText(place) for place in range(self.row.count())]
        return max(map(words.horizontalAdvance, texts), default=0) + _AROUND_PX

    def _check(self) -> None:
        if self._look is not None:
            self.check.begin(self._look, self.datum)

    def _on_checked(self, datum: str) -> None:
        """What kind it is was told by a shop."""
        self.choose_datum(datum)
        self.datum_chosen.emit()

    @property
    def has_places(self) -> bool:
        """Whether the list holds coordinates."""
        return self._look is not None and bool(_PLACES & self._look.header.columns.keys())

    @property
    def datum(self) -> str:
        """The kind of the list's coordinates."""
        return str(self.datums.currentData())

    def choose_datum(self, datum: str) -> None:
        """Say what kind they are."""
        self.datums.setCurrentIndex(self.datums.findData(datum))


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(10)
    return made
