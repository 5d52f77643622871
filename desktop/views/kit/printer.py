"""Paper on the printer: each page at its own size and way up, off the GUI thread."""

import platform
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from desktop.basics.errors import OfficeError
from desktop.basics.i18n import _
from desktop.basics.watch import Cancelled, Watch

_DPI = 300  # a scanner reads the smallest code from it, and a page takes 35 MB for a moment
_POINTS = 72
_HARDLY = 0.01  # of a page's size
_AS_WIDE = 6.0  # points: printers name the same paper by a millimetre or two more or less


class PrinterTrouble(OfficeError):
    """The printer doesn't take the paper."""


def ask_for_printer(parent: QWidget, title: str, pages: int, last: str) -> QPrinter | None:
    """Ask by the system's dialog where to print, which pages, how often; None when given up.

    ``last`` names the printer that is offered first; "" or one that is gone for the system's own.
    Raises PrinterTrouble where there is none at all: Windows' dialog wouldn't even come up then.
    """
    if platform.system() == "Windows" and not QPrinterInfo.availablePrinterNames():
        raise PrinterTrouble(
            _(
                "No printer is set up on this PC. Add one in the settings of Windows, or save this "
                "as a PDF and print it on another PC."
            )
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if last:
        printer.setPrinterName(last)
    printer.setResolution(_DPI)
    printer.setDocName(title)
    printer.setCreator(_("Zhongxiao"))
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, pages > 1)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    delete(dialog)  # it points to the printer, and would stay with the window
    if not accepted:
        return None
    printer.setFullPage(True)  # our paper has margins of its own, and the dialog sets its
    return printer


def print_paper(pdf: bytes, printer: QPrinter, watch: Watch) -> int:
    """Print the pages that were asked for and tell how many sheets' sides that are.

    One page is held at a time. Raises PrinterTrouble, or Cancelled: what was sent by then may
    come out, as it does under CUPS.
    """
    with open_paper(pdf) as document:
        numbers = _order(printer, document.pageCount())
        _send(document, numbers, printer, watch)
    return len(numbers)


@contextmanager
def open_paper(pdf: bytes) -> Iterator[QPdfDocument]:
    """A paper, to draw its pages from."""
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    try:
        yield document
    finally:
        document.close()


def _send(document: QPdfDocument, numbers: list[int], printer: QPrinter, watch: Watch) -> None:
    painter = QPainter()
    try:
        for done, number in enumerate(numbers):
            if watch.cancelled:
                printer.abort()
                raise Cancelled(_("Printing was stopped. Pages that were sent may still come out."))
            watch.report(done, len(numbers))
            points = document.pagePointSize(number)
            _lay(printer, points)
            if not (printer.newPage() if done else painter.begin(printer)):
                raise PrinterTrouble(_away(printer))
            painter.drawImage(_place(printer, points), page_picture(document, number, _DPI))
    finally:
        if painter.isActive():
            painter.end()


def _away(printer: QPrinter) -> str:
    words = _("“{printer}” doesn't take the paper. Look whether it is on and connected.")
    return words.format(printer=printer.printerName() or printer.outputFileName())


def _order(printer: QPrinter, count: int) -> list[int]:
    """The pages from 0, in the order in which and as often as they are printed."""
    first, last = 1, count
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
        first, last = max(1, printer.fromPage()), min(count, printer.toPage())
    numbers = list(range(first - 1, last))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        numbers.reverse()
    if printer.supportsMultipleCopies():
        return numbers
    copies = printer.copyCount()
    if printer.collateCopies():
        return numbers * copies
    return [number for number in numbers for _copy in range(copies)]


def _lay(printer: QPrinter, points: QSizeF) -> None:
    """Turn the printer's paper where the page comes out larger so.

    Paper of its own, such as the continuous one of 241 × 140 mm, may be wide as it is.
    """
    paper = printer.pageLayout().pageSize().size(QPageSize.Unit.Point)
    turns = _fits(paper.transposed(), points) > _fits(paper, points) + _HARDLY
    ways = QPageLayout.Orientation
    printer.setPageOrientation(ways.Landscape if turns else ways.Portrait)


def _fits(paper: QSizeF, points: QSizeF) -> float:
    """How large a page is on a paper: as it is, or smaller where the paper is smaller."""
    return min(1.0, paper.width() / points.width(), paper.height() / points.height())


def _place(printer: QPrinter, points: QSizeF) -> QRectF:
    """Where a page comes on the paper: in the middle.

    One as wide as the paper begins at its top: what is below may be another leaf of continuous
    paper, behind its perforation.
    """
    paper = printer.pageLayout().fullRectPoints()
    fits = _fits(QSizeF(paper.size()), points)
    size = QSizeF(points) * fits
    corner = QPointF((paper.width() - size.width()) / 2, (paper.height() - size.height()) / 2)
    if fits > 1 - _HARDLY and abs(paper.width() - size.width()) < _AS_WIDE:
        corner.setY(0)
    dots = printer.resolution() / _POINTS
    return QRectF(corner * dots, size * dots)


def page_picture(document: QPdfDocument, number: int, dpi: int) -> QImage:
    """A page of a paper, on white, in so many dots an inch."""
    size = (document.pagePointSize(number) * dpi / _POINTS).toSize()
    drawn = document.render(number, size)
    # A rendered page is transparent where there is nothing: without white it prints black.
    white = QImage(size, QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    painter = QPainter(white)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return white
