"""Pictures of the window: every page and form as a person sees it, without a screen."""

import atexit
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from desktop.views.kit import theme
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from desktop.views.qt_words import translate_qt
from desktop.views.window import Desktop

if TYPE_CHECKING:
    from desktop.services.office import Office

LAPTOP = (1366, 768)
MONITOR = (1920, 1080)
_QUIET_S = 0.25  # what a suggestion brought is measured after 0.2 s of rest
_QUIET_TURNS = 12  # on a busy computer few come in that time, and a layout needs some
_LONGEST_S = 20
_PAPER_DPI = 79  # a page stands in a text without being made smaller
_NO_SIZE_HINTS = "This plugin does not support propagateSizeHints()"
_ABOVE = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.Dialog)


@dataclass(frozen=True)
class Shot:
    """How the pictures are taken: the size in pixels, and the shade."""

    size: tuple[int, int]
    dark: bool = False

    @property
    def words(self) -> str:
        """As it stands in a file's name."""
        return f"{self.size[0]}x{self.size[1]}{'-dark' if self.dark else ''}"


def hush_size_hints() -> None:
    """Say what Qt says, but not at each window that a screen which isn't there can't size it."""

    def say(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
        if words != _NO_SIZE_HINTS:
            sys.stderr.write(f"{words}\n")

    qInstallMessageHandler(say)
    atexit.register(qInstallMessageHandler, None)


def program(dark: bool = False) -> QApplication:
    """The Qt program that pictures are taken with, dressed."""
    app = QApplication.instance() or QApplication(["zhongxiao"])
    assert isinstance(app, QApplication)
    translate_qt(app)
    theme.apply(app, dark)
    return app


def take_pictures(
    office: "Office",
    folder: Path,
    shot: Shot,
    pages: Sequence[str] = (),
    *,
    training: bool = True,
) -> Iterator[Path]:
    """Take the pages of the person signed in to ``office`` (all, or those named)."""
    with _window(office, shot, training=training) as desktop:
        for name in desktop.names:
            if not pages or name in pages:
                target = folder / f"{name}-{shot.words}.png"
                yield _write(_look(desktop, Link(name)), target)


def take_everything(office: "Office", folder: Path, shot: Shot, seen: set[str]) -> Iterator[Path]:
    """Take every page of this person with its forms; tabs, steps and papers that are not seen."""
    from desktop.views.scenes import walk

    with _window(office, shot) as desktop:
        for sight in walk(desktop, lambda: settle(desktop), desktop.names, seen):
            yield _write(grab(desktop), folder / f"{sight}-{shot.words}.png")


def take_apart(office: "Office", folder: Path, shot: Shot) -> Iterator[Path]:
    """Take what stands besides the pages; writes a conflict into ``office``, a copy."""
    from desktop.views.scenes_apart import apart, entrance

    with _window(office, shot) as desktop:
        for name, page in entrance(desktop.desk):
            page.resize(*shot.size)
            page.show()
            settle(desktop)
            yield _write(grab(page), folder / f"{name}-{shot.words}.png")
            page.hide()
            page.deleteLater()
        desktop.activateWindow()
        for name, window in apart(desktop, lambda: settle(desktop)):
            yield _write(grab(window), folder / f"{name}-{shot.words}.png")


def take_for_manual(office: "Office", folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Take pages for the manual, in 256 colours, for their size.

    ``orders-new`` is a form, ``rebates:promised`` a filter; ``lists`` are clients of which several
    are chosen.
    """
    with _window(office, Shot(LAPTOP)) as desktop:
        for name in names:
            target, picture = _pictured(desktop, name)
            yield _write(_small(picture), folder / f"{target}.png")


def take_connection(office: "Office", folder: Path) -> Path:
    """Take the page on which a PC is told of the office's server, filled in; nothing is reached."""
    from desktop.views.scenes_apart import connection_page

    with _window(office, Shot(LAPTOP)) as desktop:
        page = connection_page(desktop.desk, on_server=False)
        page.resize(*LAPTOP)
        page.show()
        settle(desktop)
        taken = _write(_small(grab(page)), folder / "connection.png")
        page.hide()
        page.deleteLater()
    return taken


def _pictured(desktop: Desktop, name: str) -> tuple[str, QImage]:
    """What a picture is called, and the picture."""
    if name == "lists":
        _look(desktop, Link("clients", filter="renew"))
        page = desktop.page("clients")
        assert isinstance(page, ListPage)
        page.view.selectAll()
        settle(desktop)
        return name, grab(desktop)
    page_name, _colon, chosen = name.partition(":")
    page_name, _dash, do = page_name.partition("-")
    return name.partition(":")[0], _look(desktop, Link(page_name, filter=chosen, do=do))


def take_paper(paper: bytes, target: Path) -> Path:
    """Take the first page of a paper, as large as it stands in a text."""
    from desktop.views.kit.printer import open_paper, page_picture

    program()
    with open_paper(paper) as document:
        return _write(_small(page_picture(document, 0, _PAPER_DPI)), target)


def _small(picture: QImage) -> QImage:
    """A picture in the 256 colours that it shows most of; without dots on plain surfaces."""
    pixels = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(pixels.constBits()).cast("I"))
    own = [QColor(one).rgb() for one in vars(theme.colours()).values()]  # seldom, but told apart
    common = [colour for colour, _count in counted.most_common(256)]
    table = list(dict.fromkeys([*own, *common]))[:256]
    plain = Qt.ImageConversionFlag.ThresholdDither
    return pixels.convertToFormat(QImage.Format.Format_Indexed8, table, plain)


@contextmanager
def _window(office: "Office", shot: Shot, *, training: bool = True) -> Iterator[Desktop]:
    """The window of the person signed in to ``office``, who remembers nothing."""
    app = program(shot.dark)
    with TemporaryDirectory() as folder:
        desktop = Desktop(Desk(office, Tasks(app), Memory(Path(folder))), training)
        desktop.resize(*shot.size)
        desktop.show()
        desktop.activateWindow()
        desktop.start()
        yield desktop
        desktop.desk.tasks.end()
        desktop.close()
        desktop.deleteLater()


def _look(desktop: Desktop, link: Link) -> QImage:
    desktop.open(link)
    settle(desktop)
    return grab(desktop)


def grab(window: QWidget) -> QImage:
    """What is shown now, with the menus and lists that are open above it."""
    picture = window.grab()
    painter = QPainter(picture)
    for popup in QApplication.topLevelWidgets():
        above = popup is not window.window() and popup.isVisible()
        if above and popup.windowType() in _ABOVE:
            painter.drawPixmap(popup.pos() - window.mapToGlobal(QPoint(0, 0)), popup.grab())
    painter.end()
    return picture.toImage()


def _write(picture: QImage, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(str(target))
    return target


def settle(desktop: Desktop) -> None:
    """Let the window show all that it asked for."""
    end = time.monotonic() + _LONGEST_S
    quiet_since, turns = time.monotonic(), 0
    while time.monotonic() < end and (
        turns < _QUIET_TURNS or time.monotonic() - quiet_since < _QUIET_S
    ):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        turns += 1
        if not desktop.desk.tasks.idle:
            quiet_since, turns = time.monotonic(), 0
        time.sleep(0.002)
