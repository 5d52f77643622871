"""Paper on screen: what will be printed, with print, save and open beside it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QThread, QTimer, Signal
from PySide6.QtGui import QAccessible, QColor, QHideEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _, ngettext
from desktop.basics.watch import Cancelled, Watch
from desktop.views.kit import theme
from desktop.views.kit.choose_file import as_file_name, choose_target
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.doing.undo import say_written
from desktop.views.kit.flow import Flow
from desktop.views.kit.heard import hear_as
from desktop.views.kit.outside import open_outside, shown_outside
from desktop.views.kit.parts import OneLine, Strip, button, card, column, label, line
from desktop.views.kit.tasks import Progress

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

Make = Callable[[], bytes]  # renders a PDF
_READABLE = 1.15  # an A4 page as wide as a laptop's window allows without scrolling sideways


class Preview(QWidget):
    """Shows one PDF; Esc goes back to the page."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pdf = b""
        self._title = ""
        self._make: Make = bytes
        self._hand_out: Make | None = None
        self._built = False
        self._is_missing = False
        self._document: QPdfDocument | None = None

    def changeEvent(self, event: QEvent) -> None:
        """What lies around the pages has a colour of its own: dressed anew, it follows."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "view"):
            QTimer.singleShot(0, self.view, self._lay_ground)  # once the view is dressed itself

    def _lay_ground(self) -> None:
        palette = self.view.palette()
        palette.setColor(palette.ColorRole.Dark, QColor(theme.colours().ground))
        self.view.setPalette(palette)

    def _build(self) -> None:
        """QtPdf is loaded when the first paper is looked at."""
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        self._built = True
        self._nothing = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomFactor(_READABLE)
        self.view.setAccessibleName(_("Paper"))
        hear_as(self.view, QAccessible.Role.Document)
        self._zoom_whole = QPdfView.ZoomMode.FitInView
        self._zoom_readable = QPdfView.ZoomMode.Custom
        self._lay_ground()
        self.strip = Strip()
        self._name = OneLine()
        self._name.setProperty("kind", "heading")
        self._count = label(tone="quiet")
        self.print_button = button(_("Print"), self._print, "primary", "Ctrl+P")
        self._zoom = button(_("Whole page"), self._change_zoom, "", "Ctrl+0")
        self._outside = button(_("Open in the PDF program"), self._open_outside)
        self._save_as = button(_("Save as …"), self._save, "", "Ctrl+S")
        buttons = Flow(8, at_right=True)
        for one in (
            self._zoom,
            self._outside,
            self._save_as,
            self.print_button,
            button(_("Close"), self.closed.emit, "", "Esc"),
        ):
            buttons.addWidget(one)
        tools = line(self._name, self._count, buttons)
        tools.setStretch(2, 1)
        frame = card(column(tools, self.strip, self.view))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(14, 12, 14, 12)
        outer.addWidget(frame)
        for keys, do in {"PgDown": self._page_down, "PgUp": self._page_up}.items():
            QShortcut(keys, self).activated.connect(do)

    def open(
        self,
        title: str,
        make: Make,
        hand_out: Make | None = None,
    ) -> None:
        """Render a paper off the GUI thread and show it.

        ``hand_out`` renders what is printed or saved, and counts it; what is looked at isn't.
        """
        if not self._built:
            self._build()
        self._title = title
        self._make, self._hand_out = make, hand_out
        self._name.setText(title)
        self._count.setText(_("is being made …"))
        self._offer(False)
        self.strip.clear()
        self._let_go()
        self._is_missing = False
        self._desk.tasks.change(self, self._work(make), self._show, self._not_made)

    def again(self) -> None:
        """Make a paper once more that couldn't be made, such as when a server was away."""
        if self._is_missing and self.isVisible():
            self.open(self._title, self._make, self._hand_out)

    def _not_made(self, error: Exception) -> None:
        self._is_missing = True
        self._failed(error)

    def _work(self, make: Make) -> Callable[[Progress], "tuple[bytes, QPdfDocument]"]:
        """Makes the paper, and reads it to be shown."""
        home = self.thread()

        def work(progress: Progress) -> "tuple[bytes, QPdfDocument]":
            pdf = make()
            return pdf, _read(pdf, home, progress)

        return work

    def _let_go(self) -> None:
        """Hold no paper any more: one of some thousand pages takes a hundred megabytes."""
        self._pdf = b""
        if self._document is not None:
            self.view.setDocument(self._nothing)
            self._document.deleteLater()
            self._document = None

    @property
    def _is_left(self) -> bool:
        """Whether something else stands in its place; a locked window's paper stays."""
        place = self.parentWidget()
        return isinstance(place, QStackedWidget) and place.currentWidget() is not self

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        QTimer.singleShot(0, self, self._let_go_if_left)  # what comes in its place isn't there yet

    def _let_go_if_left(self) -> None:
        if self._is_left:
            self._let_go()

    def _show(self, read: "tuple[bytes, QPdfDocument]") -> None:
        pdf, document = read
        if self._is_left:
            return
        self._let_go()
        self._pdf, self._document = pdf, document
        document.setParent(self)
        self.view.setDocument(document)
        pages = document.pageCount()
        self._count.setText(ngettext("{number} page", "{number} pages", pages).format(number=pages))
        self._offer(pages > 0)
        self._name_missing(pdf)
        self.view.setFocus()

    def _take(self, then: Callable[[bytes], None]) -> None:
        """Do something with the paper as it goes out; what stands here then is the next copy."""
        make, hand_out = self._make, self._hand_out
        self.strip.clear()
        if hand_out is None:
            then(self._pdf)
            return

        def taken(pdf: bytes) -> None:
            then(pdf)
            self._desk.tasks.change(self, self._work(make), again, failed)

        def again(read: "tuple[bytes, QPdfDocument]") -> None:
            if self._make is make:
                self._show(read)

        def failed(error: Exception) -> None:
            show_error(error, self.strip)

        self._desk.tasks.change(self, lambda _progress: hand_out(), taken, failed)

    def _name_missing(self, pdf: bytes) -> None:
        """Name what no font can print, before it is printed."""
        from desktop.services.issuing import unprinted

        if words := unprinted(pdf):
            self.strip.say(words, "careful")

    def _offer(self, there: bool) -> None:
        """Grey what is done with a paper until it is there: the one before is another's."""
        for made in (self._outside, self._save_as, self.print_button):
            made.setEnabled(there)

    def _failed(self, error: Exception) -> None:
        self._count.setText("")
        show_error(error, self.strip)

    def _change_zoom(self) -> None:
        whole = self.view.zoomMode() != self._zoom_whole
        self.view.setZoomMode(self._zoom_whole if whole else self._zoom_readable)
        words = _("Readable") if whole else _("Whole page")
        self._zoom.setText(f"{words}  Ctrl+0")
        self._zoom.setAccessibleName(words)

    def _page_down(self) -> None:
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())

    def _page_up(self) -> None:
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() - bar.pageStep())

    def _save(self) -> None:
        name, kinds = f"{self._title}.pdf", "PDF (*.pdf)"
        target = choose_target(self._desk, self, _("Save as …"), name, kinds, "papers")
        if target is not None:
            self._write(target)

    def _open_outside(self) -> None:
        try:
            target = shown_outside() / as_file_name(f"{self._title}.pdf")
        except DatabaseTrouble as trouble:
            show_error(trouble, self.strip)
            return
        self._write(target, self._show_outside)

    def _show_outside(self, written: Path) -> None:
        if words := open_outside(written):
            self.strip.say(words, "careful")

    def _write(self, target: Path, then: Callable[[Path], object] | None = None) -> None:
        """Write the paper off the GUI thread: drives may be slow."""

        def done(written: Path) -> None:
            words = _("Saved: {file}").format(file=written)
            say_written(self._desk, words, written if then is None else None)
            if then is not None:
                then(written)

        def write(pdf: bytes) -> None:
            def work(_progress: Progress) -> Path:
                from desktop.services.write_file import write_file

                return write_file(target, pdf)

            self._desk.tasks.read(self, work, done, lambda error: show_error(error, self.strip))

        self._take(write)

    def _print(self) -> None:
        from desktop.views.kit.printer import PrinterTrouble, ask_for_printer, print_paper

        memory, title = self._desk.memory, self._title
        pages = self._document.pageCount() if self._document is not None else 0
        try:
            printer = ask_for_printer(self, title, pages, memory.get("printer", ""))
        except PrinterTrouble as trouble:
            show_error(trouble, self.strip)
            return
        if printer is None:
            return
        memory.put("printer", printer.printerName())

        def out(pdf: bytes) -> None:
            self._desk.tasks.read(
                self,
                lambda progress: print_paper(pdf, printer, progress),
                lambda number: self._desk.say(
                    ngettext(
                        "Printed: {title}, {number} page",
                        "Printed: {title}, {number} pages",
                        number,
                    ).format(title=title, number=number)
                ),
                self._not_printed,
                words=_("Printing …"),
            )

        self._take(out)

    def _not_printed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._desk.say(error.message)  # the person's own wish, nothing wrong
        else:
            show_error(error, self.strip)


def _read(pdf: bytes, home: QThread, watch: Watch) -> "QPdfDocument":
    """A paper as the view shows it, with its pages measured: of thousands that takes long.

    Whoever measured one has it measured for everybody, so that the view, in its thread ``home``,
    has it at once. Given up, such as by a window that closes, the others aren't measured.
    """
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    for page in range(document.pageCount()):
        if watch.cancelled:
            break
        document.pagePointSize(page)
    document.moveToThread(home)
    return document
