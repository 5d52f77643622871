"""Cells from the clipboard as text, with what a sheet had shortened written out."""

from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.basics.pasted_exactly import written_out

# What Windows' clipboard calls what Excel puts there beside the text.
_XML = 'application/x-qt-windows-mime;value="XML Spreadsheet"'


def copied_text() -> str:
    """The text on the clipboard; of cells what stands in them, not 6.90103E+12."""
    held = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())  # an empty one has none
    return "" if held is None else text_in(held)


def text_in(held: QMimeData) -> str:
    """The text of what was copied, dragged or pasted, as ``copied_text`` gives it."""
    xml = bytes(held.data(_XML).data()).decode("utf-8", "replace")
    return written_out(held.text(), held.html(), xml)
