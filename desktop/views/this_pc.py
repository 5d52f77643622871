"""What this computer shows a self-test: fonts, screens, printers, clipboard, a second start."""

import sys
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QFontMetrics, QGuiApplication, QScreen
from PySide6.QtPrintSupport import QPrinterInfo

from desktop.basics.i18n import _
from desktop.basics.pasted import cells_of
from desktop.basics.this_pc import Seen
from desktop.views.kit.tables.copying import as_cells
from desktop.views.pictures import program
from desktop.views.second_start import first_window

_WANTED_FONT = "Microsoft YaHei UI"
_SAMPLE = "众小涪州 办事处、，１２３"
_LEAST = (1040, 640)  # what the window needs of a screen
_CELLS = (["洗面奶 120g", "１２", "2.50"], ["写在\n两行里", '带“引号”和"quotes"', ""])
_TRIES, _PAUSE_S = 10, 0.1  # another program may hold the clipboard for a moment
_PATIENCE_S = 60


def fonts(_folder: Path) -> Seen:
    """The window's font, and whether it has the signs of Chinese."""
    font = program().font()
    measure = QFontMetrics(font)
    missing = "".join(one for one in _SAMPLE if not measure.inFontUcs4(ord(one)))
    if missing:
        words = _("The window's font {name} lacks these signs: {signs}")
        raise RuntimeError(words.format(name=font.family(), signs=missing))
    if sys.platform == "win32" and font.family() != _WANTED_FONT:
        words = _("{name}: {wanted} is not on this PC")
        return Seen(words.format(name=font.family(), wanted=_WANTED_FONT), good=False)
    return Seen(font.family())


def screens(_folder: Path) -> Seen:
    """Each screen with its size and scaling; one that is too small for the window is told."""
    program()
    found = QGuiApplication.screens()
    small = [one for one in found if _is_small(one)]
    words = _(", ").join(_screen(one) for one in found)
    if small:
        asked = _("too small for the window, which takes {width}×{height}: choose a lower scaling")
        words += _("; ") + asked.format(width=_LEAST[0], height=_LEAST[1])
    return Seen(words, good=not small)


def _screen(screen: QScreen) -> str:
    scale, size = screen.devicePixelRatio(), screen.size()
    wide, high = round(size.width() * scale), round(size.height() * scale)
    return f"{screen.name()} {wide}×{high} {scale:.0%}".strip()


def _is_small(screen: QScreen) -> bool:
    room = screen.availableSize()
    return room.width() < _LEAST[0] or room.height() < _LEAST[1]


def printers(_folder: Path) -> Seen:
    """The printers that this person can print on, the usual one first."""
    program()
    names = QPrinterInfo.availablePrinterNames()
    if not names:
        return Seen(_("no printer is set up: papers can only be saved"), good=False)
    usual = QPrinterInfo.defaultPrinterName()
    names.sort(key=lambda name: name != usual)
    words = _(", ").join(names)
    if not usual:
        return Seen(words + _("; ") + _("none of them is the usual one"), good=False)
    return Seen(words)


def clipboard(_folder: Path) -> Seen:
    """Cells go to the clipboard and come back as they were; what lay there comes back, too."""
    program()
    board = QGuiApplication.clipboard()
    before = cast("QMimeData | None", board.mimeData())  # an empty one has none
    if before is not None and before.formats() and not before.hasText():
        return Seen(_("something other than text lies on it: it was left alone"), good=False)
    kept = board.text()
    try:
        got: list[list[str]] = []
        for _turn in range(_TRIES):
            board.setText(as_cells(_CELLS))
            QCoreApplication.processEvents()
            got = [[one.replace("\r\n", "\n") for one in row] for row in cells_of(board.text())]
            if got == list(_CELLS):
                return Seen(_("cells with line breaks, quotes and wide signs come back unchanged"))
            time.sleep(_PAUSE_S)
        raise RuntimeError(_("Other cells came back: {cells}").format(cells=got))
    finally:
        if kept:
            board.setText(kept)
        else:
            board.clear()


def second_start(folder: Path) -> Seen:
    """A second start brings the window up; one that was killed keeps nobody from starting."""
    program()
    came: list[Path | None] = []
    first = first_window(folder, training=True)
    if first is None:
        raise RuntimeError(_("Another window of the self-test is open."))
    first.take = came.append
    another = _start(folder)
    first.let_go()
    if another or not came:
        raise RuntimeError(_("A second start didn't find the first window."))
    if not _start(folder):
        raise RuntimeError(_("After the first window is closed no other one opens."))
    again = first_window(folder, training=True)
    if again is None:
        raise RuntimeError(_("After a window was killed no other one opens."))
    again.let_go()
    return Seen(_("the open window comes up; after one that was killed a new one opens"))


def _start(folder: Path) -> bool:
    """Start once more in a process of its own; whether a window opened there, which is killed."""
    context = get_context("spawn")
    opened = context.Event()
    process = context.Process(target=_second, args=(str(folder), opened))
    process.start()
    late = time.monotonic() + _PATIENCE_S
    while process.is_alive() and not opened.is_set() and time.monotonic() < late:
        QCoreApplication.processEvents()
        time.sleep(0.01)
    process.kill()
    process.join()
    return opened.is_set()


def _second(folder: str, opened: Event) -> None:
    """What the other process does: comes second and ends, or opens and stays until it is killed."""
    QCoreApplication([])
    held = first_window(Path(folder), training=True)
    if held is not None:
        opened.set()
        time.sleep(_PATIENCE_S)
