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

_PREFIX = "zhongxiao-shown-"
_LEFT_BEHIND_S = 24 * 3600


def shown_outside() -> Path:
    """A new folder for one file; it is deleted when the program ends.

    What a program that was killed left behind goes a day later, when the next file is opened.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    _folders.append(folder)
    return folder


def forget_shown() -> None:
    """Delete what was shown; a file that another program still holds is tried at the end again."""
    for folder in list(_folders):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            _folders.remove(folder)


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
