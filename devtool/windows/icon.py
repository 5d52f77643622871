"""Draws the program's icon in all sizes: `python -m devtool.windows.icon FILE.ico`.

FILE.bmp is the picture beside the installer's first and last page instead.

Runs in the project's `.venv`: Qt draws it.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from devtool.checkout import ROOT

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
_SVG = ROOT / "resources" / "icons" / "zhongxiao.svg"
_SIDE = (164, 314)  # as NSIS lays the page out
_SIDE_ICON = 96
_LARGE = 256  # this and larger is kept as PNG, as Windows wants it


def main(target: Path) -> None:
    """Write the icon, or the picture."""
    QGuiApplication(["icon"])
    if target.suffix == ".bmp":
        _side().save(str(target), "BMP")  # type: ignore[call-overload]
        return
    drawn = [_stored(_drawn(size)) for size in SIZES]
    place = 6 + 16 * len(drawn)
    entries = b""
    for size, content in zip(SIZES, drawn, strict=True):
        edge = size % _LARGE  # 0 is 256
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(content), place)
        place += len(content)
    target.write_bytes(struct.pack("<HHH", 0, 1, len(drawn)) + entries + b"".join(drawn))


def _drawn(size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(_SVG)).render(painter)
    painter.end()
    return image


def _side() -> QImage:
    wide, high = _SIDE
    image = QImage(wide, high, QImage.Format.Format_RGB888)
    image.fill(QColor("#0B6E69"))
    painter = QPainter(image)
    place = QRectF((wide - _SIDE_ICON) / 2, high / 4, _SIDE_ICON, _SIDE_ICON)
    QSvgRenderer(str(_SVG)).render(painter, place)
    painter.end()
    return image


def _stored(image: QImage) -> bytes:
    if image.width() >= _LARGE:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())
    size = image.width()
    rows = bytes(image.constBits())
    wide = image.bytesPerLine()
    upside_down = b"".join(rows[at * wide : (at + 1) * wide] for at in reversed(range(size)))
    mask = bytes((size + 31) // 32 * 4 * size)
    head = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, len(upside_down), 0, 0, 0, 0)
    return head + upside_down + mask


if __name__ == "__main__":
    main(Path(sys.argv[1]))
