"""Import: shows what a file would do before it does it; bad rows are named (E3)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QStackedWidget

from desktop.basics.i18n import N_, _
from desktop.views.desk import Desk
from desktop.views.page import Page
from desktop.views.parts import EmptyState, Figures, Strip, button, card, column, label, line
from desktop.views.record_table import Column, RecordTable, RecordView
from desktop.views.show_error import show_error

if TYPE_CHECKING:
    from desktop.services.imports.run import Imported, ImportOrder

_KINDS = {
    "clients": N_("Clients"),
    "products": N_("Products"),
    "sales-history": N_("Past sales"),
}


class ImportPage(Page):
    """Choose a file, look at what it would do, take it in."""

    name: ClassVar[str] = "import"
    title: ClassVar[str] = N_("Bring in lists")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._file: Path | None = None
        self._said: Imported | None = None
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("What the list holds"))
        for value, words in _KINDS.items():
            self.kind.addItem(_(words), value)
        self.choose = button(_("Choose a file …"), self._choose, "primary", "Ctrl+N")
        self.missing = QCheckBox(_("add clients and products that aren't here yet"))
        self.good = QCheckBox(_("take the good rows, leave out the rest"))
        self.take = button(_("Take it in"), self._take, "primary", "Ctrl+S")
        self.report = button(_("Save the rejected rows as Excel …"), self._save_report)
        self.strip = Strip()
        self._name = label(kind="heading")
        self._figures = Figures()
        self._table = RecordTable(_COLUMNS)
        self._problems = RecordView(self._table, _("What is wrong"))
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self._show(None)

    def _build(self) -> None:
        first = line(label(_("The list holds"), "label"), self.kind, self.choose, None)
        options = line(self.missing, self.good, None)
        foot = line(self.report, None, self.take)
        self._result = card(column(self._name, self._figures, self._problems, foot))
        self._none = EmptyState(
            _("Choose an Excel or CSV file, or drop it here."),
            _(
                "The headings may stand under titles, in Chinese or English. You see what would "
                "happen before anything is written; the same file twice changes nothing."
            ),
        )
        self._shown = QStackedWidget()
        self._shown.addWidget(self._none)
        self._shown.addWidget(self._result)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.addLayout(column(card(column(first, options)), self.strip, self._shown, spacing=12))

    def _connect(self) -> None:
        for widget in (self.missing, self.good):
            widget.toggled.connect(lambda _on: self._look())
        self.kind.currentIndexChanged.connect(lambda _place: self._look())

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a file …"), "", _("Lists (*.xlsx *.xls *.csv *.csv.gz)")
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Look at a file without writing anything."""
        self._file = path
        self._look()

    def _order(self, *, dry_run: bool) -> "ImportOrder | None":
        from desktop.services.imports.run import ImportOrder

        if self._file is None:
            return None
        return ImportOrder(
            self.kind.currentData(),
            self._file,
            create_missing=self.missing.isChecked(),
            good_rows=self.good.isChecked(),
            dry_run=dry_run,
        )

    def _look(self) -> None:
        self._run(dry_run=True)

    def _take(self) -> None:
        self._run(dry_run=False)

    def _run(self, *, dry_run: bool) -> None:
        from desktop.services.imports.run import import_file

        order, office = self._order(dry_run=dry_run), self.desk.office
        if order is None:
            return
        self.strip.clear()
        self.take.setEnabled(False)

        def finished(said: "Imported") -> None:
            self._show(said if dry_run else None)
            if not dry_run:
                self._file = None
                self.desk.say(
                    _("{file}: {number} rows taken in, {same} unchanged.").format(
                        file=said.file, number=said.imported, same=said.unchanged
                    )
                )

        def failed(error: Exception) -> None:
            self._show(None)
            show_error(error, self.strip)

        words = _("Reading the file") if dry_run else _("Taking it in")
        self.desk.tasks.change(
            self, lambda _progress: import_file(office, order), finished, failed, words
        )

    def _show(self, said: "Imported | None") -> None:
        self._said = said
        self._shown.setCurrentWidget(self._none if said is None else self._result)
        if said is None:
            return
        self._name.setText(said.file)
        wrong = said.rejected > 0
        self._figures.show_figures(
            (
                (_("Rows"), str(said.rows)),
                (_("New or changed"), str(said.imported)),
                (_("Unchanged"), str(said.unchanged)),
                (_("Rejected"), str(said.rejected), "wrong" if wrong else ""),
                (_("Warnings"), str(said.warnings), "careful" if said.warnings else ""),
            )
        )
        self._table.set_ids(range(len(said.problems)), dict(enumerate(said.problems)))
        self.report.setVisible(said.report is not None)
        blocked = wrong and not self.good.isChecked()
        self.take.setEnabled(not blocked and said.imported > 0)
        reason = _("Mend the rejected rows in Excel, or tick to take only the good ones.")
        self.take.setToolTip(reason if blocked else "")
        if blocked:
            self.strip.say(reason, "careful")
        elif not said.imported:
            self.strip.say(_("Everything in this file stands here already."), "careful")

    def _save_report(self) -> None:
        if self._said is None or self._said.report is None:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save the rejected rows as Excel …"), _("rejected.xlsx"), "Excel (*.xlsx)"
        )
        if name:
            self._write(Path(name), self._said.report)

    def _write(self, target: Path, content: bytes) -> None:
        from desktop.services.write_file import write_file

        try:
            write_file(target, content)
        except Exception as error:  # noqa: BLE001 - shown in the strip
            show_error(error, self.strip)
        else:
            self.desk.say(_("Saved: {file}").format(file=target))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls()[:1]:
            self.open_file(Path(url.toLocalFile()))


def _tone(problem: Any) -> str:
    return "careful" if problem.warning else "wrong"


_COLUMNS = (
    Column(N_("Row"), lambda one: str(one.row or ""), 56, right=True),
    Column(N_("Column"), lambda one: f"{one.column} {one.heading}".strip(), 130),
    Column(N_("Value"), lambda one: one.value, 190),
    Column(N_("Reason"), lambda one: one.reason, 320, stretch=True, tone=_tone),
)
