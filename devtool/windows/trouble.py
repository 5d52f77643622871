"""What befalls an installer at a person's: tried under Wine with a program that is hollow.

It lays the same folders by the same script as the real one, in a hundredth of the time.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from devtool.checkout import SetupFailed, need
from devtool.windows.launchers import make_launchers
from devtool.windows.packing import make_installer
from devtool.windows.parts import HERE
from devtool.windows.payload import make_icon
from devtool.windows.walk import Walk
from devtool.windows.wine.installed import Program
from devtool.windows.wine.place import Wine

OLDER, THIS, NEWER = "0.0.8", "0.0.9", "0.1.0"
# Exit codes of installer.nsi; 7 is files in use, which Wine lets be renamed.
IS_NEWER, IS_OPEN, NO_BACKUP, NOT_OURS, _IN_USE, TOO_LONG, NOT_WRITTEN, TOO_OLD = range(3, 11)
_FILES = 40  # enough for a disk that takes no more to stop amid them
_LARGE = 4_000_000
_LONGEST_S = 60


def trouble(walk: Walk, there: Wine, scratch: Path) -> None:
    """Walk through it; ``scratch`` is a folder for what is built."""
    tried = Tried(there, scratch, there.drive / "别的 地方")
    walk.take("build three hollow versions", tried.build)
    walk.take("start one on Windows 7", tried.too_old)
    walk.take("put them where they can't be", tried.misplaced)
    walk.take("put the newer one over, then an older one", tried.over)
    walk.take("put one over while it is open, and remove it", tried.open)
    walk.take("an office that can't be backed up", tried.not_backed_up)
    walk.take("break one off, and put it there again", tried.broken_off)
    walk.take("put it on a disk that is full", tried.full)
    walk.take("put it elsewhere than it was", tried.moved)
    walk.take("remove it half, and put it there again", tried.half_removed)


@dataclass(frozen=True)
class Tried:
    """The hollow versions, and the ``folder`` on drive C into which they are put."""

    there: Wine
    scratch: Path
    folder: Path

    # --- what is built, and done with it ---

    def build(self) -> str:
        """An installer of each version."""
        icon = make_icon(self.scratch / "Zhongxiao.ico")
        for version in (OLDER, THIS, NEWER):
            payload = self.scratch / f"payload-{version}"
            (payload / "app").mkdir(parents=True)
            shutil.copy(icon, payload)
            make_launchers(payload, "none", version, icon, HERE / "wine" / "hollow.c")
            (payload / "README.zh-CN.html").write_text(version, encoding="utf-8")
            for number in range(_FILES):
                content = bytes([number]) * (_LARGE // _FILES)
                (payload / "app" / f"{number:03}.bin").write_bytes(content)
            make_installer(payload, version, self.installer(version))
        return f"{OLDER}, {THIS}, {NEWER}"

    def installer(self, version: str) -> Path:
        """Its installer."""
        return self.scratch / f"Zhongxiao-Setup-{version}.exe"

    def put(self, version: str, folder: Path | None = None, *, ends: int = 0) -> Path:
        """Run an installer silently, and look how it ends; gives the folder."""
        placed = folder or self.folder
        self.run(version, self.there.windows(placed), ends=ends)
        return placed

    def run(self, version: str, place: str, *, ends: int = 0) -> None:
        """The same, by what Windows calls the folder."""
        with self.at_hand(version) as words:
            status, told = self.there.run("wine", *words, *f"/D={place}".split(" "))
        if status != ends:
            raise SetupFailed(f"{version} into {place} ended with {status}: {told[-500:]}")

    @contextmanager
    def at_hand(self, version: str) -> Iterator[tuple[str, ...]]:
        """The words that start an installer silently, which lies on drive C meanwhile."""
        placed = self.there.drive / "setup.exe"
        shutil.copy(self.installer(version), placed)
        yield self.there.windows(placed), "/S"
        placed.unlink()

    def need_version(self, version: str, folder: Path | None = None) -> None:
        """That a version is there whole, and nothing half beside it."""
        where = folder or self.folder
        names = {one.name for one in where.iterdir()}
        if names != {"program", "Uninstall.exe"}:
            raise SetupFailed(f"{where} holds {sorted(names)}")
        told = (where / "program" / "README.zh-CN.html").read_text(encoding="utf-8")
        files = len(list((where / "program" / "app").iterdir()))
        if (told, files) != (version, _FILES):
            raise SetupFailed(f"{where} holds {told} with {files} files of {_FILES}")

    def remove(self, folder: Path | None = None) -> None:
        """Remove it, and the office."""
        Program(self.there, folder or self.folder).uninstall()
        shutil.rmtree(self.there.data, ignore_errors=True)

    # --- the steps ---

    def too_old(self) -> str:
        """On a Windows that Python doesn't run on."""
        self.there.run("wine", "winecfg", "-v", "win7")
        try:
            self.put(THIS, ends=TOO_OLD)
        finally:
            self.there.run("wine", "winecfg", "-v", "win10")
        return f"refused ({TOO_OLD})"

    def misplaced(self) -> str:
        """Into a path too long, another's folder, a portable one, and one to read only."""
        long = self.there.drive / ("长" * 80) / ("路" * 80) / ("远" * 80)
        self.put(THIS, long, ends=TOO_LONG)
        other, portable = self.there.drive / "other", self.there.drive / "portable"
        for place in (other, portable):
            (place / "program").mkdir(parents=True)
        (other / "program" / "theirs.txt").write_text("theirs", encoding="utf-8")
        (portable / "program" / "Zhongxiao.exe").write_bytes(b"")
        (portable / "portable.txt").write_text("", encoding="utf-8")
        for place in (other, portable):
            self.put(THIS, place, ends=NOT_OURS)
        if not (other / "program" / "theirs.txt").is_file():
            raise SetupFailed("it took another's file")
        with mounted(self.there.drive / "read only", "ro") as place:
            self.put(THIS, place, ends=NOT_WRITTEN)
        for place in (other, portable):
            shutil.rmtree(place)
        if long.exists() or self.folder.exists():
            raise SetupFailed("a folder is left that nothing was put into")
        return f"too long {TOO_LONG}, another's or portable {NOT_OURS}, no rights {NOT_WRITTEN}"

    def over(self) -> str:
        """A newer one over an older one, the same once more, an older one never."""
        self.put(OLDER)
        icons = list((self.there.user / "Desktop").glob("*.lnk"))
        icons[0].unlink()
        self.put(THIS)
        self.put(THIS)
        self.need_version(THIS)
        if icons[0].exists():
            raise SetupFailed("an icon that was thrown away is back")
        self.put(OLDER, ends=IS_NEWER)
        self.there.run("wine", "reg", "delete", "HKCU\\Software\\Zhongxiao", "/f")
        self.put(OLDER, ends=IS_NEWER)  # by what lies there, whoever put it there
        self.put(NEWER)
        self.need_version(NEWER)
        self.remove()
        return f"an older one is refused ({IS_NEWER}); an icon that was thrown away stays away"

    def open(self) -> str:
        """Neither is it put over itself while it is open, nor removed."""
        self.put(OLDER)
        program = self.there.windows(self.folder / "program" / "Zhongxiao.exe")
        runs = subprocess.Popen(self.there.command("wine", program, "stay"))
        try:
            time.sleep(5)
            self.put(THIS, ends=IS_OPEN)
            remover = self.there.windows(self.folder / "Uninstall.exe")
            place = self.there.windows(self.folder).split(" ")
            status = self.there.run("wine", remover, "/S", f"_?={place[0]}", *place[1:])[0]
        finally:
            self.there.run("wine", "taskkill", "/f", "/im", "Zhongxiao.exe")
            runs.wait(timeout=_LONGEST_S)
        if status != IS_OPEN:
            raise SetupFailed(f"removing it while it was open ended with {status}")
        self.need_version(OLDER)
        self.remove()
        return f"both are refused ({IS_OPEN}), and all is as it was"

    def not_backed_up(self) -> str:
        """Nothing is put over an office that couldn't be backed up."""
        self.put(OLDER)
        self.office("")
        self.put(THIS, ends=NO_BACKUP)
        self.need_version(OLDER)
        self.office("an office")
        self.put(THIS)
        self.need_version(THIS)
        self.need_backups(1)
        self.remove()
        return f"refused ({NO_BACKUP}), until it could"

    def broken_off(self) -> str:
        """Killed while it lays its files, and between its renamings."""
        self.put(OLDER)
        self.office("an office")
        self.kill_amid(THIS)
        self.need_version_runs(OLDER)
        (self.folder / "program").rename(self.folder / "program.before")
        self.put(THIS)
        self.need_version(THIS)
        self.need_backups(2)
        self.remove()
        return "the one before stays, and is backed up by itself when the next is put over it"

    def full(self) -> str:
        """A disk with too little room, one that takes no more files, and the same over another."""
        with mounted(self.there.drive / "full", "size=3m") as place:
            self.put(THIS, place / "众小", ends=NOT_WRITTEN)
            self.need_empty(place)
        with mounted(self.there.drive / "full", "size=40m,nr_inodes=30") as place:
            self.put(THIS, place / "众小", ends=NOT_WRITTEN)
            self.need_empty(place)
        with mounted(self.there.drive / "full", f"size=40m,nr_inodes={_FILES + 30}") as place:
            self.put(OLDER, place / "众小")
            self.put(THIS, place / "众小", ends=NOT_WRITTEN)
            self.need_version(OLDER, place / "众小")
            self.remove(place / "众小")
        return f"refused ({NOT_WRITTEN}) each time; nothing half is left, the version before works"

    def moved(self) -> str:
        """Into another folder: backed up by the one that is there, which goes."""
        self.put(OLDER)
        self.office("an office")
        elsewhere = self.folder.with_name("第三 处")
        self.put(THIS, elsewhere)
        self.need_version(THIS, elsewhere)
        self.need_backups(1)
        if self.folder.exists():
            raise SetupFailed(f"{self.folder} is still there")
        drive = self.there.folder / "prefix" / "dosdevices" / "k:"
        drive.symlink_to(self.there.drive)
        same = f"K:\\{elsewhere.name}"
        self.run(THIS, same)  # the same folder by another name
        self.need_version(THIS, elsewhere)
        drive.unlink()
        self.remove(elsewhere)
        return "backed up, put there, and taken from where it was; the same folder by another name"

    def half_removed(self) -> str:
        """A removal that was broken off stands in nobody's way."""
        self.put(OLDER)
        (self.folder / "program").rename(self.folder / "program.gone")
        (self.folder / "program.gone" / "Zhongxiao.exe").unlink()
        self.put(THIS)
        self.need_version(THIS)
        self.remove()
        return "put there again"

    # --- what they need ---

    def office(self, content: str) -> None:
        """An office in the person's own place."""
        self.there.data.mkdir(parents=True, exist_ok=True)
        (self.there.data / "office.db").write_text(content, encoding="utf-8")

    def need_backups(self, least: int) -> None:
        """That so many backups hold the office."""
        found = list((self.there.data / "backups").glob("before-*.zxbackup"))
        if len(found) < least or any(not one.stat().st_size for one in found):
            raise SetupFailed(f"there are {len(found)} backups of {least}")

    def need_empty(self, folder: Path) -> None:
        """That nothing is in a folder."""
        if left := list(folder.iterdir()):
            raise SetupFailed(f"left behind: {left}")

    def kill_amid(self, version: str) -> None:
        """Kill an installer while it lays its files."""
        place = f"/D={self.there.windows(self.folder)}".split(" ")
        with self.at_hand(version) as words:
            runs = subprocess.Popen(self.there.command("wine", *words, *place))
            late = time.monotonic() + _LONGEST_S
            while not (self.folder / "program.new" / "app").exists() and time.monotonic() < late:
                time.sleep(0.002)
            self.there.run("/usr/lib/wine/wineserver", "-k")
            runs.wait(timeout=_LONGEST_S)

    def need_version_runs(self, version: str) -> None:
        """That a version is in its place, whatever lies beside it."""
        told = (self.folder / "program" / "README.zh-CN.html").read_text(encoding="utf-8")
        if told != version or not (self.folder / "program.new").exists():
            raise SetupFailed(f"{told} is there, {sorted(self.folder.iterdir())}")


@contextmanager
def mounted(place: Path, options: str) -> Iterator[Path]:
    """A small disk of its own."""
    place.mkdir(exist_ok=True)
    need("Mounting", "mount", "-t", "tmpfs", "-o", options, "none", place)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=False)
        with suppress(OSError):
            place.rmdir()
