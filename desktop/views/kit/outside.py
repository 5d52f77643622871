"""Files that another program shows: evidence must not stay behind on the disk (V2, E6)."""

import atexit
import platform
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason

_PREFIX = "zhongxiao-shown-"
_LEFT_BEHIND_S = 24 * 3600


def shown_outside() -> Path:
    """A new folder for one file; it is deleted when the program ends.

    What a program that was killed left behind goes a day later, when the next file is opened.
    Raises DatabaseTrouble where none can be made.
    """
    _sweep()
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    except OSError as error:
        words = _(
            "It can't be handed to another program: the folder for temporary files can't be "
            "written ({reason}). Put that right, or save it to a place of your own."
        )
        raise DatabaseTrouble(words.format(reason=os_reason(error))) from error
    _folders.append(folder)
    return folder


def forget_shown() -> None:
    """Delete what was shown; a file that another program still holds is tried at the end again."""
    for folder in list(_folders):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            _folders.remove(folder)


def open_outside(file: Path) -> str:
    """Have the program that is meant for it show a file; "", or why none does and what to do."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
        return ""
    words = _(
        "No program on this PC opens {kind} files. Save it and open it on another PC, or have "
        "such a program installed here."
    )
    return words.format(kind=file.suffix.lstrip(".").upper() or file.name)


def show_in_folder(file: Path) -> bool:
    """Show a file in the window of its folder, chosen where the system knows how.

    False where nothing on this computer shows folders: the office may keep Explorer from people.
    """
    if platform.system() == "Windows":
        with suppress(OSError):
            # As one text: Explorer reads its own quotes, and takes none around the whole word.
            subprocess.Popen(f'explorer /select,"{file}"')
            return True
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND_S:
                shutil.rmtree(folder, ignore_errors=True)


_folders: list[Path] = []
atexit.register(forget_shown)
