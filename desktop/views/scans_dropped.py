"""Scans that are dropped anywhere on the window: the page of scans reads them."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.basics.layout import SCAN_KINDS
from desktop.views.kit.desk import Desk, Link


def take_dropped_scans(window: QWidget, desk: Desk) -> None:
    """Take what is dropped where nothing else takes it."""
    window.setAcceptDrops(True)
    window.installEventFilter(_Dropped(window, desk))


class _Dropped(QObject):
    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._desk = desk

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and _scans(event.mimeData()):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and (files := _scans(event.mimeData())):
            event.acceptProposedAction()
            self._desk.open(Link("scans", do="read", values=(("files", files),)))
            return True
        return False


def _scans(held: QMimeData) -> tuple[Path, ...]:
    paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
    return tuple(path for path in paths if path.suffix.lower() in SCAN_KINDS)
