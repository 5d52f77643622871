"""Photos and scans from the clipboard: copied files, or a picture as a chat gives it."""

from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import QBuffer, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk

_SUFFIXES = (".jpg", ".jpeg", ".png", ".pdf")
_QUALITY = 88


def pasted_files(desk: Desk) -> list[Path]:
    """The files that the clipboard holds; a picture is kept beside the drafts until it is saved."""
    held = _held()
    found = _copied(held)
    if not found and held.hasImage() and isinstance(picture := held.imageData(), QImage):
        found = [_kept(desk, picture)]
    if not found:
        desk.say(_("The clipboard holds no picture (JPEG, PNG) and no PDF."))
    return found


def has_files() -> bool:
    """Whether files were copied, and not only their names or cells."""
    return _held().hasUrls()


def _held() -> QMimeData:
    held = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    return QMimeData() if held is None else held


def _copied(held: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _SUFFIXES]


def _kept(desk: Desk, picture: QImage) -> Path:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
    moment = datetime.now().astimezone()
    name = _("pasted {moment}.jpg").format(moment=f"{moment:%Y%m%d-%H%M%S-%f}")
    return desk.memory.keep_pasted(name, bytes(buffer.data().data()))
