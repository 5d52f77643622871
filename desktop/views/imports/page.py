"""Import: shows what a file would do before it does it; bad rows are named (E3)."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from desktop.basics.i18n import N_, _
from desktop.basics.watch import Cancelled
from desktop.views.imports.aside import Aside, ListBack
from desktop.views.imports.columns_card import ColumnsCard
from desktop.views.imports.known_headings import KnownHeadings
from desktop.views.imports.outcome_card import OutcomeCard
from desktop.views.imports.rejected_rows import save_rejected
from desktop.views.imports.source_card import SourceCard
from desktop.views.imports.taken_back import TakenBack
from desktop.views.imports.waiting import Waiting
from desktop.views.kit.choose_file import choose_file, remember_folder
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.page import Page
from desktop.views.kit.parts import EmptyState, Strip, button, card, column, divided, line
from desktop.views.kit.tasks import Work
from desktop.views.shared.kind_kept import keep_kind, kind_kept

if TYPE_CHECKING:
    from desktop.services.imports.look import ListFile, Look
    from desktop.services.imports.run import Imported, ImportOrder

    Opened = tuple[ListFile, Look | None]
Opening = Work["Opened"]
_FILES = "*.xlsx *.xls *.csv *.csv.gz *.xlsm *.xlsb *.et *.ods *.txt *.tsv"


class ImportPage(Page):
    """Choose a file, say what its columns are, look at what it would do, take it in."""

    name: ClassVar[str] = "import"
    title: ClassVar[str] = N_("Bring in lists")
    _told = Signal(int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._file: ListFile | None = None
        self._look: Look | None = None
        self._said: Imported | None = None
        self._waiting: Waiting | None = None
        self._known = KnownHeadings(desk.memory)
        self.choose = button(_("Choose a file …"), self._choose, "primary", "Ctrl+N")
        self.strip = Strip()
        self.back = TakenBack(desk, self.strip)
        self.source = SourceCard(desk, self.choose)
        self.columns = ColumnsCard()
        self.take = button(_("Take it in"), self._take, "primary", "Ctrl+S")
        self._why_not = QShortcut(QKeySequence("Ctrl+S"), self)
        self._why_not.activated.connect(self._say_why_not)
        self.report = button(_("Save the rejected rows as Excel …"), self._save_report)
        self.outcome = OutcomeCard(self.take, self.report)
        self.good = self.outcome.good
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self._show_nothing()

    def _build(self) -> None:
        self._none = EmptyState("", "", button(_("Choose a file …"), self._choose))
        cards = card(column(self.columns)), card(column(self.outcome))
        self._split = divided(*cards, (45, 55))
        self._shown = QStackedWidget()
        self._shown.addWidget(card(column(self._none)))
        self._shown.addWidget(self._split)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        foot = line(None, self.back.button)
        parts = column(card(column(self.source)), self.strip, self._shown, foot, spacing=12)
        parts.setStretch(2, 1)
        whole.addLayout(parts)

    def _connect(self) -> None:
        self.source.kind_chosen.connect(self._on_kind)
        self.source.sheet_chosen.connect(self._on_sheet)
        self.source.row_chosen.connect(self._on_row)
        self.source.datum_chosen.connect(self._look_through)
        self.source.missing.toggled.connect(lambda _on: self._look_through())
        self.columns.view.chosen.connect(self._on_column)
        self.columns.forget.clicked.connect(self._on_forget)
        self.outcome.stopped.connect(self._on_stop)
        self.outcome.answered.connect(self._look_through)
        self.take.installEventFilter(self)
        self._told.connect(self.outcome.tell)

    def go(self, link: Link) -> None:
        """A link may say what the list holds, while no file is open."""
        if link.filter and self._file is None:
            self.source.choose_kind(link.filter)

    # --- the file -----------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = _("Lists ({kinds})").format(kinds=_FILES) + ";;" + _("All files (*)")
        path = choose_file(self.desk, self, _("Choose a file …"), kinds, "imports")
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path, sheet: str | None = None) -> None:
        """Look at a file without writing anything."""
        from desktop.services.imports.look import Look, open_list

        self._put_aside()
        kind, known = self.source.kind, self._known.all

        def work(_progress: object) -> "Opened":
            file = open_list(path, sheet)
            if file.table is None:
                return file, None
            return file, Look.at(file.table, kind, known=known).ready()

        self._read(path, work, first=True)

    def _put_aside(self) -> None:
        """Another list, or another understanding of it, comes in its place: it can come back."""
        file, look = self._file, self._look
        if file is None or look is None:
            return
        aside = Aside(
            file.path,
            file.sheet,
            look.bare(),
            self.source.missing.isChecked(),
            self.good.isChecked(),
            self.outcome.same_names.answer,
            self.source.datum,
        )
        back = ListBack(self.desk, self, aside, lambda: self._bring_back(aside))
        self.desk.say(back.words, back)

    def _bring_back(self, aside: Aside) -> None:
        self._put_aside()
        self.desk.open(Link(self.name))
        self._read(aside.path, lambda _progress: aside.read(), first=False, aside=aside)

    @property
    def busy(self) -> bool:
        return self._file is not None

    def refresh(self) -> None:
        """Read the file again: it may have been mended in Excel, or the office has changed."""
        from desktop.services.imports.look import Look, open_list

        self.back.refresh()
        file, look = self._file, self._look
        if file is None:
            return
        path, sheet = file.path, file.sheet or None
        kind, known = self.source.kind, self._known.all

        def work(_progress: object) -> "Opened":
            fresh = open_list(path, sheet)
            if fresh.table is None:
                return fresh, None
            again = look.again(fresh.table) if look else Look.at(fresh.table, kind, known=known)
            return fresh, again.ready()

        self._read(path, work, first=False)

    def _read(self, path: Path, work: Opening, *, first: bool, aside: Aside | None = None) -> None:
        self._give_up()
        self.strip.clear()

        def done(answer: "Opened") -> None:
            if first:
                self.good.setChecked(False)
                self.outcome.same_names.forget()
                self.source.choose_datum(kind_kept(self.desk))
            if aside is not None:
                self._say_again(aside)
            self._show_file(*answer)
            if first and answer[1] is not None:
                self.columns.view.begin()
                if not self.strip.words:
                    self.columns.view.setFocus()

        def failed(error: Exception) -> None:
            if first:
                self._show_nothing()
                self._none.say(_("{file} wasn't opened.").format(file=path.name))
            else:
                self._look_through()
            show_error(error, self.strip)

        self.desk.tasks.read(self, work, done, failed, slot="look", words=_("Reading the file"))

    def _say_again(self, aside: Aside) -> None:
        """Show what was said of a list, without looking through it yet."""
        for one, on in ((self.source.missing, aside.create_missing), (self.good, aside.good_rows)):
            one.blockSignals(True)
            one.setChecked(on)
            one.blockSignals(False)
        self.source.blockSignals(True)
        self.source.choose_kind(aside.look.kind)
        self.source.blockSignals(False)
        self.outcome.same_names.say(aside.same_names)
        self.source.choose_datum(aside.datum)

    def _show_file(self, file: "ListFile", look: "Look | None") -> None:
        self._file, self._look = file, look
        self.source.show_file(file, look)
        if look is None:
            self._shown.setCurrentIndex(0)
            self._none.say(file.path.name, _("Choose above the sheet that holds the list."))
            self.strip.say(file.why, "careful")
            return
        self._show_look(look)
        self._suggest_kind(look)

    def _suggest_kind(self, look: "Look") -> None:
        kind = look.likelier_kind
        if kind:
            name = self.source.words_of(kind)
            self.strip.ask(
                _("These headings look like a list of another sort: {kind}.").format(kind=name),
                _("Take it as: {kind}").format(kind=name),
                lambda: self._change_kind(kind),
            )

    def _change_kind(self, kind: str) -> None:
        self.source.choose_kind(kind)
        self.columns.view.setFocus()

    # --- what its columns are -----------------------------------------------------------

    def _on_kind(self) -> None:
        self._look_anew()

    def _on_sheet(self, sheet: str) -> None:
        if self._file is not None:
            self.open_file(self._file.path, sheet)

    def _on_row(self, row: int) -> None:
        self._look_anew(row)

    def _look_anew(self, row: int | None = None) -> None:
        """The kind or the row of the headings is another now."""
        from desktop.services.imports.look import Look

        table = self._file.table if self._file else None
        if table is None:
            return
        self._put_aside()
        kind, known = self.source.kind, self._known.all
        self.strip.clear()
        self._understand(lambda: Look.at(table, kind, row, known))

    def _on_column(self, place: int, field: str) -> None:
        look = self._look
        if look is None:
            return
        changed = look.choose(place, field)
        if look.key:
            self._known.keep(look.key, changed.chosen)
        self._understand(lambda: changed, by_hand=True)

    def _on_forget(self) -> None:
        from desktop.services.imports.look import Look

        look = self._look
        if look is None:
            return
        self._put_aside()
        self._known.forget(look.key)
        table, kind, row = look.table, look.kind, look.header.row
        self._understand(lambda: Look.at(table, kind, row))
        self.columns.view.setFocus()

    def _understand(self, make: Callable[[], "Look"], *, by_hand: bool = False) -> None:
        """Find out off the GUI thread how the list is understood now; then look through it."""
        self._give_up()

        def done(look: "Look") -> None:
            self._look = look
            self._show_look(look, by_hand=by_hand)

        self.desk.tasks.read(self, lambda _progress: make().ready(), done, slot="look")

    def _show_look(self, look: "Look", *, by_hand: bool = False) -> None:
        self.columns.show_look(look, by_hand=by_hand)
        self.source.show_look(look)
        self._shown.setCurrentWidget(self._split)
        self._look_through()

    # --- what it would do ---------------------------------------------------------------

    def _order(self, *, dry_run: bool) -> "ImportOrder":
        from desktop.services.imports.run import ImportOrder

        assert self._file is not None
        return ImportOrder(
            self.source.kind,
            self._file.path,
            create_missing=self.source.missing.isChecked(),
            good_rows=self.good.isChecked(),
            dry_run=dry_run,
            same_names=self.outcome.same_names.answer,
            datum=self.source.datum,
        )

    def _look_through(self) -> None:
        """The dry run; a newer one takes the place of one that is still under way."""
        look, office = self._look, self.desk.office
        self._give_up()
        if look is None:
            return
        if look.missing:
            self.outcome.show_missing(look)
            return
        order, waiting = self._order(dry_run=True), Waiting(self._told.emit)
        self._waiting = waiting
        self.outcome.wait()

        def done(said: "Imported") -> None:
            if not waiting.cancelled:
                self._said = said
                self.outcome.show_said(said, look.kind)

        def failed(error: Exception) -> None:
            if not waiting.cancelled:
                self.outcome.show_stopped(_("The list was not looked through."))
                show_error(error, self.strip)

        self.desk.tasks.read(
            self,
            lambda progress: look.take(office, order, waiting.beside(progress)),
            done,
            failed,
            slot="through",
        )

    def _give_up(self) -> None:
        self._said = None
        self.take.setEnabled(False)
        if self._waiting is not None:
            self._waiting.cancel()

    def _on_stop(self) -> None:
        self._give_up()
        self.outcome.show_stopped(_("The list was not looked through."))
        self.columns.view.setFocus()

    def _take(self) -> None:
        look, office = self._look, self.desk.office
        if look is None or self._said is None:
            return
        if self.strip.still_asks():
            self.desk.say(_("Still to be answered: {question}").format(question=self.strip.words))
            return
        order = self._order(dry_run=False)
        self.strip.clear()
        self.take.setEnabled(False)

        def finished(said: "Imported") -> None:
            if self.source.has_places:
                keep_kind(self.desk, order.datum)
            if said.rejected and not order.good_rows:
                # Somebody changed the office since the look: nothing went in.
                self._look_through()
                return
            self._show_nothing(said)

        def failed(error: Exception) -> None:
            self.take.setEnabled(True)
            if isinstance(error, Cancelled):
                self.strip.say(error.message, "careful")
            else:
                show_error(error, self.strip)

        self.desk.tasks.change(
            self,
            lambda progress: look.take(office, order, progress),
            finished,
            failed,
            _("Taking it in"),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As long as nothing can be taken in its key tells why."""
        if watched is self.take and event.type() == QEvent.Type.EnabledChange:
            self._why_not.setEnabled(not self.take.isEnabled())
        return super().eventFilter(watched, event)

    def _say_why_not(self) -> None:
        """Say what is still open, and go there."""
        if self._look is None:
            self.choose.setFocus()
            self.desk.say(_("Choose an Excel or CSV file, or drop it here."))
        elif self.strip.still_asks():
            self.desk.say(_("Still to be answered: {question}").format(question=self.strip.words))
        else:
            words, where = self.outcome.open_question
            (where or self.columns.view).setFocus()
            self.desk.say(words)

    def _show_nothing(self, taken: "Imported | None" = None) -> None:
        """Nothing is open; ``taken`` went in just now."""
        self._give_up()
        self._file = self._look = None
        self.source.show_nothing()
        self._shown.setCurrentIndex(0)
        if taken is None:
            self._none.say(
                _("Choose an Excel or CSV file, or drop it here."),
                _(
                    "The headings may stand under titles, in Chinese or English. You see what "
                    "would happen before anything is written; the same file twice changes nothing."
                ),
            )
            return
        words = _("{file}: {new} new, {changed} changed, {same} unchanged, {rejected} left out.")
        said = words.format(
            file=taken.file,
            new=taken.new,
            changed=taken.changed,
            same=taken.unchanged,
            rejected=taken.rejected,
        )
        self._none.say(_("The list is in."), said)
        self.desk.say(said)
        self.choose.setFocus()

    def _save_report(self) -> None:
        if self._said is not None and self._file is not None and self._said.rejected:
            save_rejected(self.desk, self, self.strip, self._said, self._file.path.stem)

    # --- drag and drop ------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            remember_folder(self.desk, "imports", Path(files[0]))
            self.open_file(Path(files[0]))
        if len(files) > 1:
            self.desk.say(_("One file at a time: only the first one was opened."))
