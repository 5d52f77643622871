"""What a self-test sees of this computer without a window: folders, rights, names, a share."""

import getpass
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from desktop.basics.i18n import _
from desktop.basics.this_pc import Seen

if TYPE_CHECKING:
    from desktop.services.office import Office

_ROOM = 2_000_000_000  # bytes that an office with its backups should find free
_OLD_LIMIT = 260  # signs of a path, for a Windows that wasn't told otherwise
_LEVEL = "a folder within a folder 办事处"
_SLOW_S = 10


def data_folder(_office: "Office", _folder: Path) -> Seen:
    """Where this person's data lie: may be written, has room, is read by nobody else."""
    from desktop.offices import data_folder as place
    from desktop.services.open_to_others import who_else_reads
    from desktop.services.unsafe_place import advice_against

    folder = place()
    there = next(one for one in (folder, *folder.parents) if one.is_dir())
    with _written(there / "zhongxiao-selftest.tmp", b"1"):
        free = shutil.disk_usage(there).free
    said, good = [f"{folder}", _("{size} GB free").format(size=f"{free / 1e9:.0f}")], free > _ROOM
    if advice := advice_against(folder / "office.db"):
        said, good = [*said, advice], False
    if others := who_else_reads(there):
        words = _("may be read by: {whom}; see “who can see the data” in the manual")
        said, good = [*said, words.format(whom=_(", ").join(others))], False
    return Seen(_("; ").join(said), good)


def user(_office: "Office", _folder: Path) -> Seen:
    """Under which name one works here; the other steps went through folders of hanzi."""
    name, home = getpass.getuser(), str(Path.home())
    if name.isascii() and home.isascii():
        return Seen(_("{name} (no hanzi; the folders of this test had some)").format(name=name))
    return Seen(f"{name}  {home}")


def long_path(office: "Office", folder: Path) -> Seen:
    """A backup is laid into a folder whose path is longer than Windows once could take."""
    from desktop.basics.errors import DatabaseTrouble
    from desktop.services.backup import back_up

    deep = folder
    while len(str(deep)) < _OLD_LIMIT:
        deep /= _LEVEL
    try:
        deep.mkdir(parents=True, exist_ok=True)
        back_up(office.engine, deep / "备份.zxbackup")
    except (DatabaseTrouble, OSError) as error:
        words = _("more than {most} signs are refused here, with these words: {words}")
        said = getattr(error, "message", str(error)).replace(str(deep), "…")
        return Seen(words.format(most=_OLD_LIMIT, words=said), good=False)
    return Seen(_("{number} signs are taken").format(number=len(str(deep / "备份.zxbackup"))))


def share(office: "Office", folder: Path) -> Seen:
    """A backup is laid into a folder of another computer, read there, and taken away again."""
    from desktop.services.backup import back_up, restore

    target = folder / f"众小自检-{time.time_ns()}.zxbackup"
    begun = time.monotonic()
    try:
        back_up(office.engine, target)
        size = target.stat().st_size
        with TemporaryDirectory(prefix="zhongxiao-") as scratch:
            restore(target, Path(scratch) / "office.db")
    finally:
        for one in folder.glob(f"{target.stem}*"):
            one.unlink(missing_ok=True)
    took = time.monotonic() - begun
    words = _("{folder}: {size} MB there and back in {seconds} s")
    told = words.format(folder=folder, size=f"{size / 1e6:.1f}", seconds=f"{took:.1f}")
    return Seen(told, good=took < _SLOW_S)


@contextmanager
def _written(file: Path, content: bytes) -> Iterator[None]:
    """A file that is there for a moment; raises OSError where nothing may be written."""
    try:
        file.write_bytes(content)
        if file.read_bytes() != content:
            raise OSError(f"{file} reads otherwise than it was written")
        yield
    finally:
        file.unlink(missing_ok=True)
