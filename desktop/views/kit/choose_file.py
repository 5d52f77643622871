"""Asking for files of this computer, beginning where the person was the last time."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.views.kit.desk import Desk


def choose_file(desk: Desk, parent: QWidget, asked: str, kinds: str, place: str) -> Path | None:
    """Ask for a file that is there; ``place`` names what it is about, as "photos" or "lists"."""
    name, _kind = QFileDialog.getOpenFileName(parent, asked, str(_folder(desk, place)), kinds)
    return _kept(desk, place, name)


def choose_files(desk: Desk, parent: QWidget, asked: str, kinds: str, place: str) -> list[Path]:
    """Ask for several files that are there."""
    names, _kind = QFileDialog.getOpenFileNames(parent, asked, str(_folder(desk, place)), kinds)
    return [path for name in names if (path := _kept(desk, place, name))]


def choose_target(
    desk: Desk, parent: QWidget, asked: str, name: str, kinds: str, place: str
) -> Path | None:
    """Ask where a file called ``name`` is to be written."""
    offered = _folder(desk, place) / as_file_name(name)
    wanted, _kind = QFileDialog.getSaveFileName(parent, asked, str(offered), kinds)
    return _kept(desk, place, wanted)


def _folder(desk: Desk, place: str) -> Path:
    if before := desk.memory.get(f"folder.{place}"):
        return Path(before)
    places = QStandardPaths.StandardLocation
    documents = Path(QStandardPaths.writableLocation(places.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()


def remember_folder(desk: Desk, place: str, path: Path) -> None:
    """Begin in this file's folder the next time, such as after it was dropped on the window."""
    desk.memory.put(f"folder.{place}", str(path.parent))


def _kept(desk: Desk, place: str, name: str) -> Path | None:
    if not name:
        return None
    remember_folder(desk, place, Path(name))
    return Path(name)


def as_file_name(name: str) -> str:
    """A name without the signs that Windows keeps for itself."""
    return "".join(sign if sign not in '\\/:*?"<>|' else "-" for sign in name)
