"""A program in a Wine: installed or unpacked, asked, pictured, removed."""

import json
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from devtool.checkout import SetupFailed
from devtool.windows.wine.place import Wine

_LONGEST_S = 300
_COLOURS = 200  # an empty screen has one, a window that is drawn has hundreds


@dataclass(frozen=True)
class Program:
    """The program in a ``folder`` on drive C, which holds ``program``."""

    there: Wine
    folder: Path

    @property
    def window(self) -> str:
        """The windowed launcher, as Windows names it."""
        return self.there.windows(self.folder / "program" / "Zhongxiao.exe")

    def install(self, installer: Path, *, into: bool = False) -> tuple[int, str]:
        """Run an installer silently, ``into`` the folder, or where it wants; as ``Wine.run``."""
        placed = self.there.drive / installer.name
        shutil.copy(installer, placed)
        # NSIS takes all that follows /D= as it stands, and no quotes: as words of its own Wine
        # puts none around them.
        place = f"/D={self.there.windows(self.folder)}".split(" ") if into else []
        ended = self.there.run("wine", self.there.windows(placed), "/S", *place)
        placed.unlink()
        if ended[0] == 0:
            need_there(self.folder / "program" / "Zhongxiao.exe")
        return ended

    def command(self, *words: str) -> None:
        """Give a command to the program; raises SetupFailed when it fails."""
        program = self.there.windows(self.folder / "program" / "zhongxiao-cmd.exe")
        need(self.there.run("wine", program, *words), " ".join(words))

    def clients(self, file: Path, office: Path) -> set[str]:
        """The names in the list of clients that an office gives out; it is kept as ``file``."""
        from python_calamine import CalamineWorkbook

        told = self.there.drive / "clients.xlsx"
        given = ("--database", self.there.windows(office), "--out", self.there.windows(told))
        self.command("export", "clients", *given)
        shutil.move(told, file)
        rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        at = rows[0].index("客户名称")
        return {str(row[at]) for row in rows[1:]}

    def selftest(self, out: Path, *left_out: str) -> str:
        """Run its self-test; what it drew, and its report, are kept in ``out``.

        The training office that the first one replays is the later ones', too.
        """
        folder = self.there.scratch / out.name
        report = folder / "report.json"
        places = ("--report", report), ("--out", folder / "out"), ("--data", self._training)
        given = [word for name, place in places for word in (name, self.there.windows(place))]
        left = [word for name in left_out for word in ("--leave-out", name)]
        ended = self.there.run("wine", self.window, "selftest", *given, *left)
        need_there(report)
        shutil.copytree(folder / "out", out)
        shutil.copy(report, out)
        steps = json.loads(report.read_text(encoding="utf-8"))["steps"]
        if failed := [one for one in steps if not one["ok"]]:
            raise SetupFailed("\n".join(f"{one['name']}: {one['told']}" for one in failed))
        need(ended, "the self-test")
        return ", ".join(_told(one) for one in steps)

    @property
    def _training(self) -> Path:
        return self.there.scratch / "data"

    def picture(self, file: Path) -> str:
        """The window on the screen as it starts for a person, in the training office."""
        window = subprocess.Popen(
            self.there.command(
                *("wine", self.window, "window", "--training"),
                ZHONGXIAO_HOME=self.there.windows(self._training),
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            colours = self._drawn()
            shutil.copy(self.there.folder / "window.png", file)
        finally:
            self.there.run("wine", "taskkill", "/f", "/im", "Zhongxiao.exe")
            window.wait(timeout=_LONGEST_S)
        return f"{file.name}, {colours} colours"

    def _drawn(self) -> int:
        """Take pictures until one shows a window that no longer changes; gives its colours."""
        late, before = time.monotonic() + _LONGEST_S, 0
        while time.monotonic() < late:
            time.sleep(4)
            self.there.run("import", "-window", "root", "/smoke/window.png")
            told = self.there.run("identify", "-format", "%k", "/smoke/window.png")[1].strip()
            colours = int(told) if told.isdigit() else 0
            if colours == before and colours > _COLOURS:
                return colours
            before = colours
        raise SetupFailed(f"no window was drawn in {_LONGEST_S} s: {before} colours on the screen")

    def uninstall(self) -> str:
        """Remove it silently; the copy of itself that does it works on after it has ended."""
        uninstaller = self.there.windows(self.folder / "Uninstall.exe")
        need(self.there.run("wine", uninstaller, "/S"), "Uninstall.exe")
        late = time.monotonic() + _LONGEST_S
        while self.folder.exists():
            if time.monotonic() > late:
                raise SetupFailed(f"{self.folder} is still there")
            time.sleep(0.5)
        return f"{self.folder.name} is gone"


def _told(step: dict[str, str]) -> str:
    return f"{step['name']} " + ("left out" if step["left_out"] else f"{step['seconds']} s")


def files_on(there: Wine) -> set[Path]:
    """What lies on drive C, but for what Windows itself writes."""
    own = there.drive / "windows"
    temporary = there.user / "AppData" / "Local" / "Temp"
    found = {one for one in there.drive.rglob("*") if one.is_file()}
    return {one for one in found if not (one.is_relative_to(own) or one.is_relative_to(temporary))}


def need(ended: tuple[int, str], what: str) -> None:
    """Raises SetupFailed for a command that failed."""
    if ended[0]:
        raise SetupFailed(f"{what} ended with {ended[0]}: {ended[1][-2000:]}")


def need_there(file: Path) -> None:
    """Raises SetupFailed when a file is missing."""
    if not file.is_file():
        raise SetupFailed(f"{file} is not there")
